/** A password that somebody chooses, and one that is made: strong, and easy to type on a phone. */
import { randomInt } from "node:crypto";
import type { UserMessages } from "../src/messages/users.ts";
import { MIN_PASSWORD_LENGTH, passwordProblem } from "../src/store/password-text.ts";

type PasswordMessages = Pick<UserMessages, "shortPassword" | "badPassword">;

/** What is wrong with a password, for the person who chooses it; undefined where nothing is. */
export function passwordProblemText(password: string, messages: PasswordMessages): string | undefined {
  const problem = passwordProblem(password);
  if (problem === undefined) return undefined;
  return problem === "short" ? messages.shortPassword(MIN_PASSWORD_LENGTH) : messages.badPassword;
}

/** Without letters and digits that look alike. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Four groups of five, such as "k7dwp-3hxmq-…": 99 bits. */
export const generatePassword = (): string =>
  Array.from({ length: GROUPS }, () =>
    Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(""),
  ).join("-");
