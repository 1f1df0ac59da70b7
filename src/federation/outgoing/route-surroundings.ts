/** What a route is given. */
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { StanzaError } from "../../stanza-error.ts";
import type { DomainPair } from "../domain-pair.ts";
import type { QueueLoad } from "./load.ts";
import type { OutgoingStanza } from "./outgoing-stanza.ts";
import type { QueueStore } from "./queue-store.ts";
import type { ConnectResult, ResumableState } from "./resumable-state.ts";

export interface RouteDeps {
  /** `owner` is for whom it is done: others have their turn. Rejects with Unreachable. */
  readonly connect: (
    pair: DomainPair,
    former: ResumableState | undefined,
    signal: AbortSignal,
    owner: string,
  ) => Promise<ConnectResult>;
  readonly store: QueueStore;
  /** Takes it out of the store, and tells its sender. */
  readonly bounce: (pair: DomainPair, item: OutgoingStanza, error: StanzaError) => void;
  /** A new unguessable id. */
  readonly id: () => string;
  readonly load: QueueLoad;
  readonly queueTime: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Logger;
}
