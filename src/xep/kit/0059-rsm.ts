/** XEP-0059: Result Set Management: the <set/> of a request, and of a result. */
import type { Element } from "ltx";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";

export const NS_RSM = "http://jabber.org/protocol/rsm";

export interface PageRequest {
  /** Items on the page; undefined where the request has no limit. */
  readonly max: number | undefined;
  readonly after: string | undefined;
  /** "" for the last page (§2.5). */
  readonly before: string | undefined;
}

/** The <set/> in a request. Throws StanzaError bad-request for a `max` that is no number, feature-not-implemented for an index. */
export function pageRequestIn(request: Element): PageRequest {
  const set = request.getChild("set", NS_RSM);
  const max = set?.getChildText("max") ?? undefined;
  if (max !== undefined && !/^[0-9]{1,9}$/.test(max)) throw new StanzaError("bad-request", { text: "max is a number" });
  if (set?.getChild("index")) throw new StanzaError("feature-not-implemented", { text: "pages have no index here" });
  return {
    max: max === undefined ? undefined : Number(max),
    after: set?.getChildText("after") ?? undefined,
    before: set?.getChild("before")?.getText(),
  };
}

/** The <set/> of a result: the ids on the page, and the `count` of all items if it is known. */
export const pageElement = (ids: readonly string[], count?: number): Element =>
  xml(
    "set",
    { xmlns: NS_RSM },
    ids[0] === undefined ? undefined : xml("first", {}, ids[0]),
    ids.length === 0 ? undefined : xml("last", {}, ids.at(-1)),
    count === undefined ? undefined : xml("count", {}, count),
  );
