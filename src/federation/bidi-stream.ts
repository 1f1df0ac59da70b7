/** XEP-0288: a stream that another server opened, as far as what we send goes over it too. */
import type { Element } from "ltx";
import type { StreamError } from "../stream-error.ts";
import type { DomainPair } from "./domain-pair.ts";

/** What a peer says when it comes back after all: of the stream of this id, it has handled so many stanzas (modulo 2^32). */
export interface ResumeRequest {
  readonly previd: string;
  readonly h: number;
}

/** What has to be remembered of a stanza before it leaves, where a stream can be resumed. */
export interface StoredNumber {
  readonly bytes: number;
  /** The how many-th stanza of the stream it is: kept with this tick. */
  readonly store: (number: number) => void;
  readonly afterCommit: (callback: () => void) => void;
}

export interface BidiStream {
  /**
   * Whether the peer tells what has reached it (XEP-0198 §4). It may begin to at any time, for what is sent from then on,
   * and never stops.
   */
  readonly isManaged: boolean;
  /** Whether the peer may come back for what has not reached it (XEP-0198 §5). */
  readonly isResumable: boolean;
  /** Under which it may; undefined where it may not. */
  readonly id?: string | undefined;
  /** Of a stream that this process does not know any more. */
  readonly resumeRequest?: ResumeRequest | undefined;
  /**
   * Sends a stanza, in order. `confirmed` is called once the peer has acknowledged it: in the order of sending, and only for
   * what was sent while `isManaged`. Ignored after `release`. While the peer has lost its connection and may come back
   * (XEP-0198 §5), what is sent waits and reaches it then.
   */
  send(stanza: Element, confirmed: () => void, remembered?: StoredNumber): void;
  /** Calls back when all that was sent has left; never if the stream ends before. */
  drained(callback: () => void): void;
  /** Ends the stream in good order, once all that was sent has left. */
  end(reason: StreamError): void;
}

/** Who sends to other servers, told which streams of theirs take what is meant for them. */
export interface BidiStreams {
  /** From now on what goes from `pair.local` to `pair.remote` may go over this. Called once for a pair and a carrier. */
  addBidiStream(pair: DomainPair, carrier: BidiStream): void;
  /** It is gone: of what it was given, only what was confirmed is known to have arrived. */
  removeBidiStream(pair: DomainPair, carrier: BidiStream): void;
}
