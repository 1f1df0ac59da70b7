/** What the server writes to its administrators. */
import { inLanguages } from "./language.ts";

export const noticeMessages = inLanguages("notices");
