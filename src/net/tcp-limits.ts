/** What one connection may cost, whichever end began it. */
import type { Rate } from "./rate-limit.ts";

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
