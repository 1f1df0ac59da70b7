/** `export`: everything of a server for another one. */
import { inLanguages } from "./language.ts";

export const exportMessages = inLanguages("exports");
