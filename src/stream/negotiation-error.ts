/** Why a stream that we opened to another server never became one. */

export type NegotiationProblem =
  /** The connection broke, or the peer ended its stream without a word. */
  | "lost"
  /** The peer does not answer. */
  | "timeout"
  /** RFC 6120 §4.9: the peer's stream error; `condition` is it. */
  | "stream-error"
  /** The peer says what cannot be understood, or is not its turn to say; `condition` is the stream error it was told. */
  | "protocol"
  | "no-tls"
  | "certificate"
  /** Neither SASL EXTERNAL nor dialback is offered, or the peer refuses what it offers. */
  | "authentication"
  /** XEP-0220 §2.1.1: our key was found to be wrong. */
  | "dialback-invalid"
  /** XEP-0220 §2.4: the peer could not find out; `condition` is the stanza error. */
  | "dialback-error";

export class NegotiationError extends Error {
  override readonly name = "NegotiationError";
  readonly problem: NegotiationProblem;
  readonly condition: string | undefined;

  /** `text`: a sentence for people, without a capital and without a full stop. */
  constructor(problem: NegotiationProblem, text: string, condition?: string) {
    super(text);
    this.problem = problem;
    this.condition = condition;
  }
}
