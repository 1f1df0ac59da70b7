/** What the verbs of files say. */
import { inLanguages } from "./language.ts";

export const fileMessages = inLanguages("sentFiles");
