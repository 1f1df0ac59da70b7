/** Connects to a server: addresses raced (RFC 8305), then TLS where it is direct, each step within its time. */
import type { Logger } from "../log.ts";
import type { Clock } from "./clock.ts";
import type { CloseReason, Connection, ConnectionHandler } from "./connection.ts";
import type { Rate } from "./rate-limit.ts";
import type { Resolver, Unasked } from "./resolver.ts";
import type { Target } from "./server-targets.ts";
import type { CertificatePem } from "./tls-context.ts";

export interface DialLimits {
  /** Milliseconds for one address to take the connection. */
  readonly connectMs: number;
  /** Milliseconds for a TLS handshake, also that of `startTls`. */
  readonly handshakeMs: number;
  /** Bytes that may wait for a peer that does not read. */
  readonly unsentBytes: number;
  /** Milliseconds that `end` waits for the peer to close, too. */
  readonly closeMs: number;
  /** Milliseconds of silence after which the peer is probed. Infinity is never. */
  readonly idleMs: number;
  /** Bytes that the peer may say; it is read from no faster. Undefined is any number. */
  readonly reading: Rate | undefined;
}

export interface DialOptions {
  /** Asked for the addresses of a host that is a name; its own time limit holds. */
  readonly resolver: Resolver;
  /** SNI, in A-labels: the domain that is meant, not the host that SRV names (RFC 6120 §13.7.2.1). */
  readonly serverName: string;
  /** Shown to a server that asks for one. */
  readonly certificate?: CertificatePem | undefined;
  /** ALPN under direct TLS; "xmpp-server" by default. */
  readonly alpn?: string;
  /**
   * What to do with the connection once it stands: in plaintext for "starttls", after the handshake (`connection.tls` is
   * set, `secured` is not called) for "direct". Nobody hears of it where that fails.
   */
  readonly accept: (connection: Connection) => ConnectionHandler;
  readonly log: Logger;
  readonly limits?: Partial<DialLimits>;
  readonly clock?: Clock;
  /** Gives up at once: rejects with the step under way and "aborted". Nothing is heeded once the connection stands. */
  readonly signal?: AbortSignal | undefined;
}

export type DialReason =
  /** The host has no address. */
  | "absent"
  | Unasked
  /** Nobody listens. */
  | "refused"
  | "unreachable"
  | "timeout"
  | "reset"
  | CloseReason
  | "closed"
  | "aborted";

/** Why there is no connection. */
export class DialError extends Error {
  override readonly name = "DialError";
  readonly step: "dns" | "tcp" | "tls";
  readonly reason: DialReason;
  /** The address that was tried last, where there was one. */
  readonly address: string | undefined;

  constructor(step: DialError["step"], reason: DialReason, address?: string) {
    super(`${step}: ${reason}${address === undefined ? "" : ` (${address})`}`);
    this.step = step;
    this.reason = reason;
    this.address = address;
  }
}

/** Rejects with DialError. */
export declare function dial(target: Target, options: DialOptions): Promise<Connection>;
