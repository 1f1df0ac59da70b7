/** The stores of all nodes, whatever their service. */
import type { Server } from "../../../server/module.ts";
import { type Affiliations, openAffiliations } from "./affiliations.ts";
import { type Items, openItems } from "./items.ts";
import { type Nodes, openNodes } from "./nodes.ts";
import { openSubscriptions, type Subscriptions } from "./subscriptions.ts";
import { openWaitingEvents, type WaitingEvents } from "./waiting-events.ts";

export interface Stores {
  readonly nodes: Nodes;
  readonly items: Items;
  readonly affiliations: Affiliations;
  readonly subscriptions: Subscriptions;
  readonly waitingEvents: WaitingEvents;
}

export interface StoresDeps extends Pick<Server, "db" | "log" | "now" | "isClockDoubtful"> {
  /** Whether nodes are served at this domain. */
  readonly isServed: (service: string) => boolean;
}

export function openStores({ db, log, now, isClockDoubtful, isServed }: StoresDeps): Stores {
  const nodes = openNodes(db);
  return {
    nodes,
    items: openItems(db, now, isClockDoubtful),
    affiliations: openAffiliations(db),
    subscriptions: openSubscriptions(db),
    waitingEvents: openWaitingEvents({ db, nodes, log, isServed }),
  };
}
