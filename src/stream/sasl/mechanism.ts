/** RFC 4422: the interface of SASL mechanisms. The profiles (RFC 6120 §6, XEP-0388) know how messages are sent. */
import { LoginRefusal, type LoginRefusalReason } from "../../login-refusal.ts";
import type { Accounts } from "../../store/accounts.ts";
import type { UserAgent } from "../../user-agent.ts";
import type { ChannelBinding } from "./channel-binding.ts";
import type { Advertised } from "./downgrade-protection.ts";

/** RFC 6120 §6.5. */
export type SaslCondition =
  | "aborted"
  | "account-disabled"
  | "credentials-expired"
  | "encryption-required"
  | "incorrect-encoding"
  | "invalid-authzid"
  | "invalid-mechanism"
  | "malformed-request"
  | "mechanism-too-weak"
  | "not-authorized"
  | "temporary-auth-failure";

/** Passwords that were given to a client that has no other, and are good once. */
export interface OneTimePasswords {
  /** Whether a password has the form of one: then it is tried as nothing else, and is no guess. */
  isOne(password: string): boolean;
  /** Uses it up, and returns the client that it was given to; undefined where it is not good for this account (a bare JID). */
  redeem(account: string, password: string): UserAgent | undefined;
}

/** What an exchange is given. */
export interface SaslContext {
  /** The domain of the accounts: that of the stream. */
  readonly domain: string;
  readonly accounts: Pick<Accounts, "exists" | "keys" | "decoyKeys" | "verify" | "admit">;
  /** The channel bindings of this connection. */
  readonly bindings: readonly ChannelBinding[];
  /** Whether a mechanism with channel binding was offered on this stream. */
  readonly isPlusOffered: boolean;
  /** For downgrade protection; undefined where there is none. */
  readonly advertised: Advertised | undefined;
  /** Printable ASCII without a comma, from a CSPRNG. */
  readonly nonce: () => string;
  /** Undefined where they are not accepted. */
  readonly oneTimePasswords: OneTimePasswords | undefined;
  /** Called right before a proof for an account (a bare JID, which may not exist) is checked: false means temporary-auth-failure. */
  readonly mayTry: (account: string) => boolean;
}

export interface Challenge {
  readonly is: "challenge";
  readonly data: Uint8Array;
}

export interface Success {
  readonly is: "success";
  /** The bare JID that is proven. */
  readonly account: string;
  /** "Additional data with success" (§3.6); undefined where the mechanism has none. */
  readonly data: Uint8Array | undefined;
  /** Whoever checks passwords for this server has been asked, and lets the account in. */
  readonly isAdmitted?: boolean;
  /** The client that a one-time password was given to: it has not proven the account's own password. */
  readonly givenTo?: UserAgent;
}

export interface Failure {
  readonly is: "failure";
  readonly condition: SaslCondition;
  /** For people who read the client's log. */
  readonly text: string | undefined;
  /** The bare JID that was tried, where the messages have named one. */
  readonly account: string | undefined;
}

export type Step = Challenge | Success | Failure;

export interface Exchange {
  /** Handles a message of the client, decoded from base64. A success or a failure is the last step. */
  step(message: Uint8Array): Step | Promise<Step>;
}

/** In all mechanisms the client sends first: without an initial response, the profile sends an empty challenge. */
export interface Mechanism {
  readonly name: string;
  readonly start: (context: SaslContext) => Exchange;
}

/** Thrown inside a mechanism; `asFailure` turns it into a step. */
export class SaslError extends Error {
  readonly condition: SaslCondition;
  readonly text: string | undefined;

  constructor(condition: SaslCondition, text?: string) {
    super(text ?? condition);
    this.condition = condition;
    this.text = text;
  }
}

/** RFC 6120 §6.5, with a sentence for people. */
const REFUSALS: Record<LoginRefusalReason, readonly [SaslCondition, string]> = {
  "not-admitted": [
    "account-disabled",
    "this account has expired, or may not sign in here: ask whoever runs the server",
  ],
  unavailable: ["temporary-auth-failure", "passwords cannot be checked at the moment: try again later"],
  "password-changed": ["credentials-expired", "the password has changed: sign in with the new one"],
};

/** Turns a SaslError or a LoginRefusal into the failure of an exchange. Throws every other error again. */
export function asFailure(error: unknown, account: string | undefined): Failure {
  if (error instanceof LoginRefusal) {
    const [condition, text] = REFUSALS[error.reason];
    return { is: "failure", condition, text, account };
  }
  if (!(error instanceof SaslError)) throw error;
  return { is: "failure", condition: error.condition, text: error.text, account };
}
