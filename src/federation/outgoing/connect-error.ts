/** Why another server could not be reached: what senders are told (RFC 6120 §8.3.3), and people. */
import { DialError } from "../../net/dial-error.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import { NegotiationError } from "../../stream/negotiation-error.ts";
import { dialFailureReason, type FailureReason, negotiationFailureReason } from "./failure-reason.ts";

export class ConnectError extends Error {
  override readonly name = "Unreachable";
  readonly condition: StanzaErrorCondition;
  /** Somebody has said so: waiting would not help, and senders are told at once. */
  readonly isFinal: boolean;
  readonly failureReason: FailureReason | undefined;

  /** `text`: a sentence for people, without a capital and without a full stop. */
  constructor(condition: StanzaErrorCondition, isFinal: boolean, text: string, obstacle?: FailureReason) {
    super(text);
    this.condition = condition;
    this.isFinal = isFinal;
    this.failureReason = obstacle;
  }
}

/** What a sender gets to read. */
export const stanzaErrorFor = ({ condition, message }: ConnectError, domain: string): StanzaError =>
  new StanzaError(condition, { text: `${domain} cannot be reached: ${message}` });

/** What became of an attempt with one machine; whatever else is thrown is a mistake of ours, and thrown on. */
export function connectErrorFrom(error: unknown, target: string): ConnectError {
  if (error instanceof ConnectError) return error;
  if (error instanceof DialError && error.reason === "not-public")
    return new ConnectError("remote-server-not-found", true, dialSentence(error, target), dialFailureReason(error));
  if (error instanceof DialError)
    return new ConnectError("remote-server-timeout", false, dialSentence(error, target), dialFailureReason(error));
  if (error instanceof NegotiationError) return negotiationFailure(error);
  throw error;
}

/** RFC 6120 §4.9.3: a server that says these will say them again. */
const FINAL_STREAM_ERRORS: Readonly<Record<string, StanzaErrorCondition>> = {
  "host-unknown": "remote-server-not-found",
  "host-gone": "remote-server-not-found",
  "not-authorized": "remote-server-timeout",
  "unsupported-version": "remote-server-timeout",
};

/** Nobody has said anything: it may be different the next time. */
const TRANSIENT_PROBLEMS: ReadonlySet<string> = new Set(["lost", "timeout", "protocol"]);

function negotiationFailure(error: NegotiationError): ConnectError {
  const { problem, condition = "", message } = error;
  const obstacle = negotiationFailureReason(error);
  if (TRANSIENT_PROBLEMS.has(problem)) return new ConnectError("remote-server-timeout", false, message, obstacle);
  if (problem === "stream-error")
    return new ConnectError(
      FINAL_STREAM_ERRORS[condition] ?? "remote-server-timeout",
      condition in FINAL_STREAM_ERRORS,
      message,
      obstacle,
    );
  // XEP-0220 §2.1.1: what waits goes back to its senders, with one of these.
  const told = problem === "dialback-invalid" ? "internal-server-error" : "remote-server-timeout";
  return new ConnectError(told, true, message, obstacle);
}

function dialSentence({ step, reason, address }: DialError, target: string): string {
  const where = address === undefined ? target : `${target} (${address})`;
  if (step === "dns")
    return reason === "absent" ? `${target} has no address` : `DNS does not answer for ${target}: ${reason}`;
  if (step === "tls") return `the TLS handshake with ${where} failed: ${reason}`;
  if (reason === "not-public")
    return `${where} is of a private network, and this server calls nobody there (federation.private_addresses)`;
  if (reason === "refused") return `nobody listens on ${where}`;
  if (reason === "timeout") return `${where} does not answer`;
  return `no connection to ${where}: ${reason}`;
}
