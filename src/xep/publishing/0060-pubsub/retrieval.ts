/** XEP-0060 §6.5: items are retrieved by ItemID, the newest, or page by page (XEP-0059). */
import type { Element } from "ltx";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { NS_RSM, pageElement, pageRequestIn } from "../../kit/0059-rsm.ts";
import { type Engine, nodeOf } from "./engine.ts";
import { ALL_ITEMS, type Items, type StoredItem } from "./items.ts";
import type { Node } from "./nodes.ts";
import { itemElement } from "./notifications.ts";
import { forwardPage, itemBudget } from "./paging.ts";
import type { Request } from "./request.ts";

/** Items in one answer, whatever is requested; paging.ts limits their size as well. */
const MAX_ITEMS = 1000;

export const retrieve =
  (engine: Engine) =>
  (request: Request): Element => {
    const node = nodeOf(engine, request);
    const refusal = engine.access.toRetrieve(node)(request.from.bare);
    if (refusal) throw refusal;
    engine.items.sweep(node);
    const named = request.element.getChildren("item", NS_PUBSUB).map(({ attrs }): string => attrs.id ?? "");
    if (named.length > MAX_ITEMS) throw new StanzaError("policy-violation", { text: `at most ${MAX_ITEMS} items` });
    if (named.length > 0) return byId(engine.items, node, new Set(named), request);
    const { max_items } = request.element.attrs;
    if (max_items !== undefined) return newest(engine.items, node, max_items);
    return paged(engine.items, node, request);
  };

const answer = (node: Node, found: readonly StoredItem[], set?: Element): Element => {
  const elements = found.map((item) => itemElement(node, item));
  return xml("pubsub", { xmlns: NS_PUBSUB }, xml("items", { node: node.name }, ...elements), set);
};

const setOf = (page: readonly StoredItem[], count?: number): Element =>
  pageElement(
    page.map(({ id }) => id),
    count,
  );

/** §6.5.8: each item once, however often it is requested. Those that do not fit into one answer are on the next page. */
function byId(items: Items, node: Node, ids: ReadonlySet<string>, { pubsub }: Request): Element {
  const { max = MAX_ITEMS, after } = forwardPage(pubsub);
  const wanted = [...ids];
  const start = after === undefined ? 0 : wanted.indexOf(after) + 1;
  if (after !== undefined && start === 0) throw new StanzaError("item-not-found");
  const hasRoom = itemBudget();
  const found: StoredItem[] = [];
  let isCut = false;
  for (const id of wanted.slice(start)) {
    const item = items.get(node, id);
    if (!item) continue;
    isCut = found.length >= max || !hasRoom(item);
    if (isCut) break;
    found.push(item);
  }
  const isPage = isCut || pubsub.getChild("set", NS_RSM) !== undefined;
  return answer(node, found, isPage ? setOf(found) : undefined);
}

/** §6.5.7; with a <set/> where the answer has fewer items than the node has and the request allows. */
function newest(items: Items, node: Node, max: string): Element {
  if (!/^[1-9][0-9]{0,8}$/.test(max)) throw new StanzaError("bad-request", { text: "max_items is a number from 1 on" });
  const found = items.page(node, ALL_ITEMS, Math.min(Number(max), MAX_ITEMS), "newest", itemBudget());
  const count = items.count(node);
  return answer(node, found, found.length < Math.min(Number(max), count) ? setOf(found, count) : undefined);
}

/** §6.5.4: all items, or a page, which is identified by the ItemIDs. */
function paged(items: Items, node: Node, { pubsub }: Request): Element {
  const { max = MAX_ITEMS, after, before } = pageRequestIn(pubsub);
  const isPage = pubsub.getChild("set", NS_RSM) !== undefined;
  const count = items.count(node);
  const range = {
    after: after === undefined ? ALL_ITEMS.after : sequenceOf(items, node, after),
    before: before ? sequenceOf(items, node, before) : ALL_ITEMS.before,
  };
  const from = before === undefined ? "oldest" : "newest";
  const page = items.page(node, range, Math.min(max, MAX_ITEMS), from, itemBudget());
  return answer(node, page, isPage || page.length < count ? setOf(page, count) : undefined);
}

/** XEP-0059 §2.2: item-not-found where there is no such item. */
function sequenceOf(items: Items, node: Node, id: string): number {
  const sequence = items.sequenceOf(node, id);
  if (sequence === undefined) throw new StanzaError("item-not-found");
  return sequence;
}
