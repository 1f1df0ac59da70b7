/** What the verbs of accounts say. */
import { users as en } from "./en/users.ts";
import { users as fr } from "./fr/users.ts";
import { inLanguages } from "./language.ts";

export const userMessages = inLanguages(en, fr);

export type UserMessages = typeof en;
