/** XEP-0433 §4.2: what somebody searches for, read from the form, and the form itself. */
import type { Element } from "ltx";
import { StanzaError } from "../../stanza-error.ts";
import { wordsOf } from "../history/0431-fulltext/words.ts";
import { booleanIn, dataForm, type Field, formIn } from "../kit/0004-data-forms.ts";

const NS = "urn:xmpp:channel-search:0";
export const NS_SEARCH = `${NS}:search`;
const PARAMS = `${NS}:search-params`;
const ERRORS = `${NS}:error`;
const TYPE = "xep-0045";
const MAX_QUERY_LENGTH = 1023;

const KEYS = { address: `{${NS}:order}address`, nusers: `{${NS}:order}nusers` } as const;
export type SortKey = keyof typeof KEYS;

/** In which of a room's texts the words are looked for. The example of §4.2.1 and the table of §6.1 spell one in two ways. */
const SEARCH_FIELDS = {
  name: ["sinname"],
  description: ["sindescription"],
  address: ["sinaddress", "sinaddr"],
} as const;
export type SearchField = keyof typeof SEARCH_FIELDS;
const SEARCH_FIELD_NAMES = Object.keys(SEARCH_FIELDS) as SearchField[];

export interface Search {
  /** Undefined for all rooms. */
  readonly words: readonly string[] | undefined;
  readonly fields: readonly SearchField[];
  /** Whether rooms of XEP-0045, which alone there are here, are looked for at all. */
  readonly isForRooms: boolean;
  readonly minUsers: number;
  readonly key: SortKey;
}

const refused = (name: string, text: string, condition: "bad-request" | "feature-not-implemented" = "bad-request") =>
  new StanzaError(condition, { type: "modify", text, application: { name, xmlns: ERRORS } });

/** Of a submitted form; undefined where there is none: it is asked for. Throws StanzaError as §4.2.2.2 to §4.2.2.7 say. */
export function searchIn(request: Element): Search | undefined {
  const form = formIn(request);
  if (!form) return undefined;
  if (form.type !== "submit" || form.formType !== PARAMS)
    throw new StanzaError("bad-request", { text: `a submitted form of ${PARAMS}` });
  const one = (name: string): string | undefined => form.fields.get(name)?.[0];
  const flag = (names: readonly string[], otherwise: boolean): boolean => {
    const text = names.map(one).find((value) => value !== undefined);
    const value = text === undefined ? otherwise : booleanIn(text);
    if (value === undefined) throw new StanzaError("bad-request", { text: `${names[0]} is true or false` });
    return value;
  };
  const isAll = flag(["all"], false);
  const sought = one("q");
  if (isAll && sought) throw refused("conflicting-fields", "either all rooms, or those with certain words");
  return {
    words: isAll ? undefined : requestedWords(sought),
    fields: SEARCH_FIELD_NAMES.filter((place) => flag(SEARCH_FIELDS[place], true)),
    isForRooms: (form.fields.get("types") ?? [TYPE]).includes(TYPE),
    minUsers: numberIn(one("min_users")),
    key: keyIn(one("key")),
  };
}

function requestedWords(sought: string | undefined): readonly string[] {
  if (sought === undefined) throw refused("no-search-conditions", "which words are looked for?");
  const words = wordsOf(sought.slice(0, MAX_QUERY_LENGTH));
  if (words.length === 0) throw refused("invalid-search-terms", "a search needs a word: letters or digits");
  return words;
}

function numberIn(text = "0"): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new StanzaError("bad-request", { text: "min_users is a number" });
  return Number(text);
}

function keyIn(text: string = KEYS.nusers): SortKey {
  if (text === KEYS.address) return "address";
  if (text === KEYS.nusers) return "nusers";
  throw refused("invalid-sort-key", `sorted by ${KEYS.nusers} or ${KEYS.address}`, "feature-not-implemented");
}

/** §4.2.1, with our defaults. */
export function searchForm(): Element {
  const yes = (name: string, label: string): Field => ({ var: name, type: "boolean", label, values: ["true"] });
  return dataForm("form", PARAMS, [
    { var: "q", type: "text-single", label: "Search for", values: [] },
    { var: "all", type: "boolean", label: "All rooms, whatever the words", values: ["false"] },
    yes("sinname", "Search in names"),
    yes("sindescription", "Search in descriptions"),
    yes("sinaddress", "Search in addresses"),
    { var: "min_users", type: "text-single", label: "At least so many people in it", values: ["0"] },
    { var: "types", type: "list-multi", label: "Kinds of rooms", values: [TYPE], options: [TYPE] },
    { var: "key", type: "list-single", label: "Sorted by", values: [KEYS.nusers], options: Object.values(KEYS) },
  ]);
}
