/** The stores of all nodes, whatever their service. */
import type { Server } from "../../../server/module.ts";
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

export const openStores = ({ db, now, isClockDoubtful }: Pick<Server, "db" | "now" | "isClockDoubtful">): Stores => ({
  nodes: openNodes(db),
  items: openItems(db, now, isClockDoubtful),
  affiliations: openAffiliations(db),
  subscriptions: openSubscriptions(db),
});
