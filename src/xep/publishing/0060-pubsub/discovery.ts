/** XEP-0060 §5.1–§5.5: discovery of features, of nodes and their meta-data, and of items. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { infoChildren } from "../../0030-disco.ts";
import { dataForm, type Field } from "../../kit/0004-data-forms.ts";
import { NS_RSM, pageElement } from "../../kit/0059-rsm.ts";
import type { Engine } from "./engine.ts";
import type { ListedNode, Node } from "./nodes.ts";
import { forwardPage, MAX_LISTED, MAX_LISTED_BYTES } from "./paging.ts";
import { META_DATA } from "./protocol.ts";

/** §11: the features of both kinds of service. */
const FEATURES = [
  "access-authorize",
  "access-open",
  "access-presence",
  "access-roster",
  "access-whitelist",
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

/** For disco#info; `own` are the features of one kind of service. */
export const featuresOf = (own: readonly string[]): string[] => [
  NS_PUBSUB,
  ...[...FEATURES, ...own].map((name) => `${NS_PUBSUB}#${name}`),
];

/** Nodes that are read in one step. */
const NODES_PER_STEP = 100;

const isDiscoverable = ({ access, affiliations }: Engine, node: Node, { bare }: Jid): boolean =>
  access.toDiscover(bare)({
    ...node,
    title: node.config.title,
    access: node.config.access_model,
    affiliation: affiliations.get(node, bare),
  });

/** §5.3, §5.4: undefined where there is no node of that name that `peer` may discover. */
export function infoOf(engine: Engine, service: string, peer: Jid, name: string): Element[] | undefined {
  const node = engine.nodes.get(service, name);
  if (!node || !isDiscoverable(engine, node, peer)) return undefined;
  return [...infoChildren([{ category: "pubsub", type: "leaf" }], [NS_PUBSUB]), metaData(engine, node)];
}

export function hasNodes({ nodes, access }: Engine, service: string, { bare }: Jid): boolean {
  const isKnown = access.toDiscover(bare);
  let isFound = false;
  nodes.list(service, bare, "", (node) => {
    isFound = isKnown(node);
    return !isFound;
  });
  return isFound;
}

/** §5.2: the nodes that an entity may discover, by name, page by page. */
export function* nodesOf(
  { nodes, access }: Engine,
  service: string,
  { bare }: Jid,
  query: Element,
): Generator<void, Element[]> {
  const { max = MAX_LISTED, after = "" } = forwardPage(query);
  const isKnown = access.toDiscover(bare);
  const found: ListedNode[] = [];
  let bytes = 0;
  let seen = after;
  let isCut = false;
  for (let looked = NODES_PER_STEP; looked === NODES_PER_STEP && !isCut; ) {
    looked = 0;
    nodes.list(service, bare, seen, (node) => {
      seen = node.name;
      looked += 1;
      if (!isKnown(node)) return looked < NODES_PER_STEP;
      isCut = found.length >= Math.min(max, MAX_LISTED) || bytes > MAX_LISTED_BYTES;
      if (isCut) return false;
      found.push(node);
      bytes += node.name.length + node.title.length;
      return looked < NODES_PER_STEP;
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

/** §5.5: the items of a node; undefined where `peer` may not discover the node. Throws StanzaError item-not-found. */
export function itemsOf(engine: Engine, service: string, peer: Jid, query: Element): Element[] | undefined {
  const node = engine.nodes.get(service, query.attrs.node);
  if (!node || !isDiscoverable(engine, node, peer)) return undefined;
  if (engine.access.toRetrieve(node)(peer.bare)) return [];
  const { max = MAX_LISTED, after } = forwardPage(query);
  const sequence = after === undefined ? 0 : engine.items.sequenceOf(node, after);
  if (sequence === undefined) throw new StanzaError("item-not-found");
  const all = engine.items.ids(node, sequence, Math.min(max, MAX_LISTED) + 1);
  let bytes = 0;
  const ids = all.slice(0, Math.min(max, MAX_LISTED)).filter((id) => {
    bytes += id.length;
    return bytes <= MAX_LISTED_BYTES;
  });
  const elements = ids.map((id) => xml("item", { jid: service, name: id }));
  return paged(query, elements, ids.length < all.length, ids);
}

const paged = (query: Element, elements: Element[], isCut: boolean, keys: readonly string[]): Element[] =>
  isCut || query.getChild("set", NS_RSM) ? [...elements, pageElement(keys)] : elements;

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
