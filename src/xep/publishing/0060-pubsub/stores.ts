/** The stores of all nodes, whatever their service. */
import type { Database } from "../../../store/database.ts";
import { type Affiliations, openAffiliations } from "./affiliations.ts";
import { type Items, openItems } from "./items.ts";
import { type Nodes, openNodes } from "./nodes.ts";
import { openSubscriptions, type Subscriptions } from "./subscriptions.ts";

export interface Stores {
  readonly nodes: Nodes;
  readonly items: Items;
  readonly affiliations: Affiliations;
  readonly subscriptions: Subscriptions;
}

/** `now`: milliseconds since 1970. */
export const openStores = (db: Database, now: () => number): Stores => ({
  nodes: openNodes(db),
  items: openItems(db, now),
  affiliations: openAffiliations(db),
  subscriptions: openSubscriptions(db),
});
