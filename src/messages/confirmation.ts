/** The answers to a question of yes or no. */
import { confirmation as en } from "./en/confirmation.ts";
import { confirmation as fr } from "./fr/confirmation.ts";
import { inLanguages } from "./language.ts";

export const confirmationMessages = inLanguages(en, fr);
