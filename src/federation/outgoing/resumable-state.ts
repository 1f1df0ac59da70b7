/** XEP-0198 §5: a stream of ours that has lost its connection, as far as another one can go on from it. */
import { SentCounter } from "../../stream/stream-management.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import type { StoredOutgoingStream } from "./queue-store.ts";
import type { OutgoingSession } from "./session.ts";

export interface ResumableState extends StoredOutgoingStream {
  readonly sentCounter: SentCounter;
  /** The peer claims of it what cannot be: nothing goes on from it. */
  isInvalid?: true;
}

/** A stream that is ready. */
export interface ConnectResult {
  readonly session: OutgoingSession;
  /** It goes on from the former one: what has not arrived is sent again, and nothing else. */
  readonly isResumed: boolean;
  /** The last of the former one's stanzas that have arrived, by its number; undefined where that is not known. */
  readonly handled: number | undefined;
}

/** Of a former life of this server: of what was sent, `sent` is what had to be kept. */
export const revivedState = (stream: StoredOutgoingStream, [first]: readonly OutgoingStanza[]): ResumableState => ({
  ...stream,
  sentCounter: counterAround(first?.number ?? 1),
});

/** The number of the last stanza that has arrived, by the peer's `h`; `first` is the first that had to be kept. */
export const handledNumber = ({ number }: OutgoingStanza, h: number): number | undefined =>
  counterAround(number).acknowledge(h);

/** What was not kept is missing among the numbers, before the first and behind the last: `h` may be on either side of it. */
const counterAround = (first: number): SentCounter =>
  new SentCounter({ sent: Number.POSITIVE_INFINITY, acknowledged: first - 1 - 2 ** 31 });
