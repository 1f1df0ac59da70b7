/** RFC 6120 §8.3: what goes back to the sender of a stanza. */

type ErrorType = "auth" | "cancel" | "continue" | "modify" | "wait";

/** The conditions of RFC 6120 §8.3.3, each with the type that the RFC gives it. */
const TYPES = {
  "bad-request": "modify",
  conflict: "cancel",
  "feature-not-implemented": "cancel",
  forbidden: "auth",
  gone: "cancel",
  "internal-server-error": "cancel",
  "item-not-found": "cancel",
  "jid-malformed": "modify",
  "not-acceptable": "modify",
  "not-allowed": "cancel",
  "not-authorized": "auth",
  "policy-violation": "modify",
  "recipient-unavailable": "wait",
  redirect: "modify",
  "registration-required": "auth",
  "remote-server-not-found": "cancel",
  "remote-server-timeout": "wait",
  "resource-constraint": "wait",
  "service-unavailable": "cancel",
  "subscription-required": "auth",
  "undefined-condition": "cancel",
  "unexpected-request": "wait",
} as const satisfies Record<string, ErrorType>;

export type StanzaErrorCondition = keyof typeof TYPES;

export interface StanzaErrorDetails {
  /** A sentence for the person at the other end. */
  readonly text?: string;
  /** Where the standard at hand asks for another type than RFC 6120 gives. */
  readonly type?: ErrorType;
  /** An application-specific condition (§8.3.4): its element's name and namespace. */
  readonly application?: ApplicationCondition;
}

/** Its other attributes beside the namespace, where it has any. */
export interface ApplicationCondition {
  readonly name: string;
  readonly xmlns: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

export class StanzaError extends Error {
  readonly condition: StanzaErrorCondition;
  readonly type: ErrorType;
  readonly text: string | undefined;
  readonly application: ApplicationCondition | undefined;

  constructor(condition: StanzaErrorCondition, details: StanzaErrorDetails = {}) {
    super(details.text ?? condition);
    this.condition = condition;
    this.type = details.type ?? TYPES[condition];
    this.text = details.text;
    this.application = details.application;
  }
}
