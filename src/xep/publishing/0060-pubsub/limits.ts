/** How much one entity may have at a pubsub service: the options of both kinds of service, and the check of the storage. */
import { integer, size } from "../../../options.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Node, Nodes, StorageUsage } from "./nodes.ts";

/** Items that one request publishes or retracts. */
export const MAX_ITEMS_PER_REQUEST = 200;

const BOUNDS = { min: 1, max: 1_000_000_000 };

export const limitOptions = {
  max_nodes: integer(1000, "How many nodes one account may have.", BOUNDS),
  max_items: integer(10_000, "How many items one node may have.", BOUNDS),
  max_item_size: size("256kB", "The longest payload of an item."),
  max_storage: size(
    "20MB",
    "The room for all nodes of one account, with their items and affiliations; a tenth of it more for those who subscribe to them.",
  ),
  max_subscriptions: integer(1000, "To how many nodes one account may subscribe.", BOUNDS),
} as const;

/** How much one creator may have at one service: the values of `limitOptions`. */
export type Limits = Readonly<Record<keyof typeof limitOptions, number>>;

interface Storage {
  readonly nodes: Pick<Nodes, "usage">;
  readonly host: { readonly limits: Pick<Limits, "max_storage"> };
}

/**
 * Throws StanzaError resource-constraint where a node's creator has more stored than max_storage, and more than `before`:
 * whoever has too much may still remove something.
 */
export function checkStorage({ nodes, host }: Storage, { service, creator }: Node, before: StorageUsage): void {
  const { bytes } = nodes.usage(service, creator);
  if (bytes > host.limits.max_storage && bytes > before.bytes)
    throw new StanzaError("resource-constraint", {
      text: "there is no more room for nodes and items: remove some, or ask the administrator for more (max_storage)",
    });
}
