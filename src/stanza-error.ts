/** RFC 6120 §8.3: stanza errors. */

export const NS_STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";

type ErrorType = "auth" | "cancel" | "continue" | "modify" | "wait";

/**
 * The conditions of RFC 6120 §8.3.3, each with the type that the RFC gives it and its code of XEP-0086 §3, if it has one.
 * Some clients still read the codes: profanity needs a 404 to know that a contact has no devices for OMEMO.
 */
const CONDITIONS = {
  "bad-request": ["modify", 400],
  conflict: ["cancel", 409],
  "feature-not-implemented": ["cancel", 501],
  forbidden: ["auth", 403],
  gone: ["cancel", 302],
  "internal-server-error": ["cancel", 500],
  "item-not-found": ["cancel", 404],
  "jid-malformed": ["modify", 400],
  "not-acceptable": ["modify", 406],
  "not-allowed": ["cancel", 405],
  "not-authorized": ["auth", 401],
  "policy-violation": ["modify", undefined],
  "recipient-unavailable": ["wait", 404],
  redirect: ["modify", 302],
  "registration-required": ["auth", 407],
  "remote-server-not-found": ["cancel", 404],
  "remote-server-timeout": ["wait", 504],
  "resource-constraint": ["wait", 500],
  "service-unavailable": ["cancel", 503],
  "subscription-required": ["auth", 407],
  "undefined-condition": ["cancel", 500],
  "unexpected-request": ["wait", 400],
} as const satisfies Record<string, readonly [ErrorType, number | undefined]>;

export type StanzaErrorCondition = keyof typeof CONDITIONS;

export const isStanzaErrorCondition = (name: string): name is StanzaErrorCondition => Object.hasOwn(CONDITIONS, name);

export interface StanzaErrorDetails {
  /** A sentence for the sender. */
  readonly text?: string;
  /** Where a XEP asks for another type than RFC 6120 gives. */
  readonly type?: ErrorType;
  /** Of "gone" and "redirect": the new address (§8.3.3.5). */
  readonly uri?: string;
  /** An application-specific condition (§8.3.4): its element's name and namespace. */
  readonly application?: ApplicationCondition;
}

/** `attributes` are those beside the namespace; `children` are elements of the same namespace, by name, with their texts. */
export interface ApplicationCondition {
  readonly name: string;
  readonly xmlns: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: Readonly<Record<string, string>>;
}

export class StanzaError extends Error {
  readonly condition: StanzaErrorCondition;
  readonly type: ErrorType;
  /** XEP-0086; undefined where the condition has none. */
  readonly code: number | undefined;
  readonly text: string | undefined;
  readonly application: ApplicationCondition | undefined;
  readonly uri: string | undefined;

  constructor(condition: StanzaErrorCondition, details: StanzaErrorDetails = {}) {
    super(details.text ?? condition);
    this.condition = condition;
    const [type, code] = CONDITIONS[condition];
    this.type = details.type ?? type;
    this.code = code;
    this.text = details.text;
    this.application = details.application;
    this.uri = details.uri;
  }
}
