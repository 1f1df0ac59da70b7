/** XEP-0198 §5: a stream of ours that has lost its connection, as far as another one can go on from it. */
import { SentCounter } from "../../stream/stream-management.ts";
import type { Link } from "./link.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import type { Resumable } from "./waiting-stanzas.ts";

export interface Former extends Resumable {
  readonly count: SentCounter;
  /** The peer claims of it what cannot be: nothing goes on from it. */
  isRefuted?: true;
}

/** A stream that is ready. */
export interface Opened {
  readonly link: Link;
  /** It goes on from the former one: what has not arrived is sent again, and nothing else. */
  readonly isResumed: boolean;
  /** The last of the former one's stanzas that have arrived, by its number; undefined where that is not known. */
  readonly handled: number | undefined;
}

/** Of a former life of this server: of what was sent, `sent` is what had to be kept. */
export const revived = (stream: Resumable, [first]: readonly OutgoingStanza[]): Former => ({
  ...stream,
  count: countAround(first?.number ?? 1),
});

/** The number of the last stanza that has arrived, by the peer's `h`; `first` is the first that had to be kept. */
export const handledOf = ({ number }: OutgoingStanza, h: number): number | undefined =>
  countAround(number).acknowledge(h);

/** What was not kept is missing among the numbers, before the first and behind the last: `h` may be on either side of it. */
const countAround = (first: number): SentCounter =>
  new SentCounter({ sent: Number.POSITIVE_INFINITY, acknowledged: first - 1 - 2 ** 31 });
