/** One connection, accepted or dialled, in plaintext or under TLS, as the layers above see it. */
import type { Rate } from "./rate-limit.ts";

export interface Connection {
  /** In one spelling: `192.0.2.1` also where the listener's socket is an IPv6 one. */
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly localPort: number;
  /** Undefined in plaintext and until the handshake is done. */
  readonly tls: TlsInfo | undefined;
  /**
   * Sends in order. What is sent in one tick is one write at its end; what the kernel does not take waits.
   * When more than the bound waits, the connection is cut: closed("overflow"). Ignored once it ends.
   */
  send(data: string | Uint8Array): void;
  /** Writes now what this tick has sent, without waiting for its end. */
  flush(): void;
  /** How many bytes of what was sent the system has not taken yet. */
  readonly unsent: number;
  /** Calls back in a later tick, when the system has taken all that was sent; never if the connection closes before. */
  whenDrained(callback: () => void): void;
  /**
   * Becomes TLS, as the server where it was accepted and as the client where it was dialled, once everything sent before
   * has left. Plaintext that arrives after this call is dropped (RFC 6120 §5.4.3.3); what is sent after it waits for the
   * handshake. `secured()` follows, or `closed()`.
   */
  startTls(): void;
  /** The peer is known: its place among the connections not yet authenticated is free again. */
  authenticated(): void;
  /** Stops reading; what has been read already may still arrive. */
  pause(): void;
  resume(): void;
  /** Sends what waits, then close_notify and FIN; cut when the peer has not closed within the time limit. */
  end(): void;
  /** Cuts at once; nothing more is sent. */
  destroy(): void;
}

export interface TlsInfo {
  readonly version: "TLSv1.2" | "TLSv1.3";
  /** What the client asked for by SNI. */
  readonly serverName: string | undefined;
  readonly alpn: string | undefined;
  /** tls-exporter (RFC 9266), 32 bytes; undefined before TLS 1.3 and once the connection is closed. */
  exporter(): Uint8Array | undefined;
  /** tls-server-end-point (RFC 5929 §4) of the certificate served here; undefined where it is not defined for it. */
  readonly endPoint: Uint8Array | undefined;
  /**
   * The certificates that the peer showed, in DER, the leaf first. Nobody has verified them. Empty where it showed none or
   * was not asked for any.
   */
  readonly peerChain: readonly Uint8Array[];
}

/** Why a connection closed, where it was not simply closed by one of its ends. */
export type CloseReason =
  | "overflow"
  | "handshake-failed"
  | "handshake-timeout"
  | "tls-failed"
  | "reset"
  | "internal-error";

export interface ConnectionHandler {
  /** The handshake is done: `connection.tls` tells about it. */
  secured?(): void;
  /** Never empty; the bytes may be kept. */
  data(bytes: Uint8Array): void;
  /** Exactly once and last of all; never from within a call of the connection's methods. */
  closed(reason?: CloseReason): void;
}

/** The limits of one connection. */
export interface TcpLimits {
  /** Bytes that may wait for a peer that does not read. */
  readonly unsentBytes: number;
  /** Milliseconds for a TLS handshake. */
  readonly handshakeTimeoutMs: number;
  /** Milliseconds that `end` waits for the peer to close, too. */
  readonly closeTimeoutMs: number;
  /** Milliseconds of silence after which the peer is probed: one that is gone is noticed. Infinity is never. */
  readonly idleMs: number;
  /** Bytes that the peer may say; it is read from no faster. Undefined is any number. */
  readonly reading: Rate | undefined;
}

export const DEFAULT_LIMITS: TcpLimits = {
  unsentBytes: 4_000_000,
  handshakeTimeoutMs: 10_000,
  closeTimeoutMs: 5_000,
  idleMs: 900_000,
  reading: undefined,
};
