/** XEP-0045 §10.2: the types of setting that a room has: how each is formatted for a form field, and parsed from one. */
import { StanzaError } from "../../../stanza-error.ts";
import { booleanIn, type Field } from "../../kit/0004-data-forms.ts";

export interface Setting<Value> {
  /** The name of the field in the configuration form. */
  readonly var: string;
  readonly type: Field["type"];
  readonly label: string;
  /** Of a list. A form shows them, and the value that is set where it is another one. */
  readonly options?: readonly string[];
  /** For a room whose creator does not set it. */
  readonly default: Value;
  /** Throws StanzaError not-acceptable (§10.1.3). */
  readonly parse: (values: readonly string[]) => Value;
  readonly format: (value: Value) => readonly string[];
  /** The disco#info feature of the room that follows from the value (§16.3). */
  readonly feature?: (value: Value) => string;
  /** The fields that show the value in the room's disco#info form (§16.5.4); without them, only owners see it. */
  readonly info?: readonly string[];
}

/** A row of the table: what is not determined by the type. */
type Row<Value> = Pick<Setting<Value>, "var" | "label" | "default" | "feature" | "info">;

/** Characters. */
const MAX_VALUE_LENGTH = 1023;

const LANGUAGE_TAG = /^(?:[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8})?$/;

const invalid = (text: string): StanzaError => new StanzaError("not-acceptable", { text });

function single(values: readonly string[]): string {
  const [value = "", ...more] = values;
  if (more.length > 0 || value.length > MAX_VALUE_LENGTH) throw invalid("too much in a field");
  return value;
}

export const flag = (row: Row<boolean>): Setting<boolean> => ({
  ...row,
  type: "boolean",
  parse: (values) => {
    const value = booleanIn(single(values));
    if (value === undefined) throw invalid(`"${values[0] ?? ""}" is neither true nor false`);
    return value;
  },
  format: (value) => [value ? "1" : "0"],
});

export const text = (row: Row<string>, type: "text-single" | "text-private" = "text-single"): Setting<string> => ({
  ...row,
  type,
  parse: single,
  format: (value) => (value === "" ? [] : [value]),
});

/** A language tag (RFC 5646), or "". */
export const languageTag = (row: Row<string>): Setting<string> => ({
  ...text(row),
  parse: (values) => {
    const tag = single(values).trim();
    if (!LANGUAGE_TAG.test(tag)) throw invalid(`"${tag}" is no language tag`);
    return tag;
  },
});

/** An XMPP URI (RFC 5122), or "". */
export const xmppUri = (row: Row<string>): Setting<string> => ({
  ...text(row),
  parse: (values) => {
    const uri = single(values).trim();
    if (uri !== "" && !uri.startsWith("xmpp:")) throw invalid("not an XMPP URI");
    return uri;
  },
});

export const choice = <const Choice extends string>(options: readonly Choice[], row: Row<Choice>): Setting<Choice> => ({
  ...row,
  type: "list-single",
  options,
  parse: (values) => {
    const value = single(values);
    const chosen = options.find((option) => option === value);
    if (chosen === undefined) throw invalid(`"${value}" is none of ${options.join(", ")}`);
    return chosen;
  },
  format: (value) => [value],
});

export const choices = <const Choice extends string>(
  options: readonly Choice[],
  row: Row<readonly Choice[]>,
): Setting<readonly Choice[]> => ({
  ...row,
  type: "list-multi",
  options,
  parse: (values) => {
    const unknown = values.find((value) => !options.some((option) => option === value));
    if (unknown !== undefined) throw invalid(`"${unknown}" is none of ${options.join(", ")}`);
    return options.filter((option) => values.includes(option));
  },
  format: (value) => value,
});

/** An integer from 0 on. */
export const count = (row: Row<number>): Setting<number> => ({
  ...row,
  type: "text-single",
  parse: (values) => {
    const value = single(values).trim();
    if (!/^[0-9]{1,9}$/.test(value)) throw invalid(`"${value}" is no number`);
    return Number(value);
  },
  format: (value) => [String(value)],
});

/** An integer from 1 on, or "none"; `suggested` are the ones to choose from. */
export const limit = (suggested: readonly string[], row: Row<string>): Setting<string> => ({
  ...row,
  type: "list-single",
  options: [...suggested, "none"],
  parse: (values) => {
    const value = single(values).trim();
    if (value === "none") return value;
    if (!/^0*[1-9][0-9]{0,8}$/.test(value)) throw invalid(`"${value}" is neither a number from 1 on nor none`);
    return String(Number(value));
  },
  format: (value) => [value],
});
