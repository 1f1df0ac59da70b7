/** XEP-0060 §6.5: items are retrieved: by id, the newest, or page by page (XEP-0059). */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { NS_RSM, pageOf, pageRequested } from "../0059-rsm.ts";
import { type Engine, nodeOf } from "./engine.ts";
import type { Items, StoredItem } from "./items.ts";
import { NS } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import { itemElement } from "./notifications.ts";
import type { Request, Verb } from "./request.ts";
import { expireItems } from "./retention.ts";

/** However many are asked for, an answer has no more items and, roughly, no more bytes. */
const MOST = 1000;
const MOST_BYTES = 1_000_000;

export const retrieve =
  (engine: Engine): Verb =>
  (request) => {
    const node = nodeOf(engine, request);
    const refusal = engine.access.toRetrieve(node)(request.from.bare);
    if (refusal) throw refusal;
    expireItems(engine, node);
    const named = request.element.getChildren("item", NS).map(({ attrs }): string => attrs.id ?? "");
    if (named.length > MOST) throw new StanzaError("policy-violation", { text: `at most ${MOST} items` });
    if (named.length > 0)
      return answer(
        node,
        named.flatMap((id) => engine.items.get(node, id) ?? []),
      );
    const { max_items } = request.element.attrs;
    if (max_items !== undefined) return answer(node, newest(engine.items, node, max_items));
    return paged(engine.items, node, request);
  };

const answer = (node: Node, found: readonly StoredItem[], set?: Element): Element => {
  const elements = found.map((item) => itemElement(node, item));
  return xml("pubsub", { xmlns: NS }, xml("items", { node: node.name }, ...elements), set);
};

/** §6.5.7. */
function newest(items: Items, node: Node, max: string): StoredItem[] {
  if (!/^[1-9][0-9]{0,8}$/.test(max)) throw new StanzaError("bad-request", { text: "max_items is a number from 1 on" });
  const found = items.page(node, EVERYTHING, Math.min(Number(max), MOST), "newest");
  return fitting(found.reverse()).reverse();
}

const EVERYTHING = { after: 0, before: Number.MAX_SAFE_INTEGER };

/** §6.5.4: all of them, or a page; the ItemIDs say where a page begins and ends. */
function paged(items: Items, node: Node, { pubsub }: Request): Element {
  const { max = MOST, after, before } = pageRequested(pubsub);
  const isPage = pubsub.getChild("set", NS_RSM) !== undefined;
  const count = items.count(node);
  if (max === 0) return answer(node, [], pageOf([], count));
  const range = {
    after: after === undefined ? EVERYTHING.after : sequenceOf(items, node, after),
    before: before ? sequenceOf(items, node, before) : EVERYTHING.before,
  };
  const limit = Math.min(max, MOST);
  const isBackwards = before !== undefined;
  const found = items.page(node, range, limit, isBackwards ? "newest" : "oldest");
  const page = isBackwards ? fitting(found.reverse()).reverse() : fitting(found);
  if (!isPage && page.length === count) return answer(node, page);
  return answer(
    node,
    page,
    pageOf(
      page.map(({ id }) => id),
      count,
    ),
  );
}

/** XEP-0059 §2.2: item-not-found where there is no such item. */
function sequenceOf(items: Items, node: Node, id: string): number {
  const item = items.get(node, id);
  if (!item) throw new StanzaError("item-not-found");
  return item.sequence;
}

/** As many from the beginning as one answer can carry, but one at least. */
function fitting(found: readonly StoredItem[]): StoredItem[] {
  let bytes = 0;
  return found.filter((item, index) => {
    bytes += item.bytes;
    return index === 0 || bytes <= MOST_BYTES;
  });
}
