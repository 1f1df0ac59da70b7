/** XEP-0060 §7.1: items are published, one or several (§13.11), under the publisher's conditions (§7.1.5). */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { copyOf, xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { print } from "../../../xml/print.ts";
import { formIn } from "../../kit/0004-data-forms.ts";
import { mayDelete, mayPublish } from "./affiliations.ts";
import { limited, meets, readFields } from "./config.ts";
import type { NodeConfig } from "./config-fields.ts";
import { type Engine, nodeOf } from "./engine.ts";
import type { Item } from "./items.ts";
import { checkStorage, MAX_ITEMS_PER_REQUEST } from "./limits.ts";
import type { Node } from "./nodes.ts";
import { createNode, initialConfig } from "./owner-nodes.ts";
import { PUBLISH_OPTIONS, refused } from "./protocol.ts";
import { nodeIdIn, type Request, type RequestHandler } from "./request.ts";

const MAX_ITEM_ID_LENGTH = 1023;

export const publish =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = nodeFor(engine, request);
    engine.events.checkCapacity(node);
    const items = itemsIn(engine, node, request);
    publishItems(engine, node, items);
    const ids = items.map(({ id }) => xml("item", { id }));
    return xml("pubsub", { xmlns: NS_PUBSUB }, xml("publish", { node: node.name }, ...ids));
  };

/** Stores the items in the node and notifies its subscribers, in one event or in one for each item. Throws StanzaError. */
export function publishItems(
  engine: Engine,
  node: Node,
  items: readonly Item[],
  events: "together" | "one by one" = "together",
): void {
  storeItems(engine, node, items);
  const portions = events === "together" ? [items] : items.map((item) => [item]);
  for (const portion of portions) engine.notifications.published(node, portion);
  engine.host.onPublished?.(node, items);
}

/** §7.1.4, §7.1.5: a missing node is created, with the publish-options as its configuration. */
function nodeFor(engine: Engine, request: Request): Node {
  const { host, nodes } = engine;
  const { service, from, companion } = request;
  if (host.mayCreate(service, from) && !nodes.get(service, nodeIdIn(request))) {
    const config = { ...initialConfig(host, nodeIdIn(request)), ...preconditionsIn(companion) };
    return createNode(engine, service, nodeIdIn(request), from, config);
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
  const elements = element.getChildren("item", NS_PUBSUB);
  if (!persist_items && !deliver_payloads) {
    if (elements.length > 0) throw refused("bad-request", "item-forbidden");
    return [];
  }
  if (elements.length === 0) throw refused("bad-request", "item-required");
  const maxItems = limited(max_items, engine.host.limits.max_items);
  if (elements.length > Math.min(maxItems, MAX_ITEMS_PER_REQUEST)) throw refused("not-allowed", "max-items-exceeded");
  return elements.map((item) => itemOf(engine, node, item, from));
}

function itemOf({ id, now }: Engine, node: Node, item: Element, { bare }: Jid): Item {
  const [payload, ...others] = item.getChildElements();
  if (others.length > 0) throw refused("bad-request", "invalid-payload");
  if (!payload && node.config.deliver_payloads) throw refused("bad-request", "payload-required");
  const given: string = item.attrs.id || id();
  if (given.length > MAX_ITEM_ID_LENGTH)
    throw new StanzaError("not-acceptable", { text: "the id of this item is too long" });
  return { id: given, publisher: bare, time: now(), payload: payload ? standalone(payload) : null };
}

/** §7.1.2.5: in a full node, new items replace the oldest, or are refused if it is configured so. */
function storeItems(engine: Engine, node: Node, published: readonly Item[]): void {
  const { items, nodes, notifications, host, affiliations } = engine;
  const { persist_items, max_items, publish_node_full, notify_retract } = node.config;
  items.sweep(node);
  const before = nodes.usage(node.service, node.creator);
  // §13.10: a transient node has the last item only.
  const maxItems = persist_items ? limited(max_items, host.limits.max_items) : 1;
  const longest = limited(node.config.max_payload_size, host.limits.max_item_size);
  for (const item of published) {
    if (Buffer.byteLength(item.payload ?? "") > longest) throw refused("not-acceptable", "payload-too-big");
    // §4.1: to replace an item is to delete it.
    const isOthers = (items.publisherOf(node, item.id) ?? item.publisher) !== item.publisher;
    if (isOthers && !mayDelete(affiliations.get(node, item.publisher))) throw new StanzaError("forbidden");
    items.put(node, item);
  }
  if (publish_node_full === "reject" && persist_items && items.count(node) > maxItems) {
    throw refused("conflict", "node-full");
  }
  const trimmed = items.trim(node, maxItems, Math.max(published.length, MAX_ITEMS_PER_REQUEST));
  checkStorage(engine, node, before);
  // In a node of one item, a new one obviously replaces the old.
  const isNotified = persist_items && maxItems > 1 && publish_node_full === "retract-oldest" && notify_retract;
  if (isNotified && trimmed.length > 0) notifications.retracted(node, trimmed);
}

type Preconditions = Partial<NodeConfig>;

/** The <publish-options/>. Throws StanzaError bad-request for another form, not-acceptable, and conflict for a field that no node has. */
function preconditionsIn(companion: Element | undefined): Preconditions {
  const form = companion && formIn(companion);
  if (!form) return {};
  if (form.type !== "submit" || form.formType !== PUBLISH_OPTIONS) {
    throw new StanzaError("bad-request", { text: `a form of type submit, and of ${PUBLISH_OPTIONS}` });
  }
  const { known, unknown } = readFields(form);
  if (unknown.length > 0) throw notMet(`no node has ${unknown.slice(0, 5).join(", ")}`);
  return known;
}

/** Throws StanzaError conflict, with precondition-not-met. */
function checkPreconditions(config: NodeConfig, wanted: Preconditions): void {
  if (!meets(config, wanted)) throw notMet("the node is configured otherwise");
}

const notMet = (text: string): StanzaError => refused("conflict", "precondition-not-met", { text });

/** A payload as text, with the namespace declarations that it has from its ancestors: it is stored and sent without them. */
export function standalone(element: Element): string {
  const copy = copyOf(element);
  const text = print(copy);
  for (let ancestor = element.parent; ancestor; ancestor = ancestor.parent) {
    for (const [name, value] of Object.entries(ancestor.attrs)) {
      // Only the innermost declaration counts, and only of prefixes that are used.
      const isUsed =
        name === "xmlns" || (name.startsWith("xmlns:") && text.includes(`${name.slice("xmlns:".length)}:`));
      if (isUsed && copy.attrs[name] === undefined) copy.attrs[name] = value;
    }
  }
  return print(copy);
}
