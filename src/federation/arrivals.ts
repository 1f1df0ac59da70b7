/** What another server sends over a stream of either direction, once it is known who speaks. */
import type { Element } from "ltx";
import type { Pairs } from "./pair.ts";

/** A stream, as far as it is read from. */
export interface Source {
  /** What it has been verified for. */
  readonly pairs: Pairs;
  /** Of what the peer sends, where its header says so (RFC 6120 §4.7.4). */
  readonly language: string | undefined;
  /** Stops reading, and goes on: the peer is too fast. */
  pause(): void;
  resume(): void;
}

export interface Arrivals {
  /**
   * Hands a stanza on to the router, or answers it with what is wrong about it, over the way that leads back.
   * Throws StreamError: unsupported-stanza-type, improper-addressing, invalid-from, host-unknown, policy-violation.
   */
  take(stanza: Element, source: Source): void;
}
