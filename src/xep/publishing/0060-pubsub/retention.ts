/** XEP-0060 §7.2, §8.5: items are taken away. */
import type { Reply } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { booleanIn } from "../../kit/0004-data-forms.ts";
import { mayDelete } from "./affiliations.ts";
import { type Engine, nodeOf } from "./engine.ts";
import { refused, unsupported } from "./errors.ts";
import { MAX_ITEMS_PER_REQUEST } from "./limits.ts";
import { NS } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import { inPortions } from "./portions.ts";
import type { Verb } from "./request.ts";

/** Items that are removed in one step: each may be long. */
const STEP = 20;
/** So many steps are little. */
export const FEW = 5;
/** Of a node that is emptied, so many are named to those who go by what was in it. */
export const MAX_NAMED = 1000;

/** §7.2: all of the items or none. */
export const retract =
  (engine: Engine): Verb =>
  (request) => {
    const node = nodeOf(engine, request);
    const ids = request.element.getChildren("item", NS).map(({ attrs }): string | undefined => attrs.id);
    const named = ids.filter((id) => id !== undefined && id !== "") as string[];
    if (ids.length === 0 || named.length < ids.length) throw refused("bad-request", "item-required");
    if (!node.config.persist_items) throw unsupported("persistent-items");
    if (named.length > MAX_ITEMS_PER_REQUEST)
      throw new StanzaError("not-acceptable", { text: `at most ${MAX_ITEMS_PER_REQUEST} items at a time` });
    engine.events.checkRoom(node);
    for (const id of named) removeItem(engine, node, id, request.from.bare);
    const isTold = booleanIn(request.element.attrs.notify) || node.config.notify_retract;
    if (isTold) engine.notifications.retracted(node, named);
    engine.host.removed?.(node, named);
    return undefined;
  };

/** §4.1: a publisher removes any item; who may only publish, its own. */
function removeItem({ items, affiliations }: Engine, node: Node, id: string, account: string): void {
  const affiliation = affiliations.get(node, account);
  const publisher = items.publisherOf(node, id);
  const mayRemove = mayDelete(affiliation) || (affiliation !== "outcast" && publisher === account);
  if (!mayRemove) throw new StanzaError("forbidden");
  if (publisher === undefined) throw new StanzaError("item-not-found");
  items.remove(node, id);
}

/** §8.5: what is there when it begins is gone when it ends. */
export const purge =
  (engine: Engine): Verb =>
  (request) => {
    const node = nodeOf(engine, request);
    if (!mayDelete(engine.affiliations.get(node, request.from.bare))) throw new StanzaError("forbidden");
    if (!node.config.persist_items) throw unsupported("persistent-items");
    engine.events.checkRoom(node);
    return inPortions(engine.inTurns, request.from.bare, purging(engine, node), FEW);
  };

function* purging({ items, notifications, host }: Engine, node: Node): Generator<void, Reply> {
  const gone = items.newestIds(node, MAX_NAMED);
  const last = items.lastSequence(node) ?? 0;
  while (items.removeOldest(node, last, STEP)) yield;
  if (node.config.notify_retract) notifications.changed(node, xml("purge", { node: node.name }));
  host.removed?.(node, gone);
  return undefined;
}

/** What is beyond the newest `kept` goes, the oldest first. */
export function* trimming({ items, host }: Engine, node: Node, kept: number): Generator<void, Reply> {
  for (let gone = items.trim(node, kept, STEP); gone.length > 0; gone = items.trim(node, kept, STEP)) {
    host.removed?.(node, gone);
    yield;
  }
  return undefined;
}
