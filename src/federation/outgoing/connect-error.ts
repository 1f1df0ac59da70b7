/** Why another server could not be reached: what senders are told (RFC 6120 §8.3.3), and what reports say. */
import { DialError } from "../../net/dial-error.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import { NegotiationError } from "../../stream/negotiation-error.ts";
import type { FailureKind, FailureReason } from "../report.ts";

export class ConnectError extends Error {
  override readonly name = "ConnectError";
  readonly condition: StanzaErrorCondition;
  /** Whether DNS or the other server has said so: waiting would not help, and senders are told at once. */
  readonly isFinal: boolean;
  readonly failureReason: FailureReason | undefined;

  /** `text`: a sentence for people, without a capital and without a full stop. */
  constructor(condition: StanzaErrorCondition, isFinal: boolean, text: string, failureReason?: FailureReason) {
    super(text);
    this.condition = condition;
    this.isFinal = isFinal;
    this.failureReason = failureReason;
  }
}

/** The error for the sender of a stanza to `domain`. */
export const stanzaErrorFor = ({ condition, message }: ConnectError, domain: string): StanzaError =>
  new StanzaError(condition, { text: `${domain} cannot be reached: ${message}` });

/** What a failed attempt with one machine ("xmpp.example:5269") threw, as a ConnectError; throws any other error on, as a bug. */
export function connectErrorFrom(error: unknown, target: string): ConnectError {
  if (error instanceof ConnectError) return error;
  if (error instanceof NegotiationError) return fromNegotiation(error);
  if (!(error instanceof DialError)) throw error;
  // RFC 6120 §8.3.3.16: DNS has said that there is no such machine, or one of a private network.
  const isFinal = error.reason === "not-public" || (error.step === "dns" && error.reason === "absent");
  const condition = isFinal ? "remote-server-not-found" : "remote-server-timeout";
  return new ConnectError(condition, isFinal, dialSentence(error, target), dialFailureReason(error));
}

/** RFC 6120 §4.9.3: the stream errors that another attempt would meet again. */
const FINAL_STREAM_ERRORS: Readonly<Record<string, StanzaErrorCondition>> = {
  "host-unknown": "remote-server-not-found",
  "host-gone": "remote-server-not-found",
  "not-authorized": "remote-server-timeout",
  "unsupported-version": "remote-server-timeout",
};

/** Problems that the next attempt may not meet. */
const TRANSIENT_PROBLEMS: ReadonlySet<string> = new Set(["lost", "timeout", "protocol"]);

function fromNegotiation(error: NegotiationError): ConnectError {
  const { problem, condition = "", message } = error;
  const reason = negotiationFailureReason(error);
  if (TRANSIENT_PROBLEMS.has(problem) || error.isTemporary)
    return new ConnectError("remote-server-timeout", false, message, reason);
  if (problem === "stream-error") {
    const stanzaCondition = FINAL_STREAM_ERRORS[condition] ?? "remote-server-timeout";
    return new ConnectError(stanzaCondition, condition in FINAL_STREAM_ERRORS, message, reason);
  }
  // XEP-0220 §2.1.1: what waits goes back to its senders, with one of these.
  const stanzaCondition = problem === "dialback-invalid" ? "internal-server-error" : "remote-server-timeout";
  return new ConnectError(stanzaCondition, true, message, reason);
}

const DIAL_FAILURES: Readonly<Record<string, FailureKind>> = {
  refused: "refused",
  unreachable: "unreachable",
  timeout: "unanswered",
  "not-public": "private-address",
};

/** Why there is no connection. */
function dialFailureReason({ step, reason, address }: DialError): FailureReason {
  if (step === "dns") return reason === "absent" ? { kind: "no-address" } : { kind: "dns", detail: reason };
  if (step === "tls") return { kind: "tls", detail: reason };
  return { kind: DIAL_FAILURES[reason] ?? "closed", detail: address };
}

/** Why there is a connection and no stream. */
function negotiationFailureReason({ problem, condition }: NegotiationError): FailureReason {
  if (problem === "lost") return { kind: "closed" };
  if (problem === "timeout") return { kind: "unanswered" };
  return { kind: problem, detail: condition };
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
