/** Why an account cannot be made, changed or removed. */

/** `password`: it is empty, too long, or holds what a password may not (RFC 8265 §4.2). */
export type AccountErrorReason = "exists" | "unknown" | "password";

export class AccountError extends Error {
  readonly reason: AccountErrorReason;
  readonly account: string;

  constructor(reason: AccountErrorReason, account: string, sentence: string) {
    super(`${account}: ${sentence}`);
    this.reason = reason;
    this.account = account;
  }
}
