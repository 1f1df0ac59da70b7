/** The answers to a question of yes or no. */
import { inLanguages } from "./language.ts";

export const confirmationMessages = inLanguages("confirmation");
