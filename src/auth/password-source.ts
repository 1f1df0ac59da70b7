/** Where passwords are checked that this server does not keep: the machine (PAM), a program, a directory. */
import type { PasswordSourceName, SourceState } from "../store/accounts.ts";

/**
 * `wrong`: the name or the password. `not-admitted`: the password is right, or none was asked for, and the account has expired
 * or may not be used. `unavailable`: whoever knows cannot be asked now.
 */
export type Verdict = "proven" | "wrong" | "not-admitted" | "unavailable";

export interface PasswordSource {
  readonly name: Exclude<PasswordSourceName, "internal">;
  readonly state?: SourceState;
  /** `name` is a localpart. Never rejects. */
  verify(name: string, password: string): Promise<Verdict>;
  /** Whether the account may be used now, without its password: "proven" where it may. Never rejects. */
  admits(name: string): Promise<Verdict>;
  /** Bytes that are others after each change of the password; undefined where that cannot be seen. */
  passwordMark(name: string): Uint8Array | undefined;
  stop(): void;
}

/** `detail`: the system's sentence, or the path. */
export interface AuthProblem {
  readonly kind: "no-pam" | "no-pam-service" | "no-program";
  readonly detail: string;
}

/** A source cannot work on this machine. */
export class AuthError extends Error {
  readonly problem: AuthProblem;

  constructor(kind: AuthProblem["kind"], detail: string) {
    super(`${kind} ${detail}`);
    this.problem = { kind, detail };
  }
}
