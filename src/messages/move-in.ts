/** What is said of moving in from another server. */
import { moveIn as en } from "./en/move-in.ts";
import { moveIn as fr } from "./fr/move-in.ts";
import { inLanguages } from "./language.ts";

export const moveInMessages = inLanguages(en, fr);
