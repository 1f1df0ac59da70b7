/** XEP-0227 §4.10: the nodes of an account, with their configuration, affiliations, subscriptions and items. */
import type { Element } from "ltx";
import { NS_PUBSUB } from "../../../namespaces.ts";
import type { ExportedPart } from "../../../server/module.ts";
import { xml } from "../../../stanza.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { configForm } from "./config.ts";
import { ALL_ITEMS } from "./items.ts";
import type { Node } from "./nodes.ts";
import { itemBudget } from "./paging.ts";
import { NS_PUBSUB_OWNER } from "./protocol.ts";
import type { Stores } from "./stores.ts";

/** Items or subscriptions that are read at once. */
const PAGE_SIZE = 100;

/** `service` is the account. Each node is looked up when its turn has come: it may be gone by then. */
export function* exportedNodes(stores: Stores, service: string): Generator<ExportedPart> {
  if (nextNode(stores, service, "") === undefined) return;
  yield { container: xml("pubsub", { xmlns: NS_PUBSUB_OWNER }), children: configurations(stores, service) };
  yield { container: xml("pubsub", { xmlns: NS_PUBSUB }), children: itemLists(stores, service) };
}

/** The one whose name follows `after`. */
function nextNode({ nodes }: Stores, service: string, after: string): Node | undefined {
  let name: string | undefined;
  nodes.list(service, service, after, (listed) => {
    name = listed.name;
    return false;
  });
  return name === undefined ? undefined : nodes.get(service, name);
}

function* configurations(stores: Stores, service: string): Generator<ExportedPart> {
  for (let node = nextNode(stores, service, ""); node; node = nextNode(stores, service, node.name)) {
    const attributes = { node: node.name };
    yield xml("configure", attributes, configForm("form", node.config));
    const affiliations = [...stores.affiliations.of(node)].map(([jid, affiliation]) =>
      xml("affiliation", { jid, affiliation }),
    );
    if (affiliations.length > 0) yield xml("affiliations", attributes, ...affiliations);
    if (stores.subscriptions.count(node) > 0)
      yield { container: xml("subscriptions", attributes), children: subscriptions(stores, node) };
  }
}

function* subscriptions(stores: Stores, node: Node): Generator<Element> {
  for (let after = ""; ; ) {
    const page = stores.subscriptions.page(node, after, PAGE_SIZE);
    if (page.length === 0) return;
    for (const { jid, state } of page)
      if (state === "subscribed") yield xml("subscription", { jid, subscription: state });
    after = page.at(-1)?.jid ?? after;
  }
}

function* itemLists(stores: Stores, service: string): Generator<ExportedPart> {
  for (let node = nextNode(stores, service, ""); node; node = nextNode(stores, service, node.name))
    yield { container: xml("items", { node: node.name }), children: items(stores, node) };
}

/** The oldest first. */
function* items(stores: Stores, node: Node): Generator<Element> {
  for (let range = ALL_ITEMS; ; ) {
    const page = stores.items.page(node, range, PAGE_SIZE, "oldest", itemBudget());
    if (page.length === 0) return;
    for (const { id, payload } of page) yield xml("item", { id }, payload === null ? undefined : parseElement(payload));
    range = { ...range, after: page.at(-1)?.sequence ?? range.before };
  }
}
