/** XEP-0060 §5.1 to §5.5: what a service can do, which nodes it has, and what is known of each. */
import type { Element } from "ltx";
import type { Jid } from "../../jid.ts";
import { xml } from "../../stanza.ts";
import { dataForm, type Field } from "../0004-data-forms.ts";
import { described } from "../0030-disco.ts";
import type { Engine } from "./engine.ts";
import { META_DATA, NS } from "./namespaces.ts";
import type { Node } from "./nodes.ts";

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

/** Items that are listed. */
const MOST_ITEMS = 1000;

const mayKnow = ({ access }: Engine, node: Node, { bare }: Jid): boolean =>
  access.toRetrieve(node)(bare) === undefined || access.toSubscribe(node)(bare) === undefined;

/** §5.3, §5.4; undefined where there is no such node, or none that this entity may know of. */
export function infoOf(engine: Engine, service: string, peer: Jid, name: string): Element[] | undefined {
  const node = engine.nodes.get(service, name);
  if (!node || !mayKnow(engine, node, peer)) return undefined;
  return [...described([{ category: "pubsub", type: "leaf" }], [NS]), metaData(engine, node)];
}

/** §5.2, §5.5: the nodes, or the items of one, as far as this entity may know of them. */
export function itemsOf(engine: Engine, service: string, peer: Jid, name: string | undefined): Element[] | undefined {
  if (name === undefined) {
    const nodes = engine.nodes.of(service).filter((node) => mayKnow(engine, node, peer));
    return nodes.map((node) => xml("item", { jid: service, node: node.name, name: node.config.title || undefined }));
  }
  const node = engine.nodes.get(service, name);
  if (!node || !mayKnow(engine, node, peer)) return undefined;
  if (engine.access.toRetrieve(node)(peer.bare)) return [];
  return engine.items.ids(node, MOST_ITEMS).map((id) => xml("item", { jid: service, name: id }));
}

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
