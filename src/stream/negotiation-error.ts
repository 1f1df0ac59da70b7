/** Why the negotiation of a stream to another server has failed. */

export type NegotiationProblem =
  /** The connection broke, or the peer closed its stream without an error. */
  | "lost"
  /** The peer does not answer. */
  | "timeout"
  /** RFC 6120 §4.9: the peer's stream error, whose condition is `condition`. */
  | "stream-error"
  /** The peer breaks the protocol; `condition` is that of the stream error that it was sent. */
  | "protocol"
  | "no-tls"
  | "certificate"
  /** Neither SASL EXTERNAL nor dialback is offered, or the peer refuses both. */
  | "authentication"
  /** XEP-0220 §2.1.1: our key was found to be invalid. */
  | "dialback-invalid"
  /** XEP-0220 §2.4: the peer could not verify our key; `condition` is that of the stanza error. */
  | "dialback-error";

export class NegotiationError extends Error {
  override readonly name = "NegotiationError";
  readonly problem: NegotiationProblem;
  readonly condition: string | undefined;
  /** Whether a later attempt may succeed though nothing is changed: it is the time that is wrong. */
  readonly isTemporary: boolean;

  /** `text`: a sentence for people, without a capital and without a full stop. */
  constructor(problem: NegotiationProblem, text: string, condition?: string, { isTemporary = false } = {}) {
    super(text);
    this.problem = problem;
    this.condition = condition;
    this.isTemporary = isTemporary;
  }
}
