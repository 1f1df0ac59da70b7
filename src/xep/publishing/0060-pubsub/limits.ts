/** How much one entity may have at a pubsub service: options of both kinds of service. */
import { integer, size } from "../../../options.ts";

/** Items that one request publishes or retracts. */
export const MAX_ITEMS_PER_REQUEST = 200;

const LIMIT_RANGE = { min: 1, max: 1_000_000_000 };

export const limitOptions = {
  max_nodes: integer(1000, "How many nodes one account may have.", LIMIT_RANGE),
  max_items: integer(10_000, "How many items one node may have.", LIMIT_RANGE),
  max_item_size: size("256kB", "The longest payload of an item."),
  max_storage: size(
    "20MB",
    "The room for all nodes of one account, with their items and affiliations; a tenth of it more for those who subscribe to them.",
  ),
  max_subscriptions: integer(1000, "To how many nodes one account may subscribe.", LIMIT_RANGE),
} as const;
