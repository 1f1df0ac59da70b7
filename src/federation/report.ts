/** What is known of the streams to and from other servers, as data: the sentences for people are made elsewhere. */
import type { DomainPair } from "./domain-pair.ts";

/** How a peer has proven its domain: XEP-0178, XEP-0220, or XEP-0220 with a valid certificate in place of the key's verification. */
export type IncomingProof = "external" | "dialback" | "certificate";

/** A stream that another server has opened. */
export interface IncomingReport {
  readonly remoteAddress: string;
  /** The port of this machine that it came to. */
  readonly localPort: number;
  /** "TLSv1.3"; undefined in plaintext. */
  readonly tls: string | undefined;
  /** Undefined as long as nothing is proven. */
  readonly proof: IncomingProof | undefined;
  readonly pairs: readonly DomainPair[];
  /** Whether this server sends over it, too (XEP-0288). */
  readonly isBidirectional: boolean;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The number of the peer's stanzas. */
  readonly received: number;
}

/** How the other server of an outgoing stream is authenticated. */
export type OutgoingProof = "certificate" | "dns";

/** The route of a domain pair. */
export interface OutgoingReport {
  readonly pair: DomainPair;
  readonly state: "connected" | "connecting" | "waiting";
  /** Whether the stream is one that the other server has opened (XEP-0288). */
  readonly isAdopted: boolean;
  /** Undefined in plaintext, and where nothing is connected. */
  readonly tls: "TLSv1.2" | "TLSv1.3" | undefined;
  /** How this server has authenticated; undefined where nothing is connected. */
  readonly authentication: "EXTERNAL" | "dialback" | undefined;
  /** Undefined where the other server is not authenticated. */
  readonly proof: OutgoingProof | undefined;
  readonly address: string | undefined;
  /** Milliseconds since 1970: of the stream, or of the first attempt that failed. */
  readonly since: number;
  /** The number of stanzas that wait, and of those that are sent and not confirmed. */
  readonly queued: number;
  readonly unconfirmed: number;
  /** When the oldest of them was accepted from its sender, in milliseconds since 1970; undefined where there are none. */
  readonly oldest?: number | undefined;
  /** Why the last attempt failed, in a sentence; undefined where it did not. */
  readonly problem: string | undefined;
  /** The same, as data. */
  readonly obstacle?: FailureReason | undefined;
}

export type Step = "dns" | "tcp" | "tls" | "certificate" | "features" | "authentication";

/** One step of a connection attempt, with its result. */
export interface StepReport {
  readonly step: Step;
  readonly ok: boolean;
  /** The machine that is tried, where the step concerns one: "xmpp.example:5269". */
  readonly target?: string;
  /** One sentence: what was found, or what went wrong. */
  readonly text: string;
  /**
   * What was found, as data: "dns" the machines, "tcp" address and port, "tls" the version, "features" their names,
   * "authentication" EXTERNAL or dialback.
   */
  readonly facts?: readonly string[] | undefined;
  /** What went wrong, as data; where the step is `ok` nevertheless, the configuration tolerates it. */
  readonly obstacle?: FailureReason | undefined;
}

/** Why another server could not be reached. */
export interface FailureReason {
  readonly kind: FailureKind;
  /**
   * More detail where there is some: why DNS or TLS failed, what is wrong with the certificate (trust/verdict.ts), the
   * condition of an error, the address that was tried. Text of the other server is at most 50 characters.
   */
  readonly detail?: string | undefined;
}

export type FailureKind =
  /** The configuration excludes it; `detail` is the reason, in English. */
  | "policy"
  /** DNS does not know the domain. */
  | "no-such-domain"
  /** Its DNS records say that there is no service (RFC 2782: the target "."). */
  | "no-service"
  /** DNS gave no answer. */
  | "dns"
  /** The machine that DNS names has no address. */
  | "no-address"
  /** Its address is one of this machine or its network: no connection is made to these. */
  | "private-address"
  /** Nothing listens there. */
  | "refused"
  | "unreachable"
  /** There was no answer in time, at whatever step. */
  | "unanswered"
  /** The connection was closed or broke. */
  | "closed"
  /** The TLS handshake failed. */
  | "tls"
  | "no-tls"
  | "certificate"
  /** It ended the stream with an error (RFC 6120 §4.9). */
  | "stream-error"
  /** It sent something malformed or out of turn. */
  | "protocol"
  /** It offers no mechanism by which this server can authenticate; with a `detail` it refused the one offered (SASL EXTERNAL). */
  | "authentication"
  /** XEP-0220 §2.1.1: the authoritative server that it asked does not know our key. */
  | "dialback-invalid"
  /** XEP-0220 §2.4: it could not ask the authoritative server. */
  | "dialback-error";
