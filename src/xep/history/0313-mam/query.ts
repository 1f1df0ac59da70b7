/** XEP-0313 §4: the query of an archive: its form (§4.1.6), and how a request is read. */
import type { Element } from "ltx";
import { parseJid } from "../../../jid/jid.ts";
import { NS_DATA_FORMS, NS_MAM } from "../../../namespaces.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { pageRequestIn } from "../../kit/0059-rsm.ts";
import { parseDateTime } from "../../kit/0082-date-time.ts";
import type { StanzaIds } from "../0359-stanza-ids.ts";
import { NS_FULLTEXT } from "../0431-fulltext/fulltext.ts";
import type { Filter } from "./search.ts";

/** XEP-0431 §3.1, in Clark notation. */
const FULLTEXT = `{${NS_FULLTEXT}}fulltext` as const;

const TYPES = {
  with: "jid-single",
  start: "text-single",
  end: "text-single",
  "before-id": "text-single",
  "after-id": "text-single",
  ids: "list-multi",
  "include-groupchat": "boolean",
  [FULLTEXT]: "text-single",
} as const;

type FieldName = keyof typeof TYPES;

const isFieldName = (name: string): name is FieldName => Object.hasOwn(TYPES, name);

/** XEP-0122: the values of `ids` are free, not chosen from a list. */
const open = (): Element =>
  xml("validate", { xmlns: "http://jabber.org/protocol/xdata-validate", datatype: "xs:string" }, xml("open"));

/** §4.1.6. */
export const queryForm = (): Element =>
  xml(
    "query",
    { xmlns: NS_MAM },
    xml(
      "x",
      { xmlns: NS_DATA_FORMS, type: "form" },
      xml("field", { type: "hidden", var: "FORM_TYPE" }, xml("value", {}, NS_MAM)),
      ...Object.entries(TYPES).map(([name, type]) =>
        xml("field", { type, var: name }, name === "ids" ? open() : undefined),
      ),
    ),
  );

/** Messages on one page. */
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
  /** The ids that bound the query: each of them must exist (§4.3.1, item-not-found). */
  readonly positions: readonly number[];
}

/**
 * `account` is the owner of the archive, undefined for a room's. Throws StanzaError bad-request,
 * jid-malformed, item-not-found for an invalid id, feature-not-implemented for a field that is not in the form.
 */
export function readQuery(
  request: Element,
  account: string | undefined,
  ids: Pick<StanzaIds, "decode" | "between">,
): ArchiveQuery {
  const fields = fieldsIn(request);
  const idsIn = (...texts: readonly (string | undefined)[]): number[] =>
    texts.flatMap((text) => {
      const id = text === undefined ? undefined : ids.decode(text);
      if (text !== undefined && id === undefined) throw new StanzaError("item-not-found");
      return id === undefined ? [] : [id];
    });
  const one = (name: FieldName): string | undefined => fields.get(name)?.[0];
  const page = pageRequestIn(request);
  const beforeId = idsIn(one("before-id"));
  const afterId = idsIn(one("after-id"));
  const pageAfter = idsIn(page.after);
  const pageBefore = idsIn(page.before || undefined);
  const wanted = fields.has("ids") ? idsIn(...(fields.get("ids") ?? [])) : undefined;
  if (wanted && wanted.length > MAX_IDS) throw new StanzaError("policy-violation", { text: `at most ${MAX_IDS} ids` });
  const withJid = one("with") === undefined ? undefined : parseJid(one("with") ?? "");
  // §4.1.1: an account's messages to itself, between any of its resources.
  const resource = withJid?.bare === account ? undefined : withJid?.resource || undefined;
  if (!/^(?:true|false|0|1)$/.test(one("include-groupchat") ?? "true")) {
    throw new StanzaError("bad-request", { text: "include-groupchat is true or false" });
  }
  // `start` and `end` are inclusive, ids are exclusive.
  const isTimed = one("start") !== undefined || one("end") !== undefined;
  const [start, end] = [timeOf(one("start"), Number.NEGATIVE_INFINITY), timeOf(one("end"), Number.POSITIVE_INFINITY)];
  return {
    queryId: request.attrs.queryid,
    filter: {
      peer: withJid?.bare,
      resource,
      after: Math.max(-1, ...afterId, ...pageAfter),
      before: Math.min(Number.MAX_SAFE_INTEGER, ...beforeId, ...pageBefore),
      within: isTimed ? ids.between(start, end) : undefined,
      ids: wanted,
      // XEP-0431 §2.2: an empty text is ignored.
      text: one(FULLTEXT) || undefined,
    },
    max: Math.min(page.max ?? DEFAULT_PAGE, MAX_PAGE),
    from: page.before === undefined ? "oldest" : "newest",
    isFlipped: request.getChild("flip-page", NS_MAM) !== undefined,
    positions: [...beforeId, ...afterId, ...pageAfter, ...pageBefore],
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

/** Milliseconds since 1970. Throws StanzaError bad-request. */
function timeOf(text: string | undefined, fallback: number): number {
  const time = text === undefined ? fallback : parseDateTime(text);
  if (time === undefined) throw new StanzaError("bad-request", { text: `"${text}" is no date and time of XEP-0082` });
  return time;
}
