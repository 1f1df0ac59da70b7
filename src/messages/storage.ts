/** The command by which people see what the server keeps for them. */
import { inLanguages } from "./language.ts";

export const storageMessages = inLanguages("storage");
