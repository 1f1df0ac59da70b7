/** XEP-0433 §4.2: the search form, and the search that a submitted one asks for. */
import type { Element } from "ltx";
import { StanzaError } from "../../stanza-error.ts";
import { wordsOf } from "../history/0431-fulltext/words.ts";
import { booleanIn, dataForm, type Field, formIn } from "../kit/0004-data-forms.ts";

const NS = "urn:xmpp:channel-search:0";
const SEARCH_PARAMS = `${NS}:search-params`;
const ERRORS = `${NS}:error`;
const SERVICE_TYPE = "xep-0045";
/** Characters. */
const MAX_QUERY_LENGTH = 1023;

const SORT_KEYS = { address: `{${NS}:order}address`, nusers: `{${NS}:order}nusers` } as const;
export type SortKey = keyof typeof SORT_KEYS;

/** The texts in which words are searched, with the fields that say so: §4.2.1 and §6.1 spell one of them differently. */
const SEARCH_FIELDS = {
  name: ["sinname"],
  description: ["sindescription"],
  address: ["sinaddress", "sinaddr"],
} as const;
export type SearchField = keyof typeof SEARCH_FIELDS;
const SEARCH_FIELD_NAMES = Object.keys(SEARCH_FIELDS) as SearchField[];

export interface Search {
  /** Undefined where all rooms match. */
  readonly words: readonly string[] | undefined;
  readonly fields: readonly SearchField[];
  /** Whether the search includes rooms of XEP-0045: there are no others here. */
  readonly includesRooms: boolean;
  readonly minUsers: number;
  readonly key: SortKey;
}

const refused = (name: string, text: string, condition: "bad-request" | "feature-not-implemented" = "bad-request") =>
  new StanzaError(condition, { type: "modify", text, application: { name, xmlns: ERRORS } });

/** Undefined where the request has no form, and asks for it. Throws StanzaError as §4.2.2.2 to §4.2.2.7 say. */
export function searchIn(request: Element): Search | undefined {
  const form = formIn(request);
  if (!form) return undefined;
  if (form.type !== "submit" || form.formType !== SEARCH_PARAMS)
    throw new StanzaError("bad-request", { text: `a submitted form of ${SEARCH_PARAMS}` });
  const one = (name: string): string | undefined => form.fields.get(name)?.[0];
  const flag = (names: readonly string[], fallback: boolean): boolean => {
    const text = names.map(one).find((value) => value !== undefined);
    const value = text === undefined ? fallback : booleanIn(text);
    if (value === undefined) throw new StanzaError("bad-request", { text: `${names[0]} is true or false` });
    return value;
  };
  const isAll = flag(["all"], false);
  const query = one("q");
  if (isAll && query) throw refused("conflicting-fields", "either all rooms, or those with certain words");
  return {
    words: isAll ? undefined : requestedWords(query),
    fields: SEARCH_FIELD_NAMES.filter((field) => flag(SEARCH_FIELDS[field], true)),
    includesRooms: (form.fields.get("types") ?? [SERVICE_TYPE]).includes(SERVICE_TYPE),
    minUsers: numberIn(one("min_users")),
    key: keyIn(one("key")),
  };
}

function requestedWords(query: string | undefined): readonly string[] {
  if (query === undefined) throw refused("no-search-conditions", "which words are looked for?");
  const words = wordsOf(query.slice(0, MAX_QUERY_LENGTH));
  if (words.length === 0) throw refused("invalid-search-terms", "a search needs a word: letters or digits");
  return words;
}

function numberIn(text = "0"): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new StanzaError("bad-request", { text: "min_users is a number" });
  return Number(text);
}

function keyIn(text: string = SORT_KEYS.nusers): SortKey {
  if (text === SORT_KEYS.address) return "address";
  if (text === SORT_KEYS.nusers) return "nusers";
  throw refused("invalid-sort-key", `sorted by ${SORT_KEYS.nusers} or ${SORT_KEYS.address}`, "feature-not-implemented");
}

/** §4.2.1. */
export function searchForm(): Element {
  const switchedOn = (name: string, label: string): Field => ({ var: name, type: "boolean", label, values: ["true"] });
  return dataForm("form", SEARCH_PARAMS, [
    { var: "q", type: "text-single", label: "Search for", values: [] },
    { var: "all", type: "boolean", label: "All rooms, whatever the words", values: ["false"] },
    switchedOn("sinname", "Search in names"),
    switchedOn("sindescription", "Search in descriptions"),
    switchedOn("sinaddress", "Search in addresses"),
    { var: "min_users", type: "text-single", label: "At least so many people in it", values: ["0"] },
    { var: "types", type: "list-multi", label: "Kinds of rooms", values: [SERVICE_TYPE], options: [SERVICE_TYPE] },
    {
      var: "key",
      type: "list-single",
      label: "Sorted by",
      values: [SORT_KEYS.nusers],
      options: Object.values(SORT_KEYS),
    },
  ]);
}
