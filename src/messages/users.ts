/** What the verbs of accounts say. */
import type { users as en } from "./en/users.ts";
import { inLanguages } from "./language.ts";

export const userMessages = inLanguages("users");

export type UserMessages = typeof en;
