/** The interface of a connection, accepted or dialled, in plaintext or under TLS, and its limits. */
import type { Rate } from "./rate-limit.ts";

export interface Connection {
  /** In its canonical form: `192.0.2.1` also on an IPv6 socket. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  /** Undefined in plaintext and until the handshake is done. */
  readonly tls: TlsInfo | undefined;
  /**
   * Sends in order. All that is sent in one tick is one write at its end; what the kernel does not accept is kept.
   * When more than `unsentBytes` is kept, the connection is cut: closed("overflow"). Ignored once the connection ends.
   */
  send(data: string | Uint8Array): void;
  /** Writes now what was sent in this tick. */
  flush(): void;
  /** Bytes that were sent and that the kernel has not accepted yet. */
  readonly unsent: number;
  /** Calls back in a later tick, when the kernel has accepted all that was sent; never if the connection closes before. */
  whenDrained(callback: () => void): void;
  /**
   * Starts TLS once everything sent before has left, as the server where the connection was accepted and as the client where it
   * was dialled. Plaintext that arrives after this call is dropped (RFC 6120 §5.4.3.3); what is sent after it waits for the
   * handshake. `secured()` follows, or `closed()`.
   */
  startTls(): void;
  /** The peer is authenticated: it no longer counts as a pending connection. */
  authenticated(): void;
  /** Stops reading; data that was read already may still arrive. */
  pause(): void;
  resume(): void;
  /** Sends what is left, then close_notify and FIN; cut when the peer has not closed within `closeTimeoutMs`. */
  end(): void;
  /** Closes at once; nothing more is sent. */
  destroy(): void;
}

export interface TlsInfo {
  readonly version: "TLSv1.2" | "TLSv1.3";
  /** SNI (RFC 6066 §3). */
  readonly serverName: string | undefined;
  readonly alpn: string | undefined;
  /** tls-exporter (RFC 9266), 32 bytes; undefined before TLS 1.3 and once the connection is closed. */
  exporter(): Uint8Array | undefined;
  /** tls-server-end-point (RFC 5929 §4) of the certificate served here; undefined where RFC 5929 defines none. */
  readonly endPoint: Uint8Array | undefined;
  /**
   * The certificates of the peer, in DER, the leaf first, not verified. Empty where it sent none or was not asked for one.
   */
  readonly peerChain: readonly Uint8Array[];
}

/** Why a connection closed, where neither end closed it in order. */
export type CloseReason =
  | "overflow"
  | "handshake-failed"
  | "handshake-timeout"
  | "tls-failed"
  | "reset"
  | "internal-error";

export interface ConnectionHandler {
  /** The TLS handshake is done: `connection.tls` is set. */
  secured?(): void;
  /** Never empty; the handler may keep the bytes. */
  data(bytes: Uint8Array): void;
  /** Called exactly once and last; never from within a call of the connection's methods. */
  closed(reason?: CloseReason): void;
}

/** The limits of one connection. */
export interface TcpLimits {
  /** Bytes that are kept for a peer that does not read. */
  readonly unsentBytes: number;
  /** Milliseconds for a TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** Milliseconds that `end` waits for the peer to close, too. */
  readonly closeTimeoutMs: number;
  /** Milliseconds without data after which TCP keep-alive probes the peer. Infinity: never. */
  readonly idleMs: number;
  /** Bytes that are read from the peer; undefined: as fast as it sends. */
  readonly reading: Rate | undefined;
}

export const DEFAULT_LIMITS: TcpLimits = {
  unsentBytes: 4_000_000,
  handshakeTimeoutMs: 10_000,
  closeTimeoutMs: 5_000,
  idleMs: 900_000,
  reading: undefined,
};
