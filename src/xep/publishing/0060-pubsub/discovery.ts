/** XEP-0060 §5.1 to §5.5: what a service can do, which nodes it has, and what is known of each. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { described } from "../../0030-disco.ts";
import { dataForm, type Field } from "../../kit/0004-data-forms.ts";
import { NS_RSM, type PageRequest, pageOf, pageRequested } from "../../kit/0059-rsm.ts";
import type { Engine } from "./engine.ts";
import { META_DATA, NS } from "./namespaces.ts";
import type { ListedNode, Node } from "./nodes.ts";

/** §10, of every service here. */
const FEATURES = [
  "auto-create",
  "config-node",
  "config-node-max",
  "create-and-configure",
  "create-nodes",
  "delete-items",
  "delete-nodes",
  "instant-nodes",
  "item-ids",
  "manage-subscriptions",
  "member-affiliation",
  "meta-data",
  "modify-affiliations",
  "multi-items",
  "outcast-affiliation",
  "persistent-items",
  "publish",
  "publish-node-full",
  "publish-only-affiliation",
  "publish-options",
  "publisher-affiliation",
  "purge-nodes",
  "retract-items",
  "retrieve-affiliations",
  "retrieve-default",
  "retrieve-default-sub",
  "retrieve-items",
  "retrieve-subscriptions",
  "rsm",
  "subscribe",
  "subscription-notifications",
  "subscription-options",
] as const;

/** For disco#info; `own` are those of one kind of service alone. */
export const featuresOf = (own: readonly string[]): string[] => [
  NS,
  ...[...FEATURES, ...own].map((name) => `${NS}#${name}`),
];

/** Nodes and items that one answer lists, and the bytes of their names. */
const MAX_ENTRIES = 1000;
const MAX_BYTES = 500_000;
/** Nodes that are looked at in one go. */
const PORTION = 100;

const mayKnow = ({ access, affiliations }: Engine, node: Node, { bare }: Jid): boolean =>
  access.toKnow(bare)({
    ...node,
    title: node.config.title,
    access: node.config.access_model,
    affiliation: affiliations.get(node, bare),
  });

/** §5.3, §5.4; undefined where there is no such node, or none that this entity may know of. */
export function infoOf(engine: Engine, service: string, peer: Jid, name: string): Element[] | undefined {
  const node = engine.nodes.get(service, name);
  if (!node || !mayKnow(engine, node, peer)) return undefined;
  return [...described([{ category: "pubsub", type: "leaf" }], [NS]), metaData(engine, node)];
}

export function hasNodes({ nodes, access }: Engine, service: string, { bare }: Jid): boolean {
  const isKnown = access.toKnow(bare);
  let isFound = false;
  nodes.list(service, bare, "", (node) => {
    isFound = isKnown(node);
    return !isFound;
  });
  return isFound;
}

/** §5.2: the nodes, by name, as far as this entity may know of them; what has no place in one answer is on the next page. */
export function* nodesOf(
  { nodes, access }: Engine,
  service: string,
  { bare }: Jid,
  query: Element,
): Generator<void, Element[]> {
  const { max = MAX_ENTRIES, after = "" } = forwards(query);
  const isKnown = access.toKnow(bare);
  const found: ListedNode[] = [];
  let bytes = 0;
  let seen = after;
  let isCut = false;
  for (let looked = PORTION; looked === PORTION && !isCut; ) {
    looked = 0;
    nodes.list(service, bare, seen, (node) => {
      seen = node.name;
      looked += 1;
      if (!isKnown(node)) return looked < PORTION;
      isCut = found.length >= Math.min(max, MAX_ENTRIES) || bytes > MAX_BYTES;
      if (isCut) return false;
      found.push(node);
      bytes += node.name.length + node.title.length;
      return looked < PORTION;
    });
    yield;
  }
  const elements = found.map(({ name, title }) => xml("item", { jid: service, node: name, name: title || undefined }));
  return paged(
    query,
    elements,
    isCut,
    found.map(({ name }) => name),
  );
}

/** §5.5: the items of a node, likewise. */
export function itemsOf(engine: Engine, service: string, peer: Jid, query: Element): Element[] | undefined {
  const node = engine.nodes.get(service, query.attrs.node);
  if (!node || !mayKnow(engine, node, peer)) return undefined;
  if (engine.access.toRetrieve(node)(peer.bare)) return [];
  const { max = MAX_ENTRIES, after } = forwards(query);
  const sequence = after === undefined ? 0 : engine.items.sequenceOf(node, after);
  if (sequence === undefined) throw new StanzaError("item-not-found");
  const all = engine.items.ids(node, sequence, Math.min(max, MAX_ENTRIES) + 1);
  let bytes = 0;
  const ids = all.slice(0, Math.min(max, MAX_ENTRIES)).filter((id) => {
    bytes += id.length;
    return bytes <= MAX_BYTES;
  });
  const elements = ids.map((id) => xml("item", { jid: service, name: id }));
  return paged(query, elements, ids.length < all.length, ids);
}

/** Throws StanzaError feature-not-implemented for a page that is asked for backwards. */
function forwards(query: Element): PageRequest {
  const page = pageRequested(query);
  if (page.before !== undefined)
    throw new StanzaError("feature-not-implemented", { text: "this list is paged forwards only" });
  return page;
}

const paged = (query: Element, elements: Element[], isCut: boolean, keys: readonly string[]): Element[] =>
  isCut || query.getChild("set", NS_RSM) ? [...elements, pageOf(keys)] : elements;

function metaData({ affiliations, subscriptions }: Engine, node: Node): Element {
  const { config } = node;
  const known = [...affiliations.of(node)];
  const holding = (wanted: string) => known.filter(([, affiliation]) => affiliation === wanted).map(([jid]) => jid);
  const text = (name: string, value: string): Field => ({
    var: `pubsub#${name}`,
    type: "text-single",
    values: value === "" ? [] : [value],
  });
  return dataForm("result", META_DATA, [
    text("type", config.type),
    { var: "pubsub#creator", type: "jid-single", values: [node.creator] },
    text("creation_date", new Date(node.created).toISOString()),
    text("title", config.title),
    text("description", config.description),
    text("language", config.language),
    { var: "pubsub#contact", type: "jid-multi", values: config.contact },
    text("access_model", config.access_model),
    text("publish_model", config.publish_model),
    text("max_items", config.max_items),
    { var: "pubsub#owner", type: "jid-multi", values: holding("owner") },
    { var: "pubsub#publisher", type: "jid-multi", values: holding("publisher") },
    text("num_subscribers", String(subscriptions.count(node))),
  ]);
}
