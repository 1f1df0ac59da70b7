/** XEP-0313 §4: what a client asks of its archive, read from the form and the page request. */
import type { Element } from "ltx";
import { parseJid } from "../../../jid/jid.ts";
import { NS_DATA_FORMS, NS_MAM } from "../../../namespaces.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { pageRequested } from "../../kit/0059-rsm.ts";
import type { Filter } from "./finding.ts";
import { type FieldName, FULLTEXT, isFieldName } from "./query-form.ts";

/** However many are asked for, a page has no more. */
const MAX_PAGE = 250;
const DEFAULT_PAGE = 50;
const MAX_IDS = 250;

export interface ArchiveQuery {
  readonly queryId: string | undefined;
  readonly filter: Filter;
  readonly max: number;
  readonly from: "oldest" | "newest";
  /** §4.1.5: newest first within the page. */
  readonly isFlipped: boolean;
  /** Ids before or after which it is asked for: each has to be there (§4.3.1, item-not-found). */
  readonly places: readonly number[];
}

/**
 * `account` is who asks for its own archive, undefined for a room's; `numberIn` reads an id. Throws StanzaError bad-request,
 * jid-malformed, item-not-found for what is no id, feature-not-implemented for a field that is not in the form.
 */
export function readQuery(
  request: Element,
  account: string | undefined,
  numberIn: (id: string) => number | undefined,
): ArchiveQuery {
  const fields = fieldsIn(request);
  const idsIn = (...texts: readonly (string | undefined)[]): number[] =>
    texts.flatMap((text) => {
      const id = text === undefined ? undefined : numberIn(text);
      if (text !== undefined && id === undefined) throw new StanzaError("item-not-found");
      return id === undefined ? [] : [id];
    });
  const one = (name: FieldName): string | undefined => fields.get(name)?.[0];
  const page = pageRequested(request);
  const beforeId = idsIn(one("before-id"));
  const afterId = idsIn(one("after-id"));
  const pageAfter = idsIn(page.after);
  const pageBefore = idsIn(page.before || undefined);
  const ids = fields.has("ids") ? idsIn(...(fields.get("ids") ?? [])) : undefined;
  if (ids && ids.length > MAX_IDS) throw new StanzaError("policy-violation", { text: `at most ${MAX_IDS} ids` });
  const withJid = one("with") === undefined ? undefined : parseJid(one("with") ?? "");
  // §4.1.1: what one has sent to oneself, from whichever resource to whichever.
  const resource = withJid?.bare === account ? undefined : withJid?.resource || undefined;
  if (!/^(?:true|false|0|1)$/.test(one("include-groupchat") ?? "true")) {
    throw new StanzaError("bad-request", { text: "include-groupchat is true or false" });
  }
  // `start` and `end` belong to the range, ids do not; an id is the time of arrival in microseconds.
  const after = Math.max(timeOf(one("start"), 0) * 1000 - 1, ...afterId, ...pageAfter);
  const before = Math.min(
    timeOf(one("end"), Number.MAX_SAFE_INTEGER / 1000 - 1) * 1000 + 1000,
    ...beforeId,
    ...pageBefore,
  );
  return {
    queryId: request.attrs.queryid,
    filter: {
      peer: withJid?.bare,
      resource,
      after,
      before: Math.floor(before),
      ids,
      // XEP-0431 §2.2: an empty one is none.
      text: one(FULLTEXT) || undefined,
    },
    max: Math.min(page.max ?? DEFAULT_PAGE, MAX_PAGE),
    from: page.before === undefined ? "oldest" : "newest",
    isFlipped: request.getChild("flip-page", NS_MAM) !== undefined,
    places: [...beforeId, ...afterId, ...pageAfter, ...pageBefore],
  };
}

function fieldsIn(request: Element): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  for (const field of request.getChild("x", NS_DATA_FORMS)?.getChildren("field") ?? []) {
    const values = field.getChildren("value").map((value) => value.getText());
    if (field.attrs.var !== "FORM_TYPE") fields.set(field.attrs.var, values);
    else if (values[0] !== NS_MAM) throw new StanzaError("bad-request", { text: `the form is one of ${NS_MAM}` });
  }
  for (const name of fields.keys()) {
    if (!isFieldName(name)) throw new StanzaError("feature-not-implemented", { text: `cannot search by "${name}"` });
  }
  return fields;
}

/** XEP-0082: a date and time, in milliseconds. */
function timeOf(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const isDateTime = /^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;
  const time = isDateTime.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new StanzaError("bad-request", { text: `"${text}" is no date and time of XEP-0082` });
  return time;
}
