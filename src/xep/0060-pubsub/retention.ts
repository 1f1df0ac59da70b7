/** XEP-0060 §7.2, §8.5 and pubsub#item_expire: items are taken away. */

import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { booleanIn } from "../0004-data-forms.ts";
import { mayDelete } from "./affiliations.ts";
import { type Engine, nodeOf } from "./engine.ts";
import { refused, unsupported } from "./errors.ts";
import { NS } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import type { Verb } from "./request.ts";

/** What has expired goes when somebody looks. */
export function expireItems({ items, now }: Engine, node: Node): void {
  const { item_expire } = node.config;
  if (item_expire !== "max") items.expire(node, now() - Number(item_expire) * 1000);
}

/** §7.2: all of the items or none. */
export const retract =
  (engine: Engine): Verb =>
  (request) => {
    const node = nodeOf(engine, request);
    const ids = request.element.getChildren("item", NS).map(({ attrs }): string | undefined => attrs.id);
    const named = ids.filter((id) => id !== undefined && id !== "") as string[];
    if (ids.length === 0 || named.length < ids.length) throw refused("bad-request", "item-required");
    if (!node.config.persist_items) throw unsupported("persistent-items");
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

/** §8.5. */
export const purge =
  (engine: Engine): Verb =>
  (request) => {
    const node = nodeOf(engine, request);
    if (!mayDelete(engine.affiliations.get(node, request.from.bare))) throw new StanzaError("forbidden");
    if (!node.config.persist_items) throw unsupported("persistent-items");
    const gone = engine.items.ids(node, engine.host.limits.max_items);
    engine.items.clear(node);
    if (node.config.notify_retract) engine.notifications.changed(node, xml("purge", { node: node.name }));
    engine.host.removed?.(node, gone);
    return undefined;
  };
