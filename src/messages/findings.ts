/** What is wrong with a server, and what helps. */
import { findings as en } from "./en/findings.ts";
import { findings as fr } from "./fr/findings.ts";
import { inLanguages } from "./language.ts";

export const findingMessages = inLanguages(en, fr);
