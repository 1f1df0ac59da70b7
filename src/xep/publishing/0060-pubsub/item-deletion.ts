/** XEP-0060 §7.2, §8.5: items are retracted, purged and trimmed. */
import { NS_PUBSUB } from "../../../namespaces.ts";
import { nowOrInTurns } from "../../../server/in-turns.ts";
import type { Reply } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { booleanIn } from "../../kit/0004-data-forms.ts";
import { mayDelete } from "./affiliations.ts";
import { type Engine, nodeOf } from "./engine.ts";
import { MAX_ITEMS_PER_REQUEST } from "./limits.ts";
import type { Node } from "./nodes.ts";
import { refused, unsupported } from "./protocol.ts";
import type { RequestHandler } from "./request.ts";

/** Items that are removed in one step: each may be long. */
const ITEMS_PER_STEP = 20;
/** Of which so many are done at once, the others in turns. */
export const STEPS_AT_ONCE = 5;
/** ItemIDs of a purged or deleted node that the host is given. */
export const MAX_NAMED = 1000;

/** §7.2: retracts all of the items, or none where one is refused. */
export const retract =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = nodeOf(engine, request);
    const ids = request.element.getChildren("item", NS_PUBSUB).map(({ attrs }): string | undefined => attrs.id);
    const named = ids.filter((id) => id !== undefined && id !== "") as string[];
    if (ids.length === 0 || named.length < ids.length) throw refused("bad-request", "item-required");
    if (!node.config.persist_items) throw unsupported("persistent-items");
    if (named.length > MAX_ITEMS_PER_REQUEST)
      throw new StanzaError("not-acceptable", { text: `at most ${MAX_ITEMS_PER_REQUEST} items at a time` });
    engine.events.checkCapacity(node);
    for (const id of named) removeItem(engine, node, id, request.from.bare);
    const isNotified = booleanIn(request.element.attrs.notify) || node.config.notify_retract;
    if (isNotified) engine.notifications.retracted(node, named);
    engine.host.onRemoved?.(node, named);
    return undefined;
  };

/** §4.1: owners and publishers remove any item, others their own. */
function removeItem({ items, affiliations }: Engine, node: Node, id: string, account: string): void {
  const affiliation = affiliations.get(node, account);
  const publisher = items.publisherOf(node, id);
  const mayRemove = mayDelete(affiliation) || (affiliation !== "outcast" && publisher === account);
  if (!mayRemove) throw new StanzaError("forbidden");
  if (publisher === undefined) throw new StanzaError("item-not-found");
  items.remove(node, id);
}

/** §8.5: removes the items that are there when the purge begins. */
export const purge =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = nodeOf(engine, request);
    if (!mayDelete(engine.affiliations.get(node, request.from.bare))) throw new StanzaError("forbidden");
    if (!node.config.persist_items) throw unsupported("persistent-items");
    engine.events.checkCapacity(node);
    return nowOrInTurns(engine.inTurns, request.from.bare, purgeItems(engine, node), STEPS_AT_ONCE);
  };

function* purgeItems({ items, notifications, host }: Engine, node: Node): Generator<void, Reply> {
  const ids = items.newestIds(node, MAX_NAMED);
  const last = items.lastSequence(node) ?? 0;
  while (items.removeOldest(node, last, ITEMS_PER_STEP)) yield;
  if (node.config.notify_retract) notifications.nodeChanged(node, xml("purge", { node: node.name }));
  host.onRemoved?.(node, ids);
  return undefined;
}

/** Removes the items beyond the newest `kept`, the oldest first. */
export function* trimItems({ items, host }: Engine, node: Node, kept: number): Generator<void, Reply> {
  let ids = items.trim(node, kept, ITEMS_PER_STEP);
  while (ids.length > 0) {
    host.onRemoved?.(node, ids);
    yield;
    ids = items.trim(node, kept, ITEMS_PER_STEP);
  }
  return undefined;
}
