/** XEP-0045 §10.2: the kinds of setting that a room has: how each is shown in a form, and read from one. */
import { StanzaError } from "../../../../stanza-error.ts";
import { booleanIn, type Field } from "../../../kit/0004-data-forms.ts";

export interface Setting<Value> {
  /** The field's name in the form. */
  readonly var: string;
  readonly type: Field["type"];
  readonly label: string;
  readonly options?: readonly string[];
  /** Of a room that somebody makes and says nothing of: private. */
  readonly default: Value;
  /** Throws StanzaError not-acceptable (§10.1.3). */
  readonly read: (values: readonly string[]) => Value;
  readonly show: (value: Value) => readonly string[];
  /** The feature of disco#info that it gives the room (§16.3). */
  readonly feature?: (value: Value) => string;
  /** Stands in the room's information (§16.5.4) under this name, instead of being told to owners alone. */
  readonly info?: string;
}

const MAX_TEXT_LENGTH = 1023;

type Given<Value> = Pick<Setting<Value>, "var" | "label" | "default" | "feature" | "info">;

const invalid = (text: string): StanzaError => new StanzaError("not-acceptable", { text });

function one(values: readonly string[]): string {
  const [value = "", ...more] = values;
  if (more.length > 0 || value.length > MAX_TEXT_LENGTH) throw invalid("too much in a field");
  return value;
}

export const flag = (given: Given<boolean>): Setting<boolean> => ({
  ...given,
  type: "boolean",
  read: (values) => {
    const value = booleanIn(one(values));
    if (value === undefined) throw invalid(`"${values[0] ?? ""}" is neither true nor false`);
    return value;
  },
  show: (value) => [value ? "1" : "0"],
});

export const text = (given: Given<string>, type: "text-single" | "text-private" = "text-single"): Setting<string> => ({
  ...given,
  type,
  read: one,
  show: (value) => (value === "" ? [] : [value]),
});

export const choice = <const Choice extends string>(
  options: readonly Choice[],
  given: Given<Choice>,
): Setting<Choice> => ({
  ...given,
  type: "list-single",
  options,
  read: (values) => {
    const value = one(values);
    const chosen = options.find((option) => option === value);
    if (chosen === undefined) throw invalid(`"${value}" is none of ${options.join(", ")}`);
    return chosen;
  },
  show: (value) => [value],
});

export const choices = <const Choice extends string>(
  options: readonly Choice[],
  given: Given<readonly Choice[]>,
): Setting<readonly Choice[]> => ({
  ...given,
  type: "list-multi",
  options,
  read: (values) => {
    const unknown = values.find((value) => !options.some((option) => option === value));
    if (unknown !== undefined) throw invalid(`"${unknown}" is none of ${options.join(", ")}`);
    return options.filter((option) => values.includes(option));
  },
  show: (value) => value,
});

/** A number from 0 on. */
export const count = (given: Given<number>): Setting<number> => ({
  ...given,
  type: "text-single",
  read: (values) => {
    const value = one(values).trim();
    if (!/^[0-9]{1,9}$/.test(value)) throw invalid(`"${value}" is no number`);
    return Number(value);
  },
  show: (value) => [String(value)],
});
