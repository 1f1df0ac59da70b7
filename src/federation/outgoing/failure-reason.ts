/** What stands between this server and another one, as data: sentences and remedies are made of it in each language. */
import type { DialError } from "../../net/dial-error.ts";
import type { NegotiationError } from "../../stream/negotiation-error.ts";

export interface FailureReason {
  readonly kind: FailureKind;
  /**
   * More exactly, where there is more to say: why DNS or TLS failed, what is wrong with the certificate (trust/verdict.ts),
   * the condition of an error, the address that was tried. What the other server says is no longer than 50 characters.
   */
  readonly detail?: string | undefined;
}

export type FailureKind =
  /** Our own configuration excludes it; `detail` is why, in English. */
  | "policy"
  /** DNS does not know the domain. */
  | "no-such-domain"
  /** Its DNS records say that it takes no part (RFC 2782: the target "."). */
  | "no-service"
  /** DNS could not be asked. */
  | "dns"
  /** The machine that is named has no address. */
  | "no-address"
  /** It is at an address of this machine or its network, where nobody is called. */
  | "private-address"
  /** Nobody listens there. */
  | "refused"
  | "unreachable"
  /** Whatever was said or asked, no answer came in time. */
  | "unanswered"
  /** The connection was closed or broke. */
  | "closed"
  /** The TLS handshake failed. */
  | "tls"
  | "no-tls"
  | "certificate"
  /** It ended the stream with an error (RFC 6120 §4.9). */
  | "stream-error"
  /** It said what cannot be understood, or is out of turn. */
  | "protocol"
  /** It offers no way to prove who we are; with a `detail` it refused the one that it offered (SASL EXTERNAL). */
  | "authentication"
  /** XEP-0220 §2.1.1: it asked the server that it believes to be ours, which knew nothing of our key. */
  | "dialback-invalid"
  /** XEP-0220 §2.4: it could not ask. */
  | "dialback-error";

const DIAL_FAILURES: Readonly<Record<string, FailureKind>> = {
  refused: "refused",
  unreachable: "unreachable",
  timeout: "unanswered",
  "not-public": "private-address",
};

/** Why there is no connection. */
export function dialFailureReason({ step, reason, address }: DialError): FailureReason {
  if (step === "dns") return reason === "absent" ? { kind: "no-address" } : { kind: "dns", detail: reason };
  if (step === "tls") return { kind: "tls", detail: reason };
  return { kind: DIAL_FAILURES[reason] ?? "closed", detail: address };
}

/** Why there is a connection and no stream. */
export function negotiationFailureReason({ problem, condition }: NegotiationError): FailureReason {
  if (problem === "lost") return { kind: "closed" };
  if (problem === "timeout") return { kind: "unanswered" };
  return { kind: problem, detail: condition };
}
