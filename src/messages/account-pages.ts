/** What the pages of an account say. */
import { inLanguages } from "./language.ts";

export const accountPageMessages = inLanguages("accountPages");
