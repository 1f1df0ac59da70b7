/** XEP-0060 §6.5.4, XEP-0059: how much one answer contains, and the pages of lists that are longer. */
import type { Element } from "ltx";
import { StanzaError } from "../../../stanza-error.ts";
import { ATTRIBUTE_WEIGHT, ELEMENT_WEIGHT } from "../../../xml/weight.ts";
import { NS_RSM, type PageRequest, pageElement, pageRequestIn } from "../../kit/0059-rsm.ts";
import type { Item } from "./items.ts";

/** Bytes of the items in one answer, and their weight; a single item may exceed them. */
const MAX_ITEM_BYTES = 1_000_000;
const MAX_ITEM_WEIGHT = 2_000_000;

/** How often `part` occurs in `text`. */
function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) count += 1;
  return count;
}

/** What a payload takes in memory once it is parsed, in bytes, estimated from its text: rather too much than too little. */
function payloadWeight(payload: string | null): number {
  if (payload === null) return 0;
  // In printed XML a "<" begins a tag, and nothing else.
  const elements = occurrences(payload, "<") - occurrences(payload, "</");
  return Buffer.byteLength(payload) + ELEMENT_WEIGHT * elements + ATTRIBUTE_WEIGHT * occurrences(payload, '="');
}

/** Called for one item after the other: returns true as long as they fit into one answer together; always for the first. */
export function itemBudget(maxBytes = MAX_ITEM_BYTES, maxWeight = MAX_ITEM_WEIGHT): (item: Item) => boolean {
  let bytes = 0;
  let weight = 0;
  return ({ id, payload }) => {
    const isFirst = weight === 0;
    bytes += Buffer.byteLength(payload ?? "") + id.length;
    weight += ELEMENT_WEIGHT + payloadWeight(payload);
    return isFirst || (bytes <= maxBytes && weight <= maxWeight);
  };
}

/** Entries in one answer that lists nodes, ItemIDs, subscriptions or affiliations, and the bytes of what they say. */
export const MAX_LISTED = 1000;
export const MAX_LISTED_BYTES = 500_000;

/** The <set/> of a list that is paged forwards only. Throws StanzaError feature-not-implemented for <before/>, bad-request. */
export function forwardPage(request: Element): PageRequest {
  const page = pageRequestIn(request);
  if (page.before !== undefined)
    throw new StanzaError("feature-not-implemented", { text: "this list is paged forwards only" });
  return page;
}

export interface ListEntry {
  /** Identifies the entry as the last one of a page. */
  readonly key: string;
  readonly element: Element;
}

export interface ListPage {
  readonly elements: readonly Element[];
  /** The <set/>, where there are more entries or a page was requested. */
  readonly set: Element | undefined;
}

/** One page; `entriesFrom` returns the entries after a key, or all of them, in order. Throws StanzaError as forwardPage does. */
export function listPage(pubsub: Element, entriesFrom: (after: string | undefined) => Iterable<ListEntry>): ListPage {
  const { max = MAX_LISTED, after } = forwardPage(pubsub);
  const found: ListEntry[] = [];
  let bytes = 0;
  let isCut = false;
  for (const entry of entriesFrom(after)) {
    isCut = found.length >= Math.min(max, MAX_LISTED) || bytes > MAX_LISTED_BYTES;
    if (isCut) break;
    found.push(entry);
    bytes += Object.values(entry.element.attrs).join("").length;
  }
  const isPaged = isCut || pubsub.getChild("set", NS_RSM) !== undefined;
  return {
    elements: found.map(({ element }) => element),
    set: isPaged ? pageElement(found.map(({ key }) => key)) : undefined,
  };
}
