/** What the way to another server needs of what is around it. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { StanzaError } from "../../stanza-error.ts";
import type { Pair } from "../pair.ts";
import type { Former, Opened } from "./former.ts";
import type { Load } from "./load.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import type { WaitingStanzas } from "./waiting-stanzas.ts";

export interface RouteSurroundings {
  /** `owner` is for whom it is done: others have their turn. Rejects with Unreachable. */
  readonly connect: (pair: Pair, former: Former | undefined, signal: AbortSignal, owner: string) => Promise<Opened>;
  readonly store: WaitingStanzas;
  /** Takes it out of the store, and tells its sender. */
  readonly bounce: (pair: Pair, item: OutgoingStanza, error: StanzaError) => void;
  /** A new unguessable id. */
  readonly id: () => string;
  readonly load: Load;
  readonly queueTime: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Logger;
}
