/** Why somebody who may know the password does not come in all the same, where passwords are checked elsewhere. */

/**
 * `not-admitted`: proven, but the account has expired or may not be used. `unavailable`: whoever knows the password cannot be
 * asked now. `password-changed`: what was proven belongs to an earlier password.
 */
export type LoginRefusalReason = "not-admitted" | "unavailable" | "password-changed";

export class LoginRefusal extends Error {
  readonly reason: LoginRefusalReason;

  constructor(reason: LoginRefusalReason) {
    super(reason);
    this.reason = reason;
  }
}

/** The refusal itself; throws every other error again. */
export function refusalIn(error: unknown): LoginRefusal {
  if (error instanceof LoginRefusal) return error;
  throw error;
}
