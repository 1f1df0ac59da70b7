/** XEP-0060 §7.1: items are published, one or several (§12.9). */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { mayDelete, mayPublish } from "./affiliations.ts";
import { atMost } from "./config.ts";
import { nodeCreated } from "./creation.ts";
import { type Engine, nodeOf } from "./engine.ts";
import { refused } from "./errors.ts";
import type { Item } from "./items.ts";
import { MAX_ITEMS_PER_REQUEST } from "./limits.ts";
import { NS } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import { standalone } from "./payload.ts";
import { startingConfig } from "./presets.ts";
import { checkPreconditions, preconditionsIn } from "./publish-options.ts";
import { nodeIn, type Request, type Verb } from "./request.ts";
import { checkStorage } from "./storage.ts";

const MAX_ID_LENGTH = 1023;

export const publish =
  (engine: Engine): Verb =>
  (request) => {
    const node = nodeFor(engine, request);
    engine.events.checkRoom(node);
    const items = itemsIn(engine, node, request);
    publishItems(engine, node, items);
    const ids = items.map(({ id }) => xml("item", { id }));
    return xml("pubsub", { xmlns: NS }, xml("publish", { node: node.name }, ...ids));
  };

/** The items are in the node, and everybody has heard of them: of all at once, or one by one. Throws StanzaError. */
export function publishItems(
  engine: Engine,
  node: Node,
  items: readonly Item[],
  events: "together" | "one by one" = "together",
): void {
  keep(engine, node, items);
  const told = events === "together" ? [items] : items.map((item) => [item]);
  for (const some of told) engine.notifications.published(node, some);
  engine.host.published?.(node, items);
}

/** §7.1.4, §7.1.5: a node that is not there yet is created as the publisher needs it. */
function nodeFor(engine: Engine, request: Request): Node {
  const { host, nodes } = engine;
  const { service, from, companion } = request;
  if (host.mayCreate(service, from) && !nodes.get(service, nodeIn(request))) {
    const config = { ...startingConfig(host, nodeIn(request)), ...preconditionsIn(companion) };
    return nodeCreated(engine, service, nodeIn(request), from, config);
  }
  const node = nodeOf(engine, request);
  if (!isPublisher(engine, node, from)) throw new StanzaError("forbidden");
  checkPreconditions(node.config, preconditionsIn(companion));
  return node;
}

/** §4.1 and pubsub#publish_model. */
function isPublisher({ affiliations, subscriptions }: Engine, node: Node, { bare }: Jid): boolean {
  const affiliation = affiliations.get(node, bare);
  if (mayPublish(affiliation)) return true;
  if (affiliation === "outcast" || node.config.publish_model === "publishers") return false;
  if (node.config.publish_model === "open") return true;
  return subscriptions.ofAccount(node, bare).some(({ state }) => state === "subscribed");
}

/** §4.3, §7.1.3: what the request has to contain depends on the node. */
function itemsIn(engine: Engine, node: Node, { element, from }: Request): Item[] {
  const { persist_items, deliver_payloads, max_items } = node.config;
  const elements = element.getChildren("item", NS);
  if (!persist_items && !deliver_payloads) {
    if (elements.length > 0) throw refused("bad-request", "item-forbidden");
    return [];
  }
  if (elements.length === 0) throw refused("bad-request", "item-required");
  const most = atMost(max_items, engine.host.limits.max_items);
  if (elements.length > Math.min(most, MAX_ITEMS_PER_REQUEST)) throw refused("not-allowed", "max-items-exceeded");
  return elements.map((item) => itemOf(engine, node, item, from));
}

function itemOf({ id, now }: Engine, node: Node, item: Element, { bare }: Jid): Item {
  const [payload, ...others] = item.getChildElements();
  if (others.length > 0) throw refused("bad-request", "invalid-payload");
  if (!payload && node.config.deliver_payloads) throw refused("bad-request", "payload-required");
  const given: string = item.attrs.id || id();
  if (given.length > MAX_ID_LENGTH)
    throw new StanzaError("not-acceptable", { text: "the id of this item is too long" });
  return { id: given, publisher: bare, time: now(), payload: payload ? standalone(payload) : null };
}

/** §7.1.2.5: the oldest items make place for the newest, unless the node refuses these then. */
function keep(engine: Engine, node: Node, published: readonly Item[]): void {
  const { items, nodes, notifications, host, affiliations } = engine;
  const { persist_items, max_items, publish_node_full, notify_retract } = node.config;
  items.sweep(node);
  const before = nodes.usage(node.service, node.creator);
  // §12.8: a transient node has the last item only.
  const most = persist_items ? atMost(max_items, host.limits.max_items) : 1;
  const longest = atMost(node.config.max_payload_size, host.limits.max_item_size);
  for (const item of published) {
    if (Buffer.byteLength(item.payload ?? "") > longest) throw refused("not-acceptable", "payload-too-big");
    // §4.1: to take the place of an item is to delete it.
    const isOthers = (items.publisherOf(node, item.id) ?? item.publisher) !== item.publisher;
    if (isOthers && !mayDelete(affiliations.get(node, item.publisher))) throw new StanzaError("forbidden");
    items.put(node, item);
  }
  if (publish_node_full === "reject" && persist_items && items.count(node) > most) {
    throw refused("conflict", "node-full");
  }
  const gone = items.trim(node, most, Math.max(published.length, MAX_ITEMS_PER_REQUEST));
  checkStorage(engine, node, before);
  // Of a node with one item everybody knows that the new one is in place of the old.
  const isTold = persist_items && most > 1 && publish_node_full === "retract-oldest" && notify_retract;
  if (isTold && gone.length > 0) notifications.retracted(node, gone);
}
