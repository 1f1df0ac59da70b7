/** How the server is. */
import { inLanguages } from "./language.ts";

export const statusMessages = inLanguages("status");
