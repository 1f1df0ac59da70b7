/** Passwords as texts: which can be one, and how they are prepared (RFC 8265 §4.2, RFC 5802 §2.2). */
import { opaqueString, PrecisError } from "../jid/precis.ts";
import { saslPrepared } from "../jid/saslprep.ts";
import { AccountError } from "./errors.ts";

/** In characters (NIST SP 800-63B §5.1.1.2): for every way to choose a password. */
export const MIN_PASSWORD_LENGTH = 8;

/** Why this cannot be the password of an account; undefined where it can. */
export function passwordProblem(password: string, minimum = MIN_PASSWORD_LENGTH): "password" | "short" | undefined {
  const prepared = preparedOf(password);
  if (prepared === undefined) return "password";
  return [...prepared].length < minimum ? "short" : undefined;
}

const PASSWORD_SENTENCES = {
  password: "this cannot be a password",
  short: `a password has at least ${MIN_PASSWORD_LENGTH} characters`,
} as const;

/** The password as SASLprep has it (RFC 5802 §2.2); undefined where that is the prepared one, or nothing. */
export function otherFormOf(password: string, prepared: string): string | undefined {
  const otherwise = saslPrepared(password);
  return otherwise === prepared || otherwise === "" ? undefined : otherwise;
}

/** As OpaqueString has it (RFC 8265 §4.2); undefined for what cannot be a password. */
export function preparedOf(password: string): string | undefined {
  try {
    return opaqueString(password);
  } catch (error) {
    if (error instanceof PrecisError) return undefined;
    throw error;
  }
}

/** The same. Throws AccountError password, short. */
export function prepare(account: string, password: string, minimum?: number): string {
  const problem = passwordProblem(password, minimum);
  if (problem) throw new AccountError(problem, account, PASSWORD_SENTENCES[problem]);
  return opaqueString(password);
}
