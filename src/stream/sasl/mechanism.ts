/** RFC 4422: what a SASL mechanism is. It knows messages, not how they travel: the profiles (RFC 6120 §6, XEP-0388) do. */
import type { Accounts } from "../../store/accounts.ts";
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

/** What an exchange may touch. */
export interface SaslContext {
  /** Whose accounts sign in here: the domain that the stream is addressed to. */
  readonly domain: string;
  readonly accounts: Pick<Accounts, "exists" | "keys" | "decoyKeys" | "verify">;
  /** What this connection can be bound to. */
  readonly bindings: readonly ChannelBinding[];
  /** Whether a mechanism with channel binding was offered on this stream. */
  readonly isPlusOffered: boolean;
  /** For the protection against downgrades; undefined where there is none. */
  readonly advertised: Advertised | undefined;
  /** Printable ASCII without a comma, from a CSPRNG. */
  readonly nonce: () => string;
  /** Asked right before a proof for an account (a bare JID, perhaps of nobody) is looked at: false answers temporary-auth-failure. */
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
  /** Additional data with success; undefined where the mechanism has none. */
  readonly data: Uint8Array | undefined;
}

export interface Failure {
  readonly is: "failure";
  readonly condition: SaslCondition;
  /** A sentence for the person who reads the client's log. */
  readonly text: string | undefined;
  /** The bare JID that was tried, where the messages came as far as naming one. */
  readonly account: string | undefined;
}

export type Step = Challenge | Success | Failure;

export interface Exchange {
  /** What the client says, decoded from base64. After a success or a failure there is no further step. */
  step(message: Uint8Array): Step | Promise<Step>;
}

/** In all of them the client speaks first: without an initial response, the profile asks for it by an empty challenge. */
export interface Mechanism {
  readonly name: string;
  readonly start: (context: SaslContext) => Exchange;
}

/** Thrown inside a mechanism; `settled` makes it the answer. */
export class SaslError extends Error {
  readonly condition: SaslCondition;
  readonly text: string | undefined;

  constructor(condition: SaslCondition, text?: string) {
    super(text ?? condition);
    this.condition = condition;
    this.text = text;
  }
}

/** The failure that an error means. Throws the error again when it is not a SaslError. */
export function failureOf(error: unknown, account: string | undefined): Failure {
  if (!(error instanceof SaslError)) throw error;
  return { is: "failure", condition: error.condition, text: error.text, account };
}
