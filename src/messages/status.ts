/** How the server is. */
import { status as en } from "./en/status.ts";
import { status as fr } from "./fr/status.ts";
import { inLanguages } from "./language.ts";

export const statusMessages = inLanguages(en, fr);
