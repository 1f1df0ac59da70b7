/** RFC 6120 §4.9: stream errors. */

export const NS_STREAM_ERRORS = "urn:ietf:params:xml:ns:xmpp-streams";

export type StreamErrorCondition =
  | "bad-format"
  | "bad-namespace-prefix"
  | "conflict"
  | "connection-timeout"
  | "host-gone"
  | "host-unknown"
  | "improper-addressing"
  | "internal-server-error"
  | "invalid-from"
  | "invalid-namespace"
  | "invalid-xml"
  | "not-authorized"
  | "not-well-formed"
  | "policy-violation"
  | "remote-connection-failed"
  | "reset"
  | "resource-constraint"
  | "restricted-xml"
  | "see-other-host"
  | "system-shutdown"
  | "undefined-condition"
  | "unsupported-encoding"
  | "unsupported-feature"
  | "unsupported-stanza-type"
  | "unsupported-version";

/** An application-specific condition (§4.9.4), with its namespace among the attributes. */
export interface ApplicationCondition {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
}

export class StreamError extends Error {
  readonly condition: StreamErrorCondition;
  readonly text: string | undefined;
  readonly application: ApplicationCondition | undefined;

  /** `text` is a sentence for the person who reads the client's log. */
  constructor(condition: StreamErrorCondition, text?: string, application?: ApplicationCondition) {
    super(text ?? condition);
    this.condition = condition;
    this.text = text;
    this.application = application;
  }
}

/** What was thrown, as a StreamError: anything else becomes internal-server-error, with what was thrown as its `cause`. */
export function asStreamError(thrown: unknown): StreamError {
  if (thrown instanceof StreamError) return thrown;
  const error = new StreamError("internal-server-error");
  error.cause = thrown;
  return error;
}
