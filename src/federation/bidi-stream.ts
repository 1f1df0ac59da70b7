/** XEP-0288: a stream that another server has opened, as the side that sends over it sees it. */
import type { Element } from "ltx";
import type { StreamError } from "../stream-error.ts";
import type { DomainPair } from "./domain-pair.ts";

/** XEP-0198 §5: the <resume/> of a peer: of the stream `previd` it has handled `h` stanzas (modulo 2^32). */
export interface ResumeRequest {
  readonly previd: string;
  readonly h: number;
}

/** How the number of a stanza in its stream is stored, where the stream is resumable. */
export interface StoredNumber {
  /** The size of the stanza as it is sent. */
  readonly bytes: number;
  /** Writes the number of the stanza (the first one's is 1), in the transaction of this tick. */
  readonly store: (number: number) => void;
  readonly afterCommit: (callback: () => void) => void;
}

export interface BidiStream {
  /**
   * Whether the peer acknowledges what it receives (XEP-0198 §4). It may begin to at any time, for what is sent from then
   * on, and never stops.
   */
  readonly isManaged: boolean;
  /** Whether the peer may resume the stream (XEP-0198 §5). */
  readonly isResumable: boolean;
  /** It has lost its connection: what is sent waits until the peer resumes it, if it ever does. */
  readonly isDetached?: boolean;
  /** The id for resumption; undefined where the stream is not resumable. */
  readonly id?: string | undefined;
  /** The peer's <resume/> for a stream of before a restart of this server, which was refused. */
  readonly resumeRequest?: ResumeRequest | undefined;
  /**
   * Sends a stanza, in order; ignored after `removeBidiStream`. With a `number` it leaves once that is committed.
   * `confirmed` is called once the peer has acknowledged it: in the order of sending, and only for what was sent while
   * `isManaged`. While a resumable stream has no connection, what is sent waits for its resumption.
   */
  send(stanza: Element, confirmed: () => void, number?: StoredNumber): void;
  /** Calls back when all that was sent has left; never if the stream ends before. */
  whenDrained(callback: () => void): void;
  /** Ends the stream in good order, once all that was sent has left. */
  end(reason: StreamError): void;
}

/** The sending side: it is told which streams of other servers it may use for which pairs. */
export interface BidiStreams {
  /** From now on stanzas of the pair may go over this stream. Called once for a pair and a stream. */
  addBidiStream(pair: DomainPair, stream: BidiStream): void;
  /** The stream has ended: of what it was given, only what was confirmed is known to have arrived. */
  removeBidiStream(pair: DomainPair, stream: BidiStream): void;
}
