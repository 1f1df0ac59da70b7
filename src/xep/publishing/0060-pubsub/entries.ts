/** Lists of subscriptions and affiliations: page by page (XEP-0059), as long ones have no place in one answer. */
import type { Element } from "ltx";
import { StanzaError } from "../../../stanza-error.ts";
import { NS_RSM, pageOf, pageRequested } from "../../kit/0059-rsm.ts";
import type { Request } from "./request.ts";

/** However many are asked for. */
const MAX_ENTRIES = 1000;
/** Bytes of the keys and values on one page. */
const MAX_BYTES = 500_000;

export interface Entry {
  /** What the next page is asked for by. */
  readonly key: string;
  readonly element: Element;
}

export interface EntryPage {
  readonly elements: readonly Element[];
  /** Where there are more, or pages are asked for. */
  readonly set: Element | undefined;
}

/** `entriesFrom` gives the entries behind a key, or all of them, in order. Throws StanzaError bad-request, feature-not-implemented. */
export function entryPage({ pubsub }: Request, entriesFrom: (after: string | undefined) => Iterable<Entry>): EntryPage {
  const { max = MAX_ENTRIES, after, before } = pageRequested(pubsub);
  if (before !== undefined)
    throw new StanzaError("feature-not-implemented", { text: "these entries are paged forwards only" });
  const found: Entry[] = [];
  let bytes = 0;
  let isCut = false;
  for (const entry of entriesFrom(after)) {
    isCut = found.length >= Math.min(max, MAX_ENTRIES) || bytes > MAX_BYTES;
    if (isCut) break;
    found.push(entry);
    bytes += Object.values(entry.element.attrs).join("").length;
  }
  const isPaged = isCut || pubsub.getChild("set", NS_RSM) !== undefined;
  return {
    elements: found.map(({ element }) => element),
    set: isPaged ? pageOf(found.map(({ key }) => key)) : undefined,
  };
}
