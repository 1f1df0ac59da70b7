/** What is told of a home: its paths and its configuration. */
import { home as en } from "./en/home.ts";
import { home as fr } from "./fr/home.ts";
import { inLanguages } from "./language.ts";

export const homeMessages = inLanguages(en, fr);
