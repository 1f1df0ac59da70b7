/** The contract of a verb: facts as data, and a function. */
import type { Home } from "../home.ts";
import type { FlagMeaning, VerbName } from "../messages/help.ts";
import { LANGUAGES, type Language } from "../messages/language.ts";
import type { ExitCode } from "./exit.ts";
import { type Declared, printJson } from "./json/print.ts";
import type { Schema, SchemaOf } from "./json/schema.ts";
import type { Terminal } from "./terminal.ts";

export type Flag =
  /** Given or not. */
  | { readonly kind: "switch"; readonly meaning: FlagMeaning }
  /** `value` names what follows: "FILE". */
  | { readonly kind: "text"; readonly value: string; readonly meaning: FlagMeaning }
  /** May be given several times. */
  | { readonly kind: "list"; readonly value: string; readonly meaning: FlagMeaning };

/** By their names, without dashes. */
export type Flags = Readonly<Record<string, Flag>>;

type ValueOf<F extends Flag> = F["kind"] extends "switch"
  ? boolean
  : F["kind"] extends "list"
    ? readonly string[]
    : string | undefined;

export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

/** One use of a verb. */
export interface Call<F extends Flags = Flags> {
  readonly flags: FlagValues<F>;
  /** The arguments after the verb that are no flags. */
  readonly operands: readonly string[];
  readonly home: Home;
  readonly terminal: Terminal;
  readonly language: Language;
}

export interface Verb<F extends Flags = Flags> {
  /** "user add"; what it does stands in messages/help.ts. */
  readonly name: VerbName;
  /** "JID", or "[JID]" for one that may be left out; "JID…" for several, as the last one. */
  readonly operands?: readonly string[];
  /** Whole command lines, without the program's name. */
  readonly examples: readonly string[];
  readonly flags: F;
  /** With --json: one value, which docs/json.md and `json-schema` describe. */
  readonly prints?: Schema;
  /** With --json, and flags of its own: a value in each line. */
  readonly printsLines?: Schema;
  /** Of use to programs alone: --help, completions and manual pages do not list it. */
  readonly isHidden?: true;
  /** May throw anything; a CommandError gives the exit code and a remedy. `everyVerb` is for those that describe the others. */
  readonly run: (call: Call<F>, everyVerb?: EveryVerb) => ExitCode | Promise<ExitCode>;
}

/** All verbs, in the order of --help. */
export type EveryVerb = () => Promise<readonly AnyVerb[]>;

// biome-ignore lint/suspicious/noExplicitAny: verbs of all flags stand in one table
export type AnyVerb = Verb<any>;

/** A verb with --json says what that prints. */
type Printing<F extends Flags> = F extends { readonly json: Flag } ? { readonly prints: Schema } : unknown;

export const defineVerb = <const F extends Flags>(verb: Verb<F> & Printing<F>): Verb<F> => verb;

/** For verbs that print an answer. */
export const JSON_FLAG = { kind: "switch", meaning: "json" } as const;

export const SET_FLAG = {
  kind: "list",
  value: "KEY=VALUE",
  meaning: "set",
} as const;

/** Every verb has these. */
export const COMMON_FLAGS = {
  home: { kind: "text", value: "DIR", meaning: "home" },
  lang: { kind: "text", value: LANGUAGES.join("|"), meaning: "lang" },
  help: { kind: "switch", meaning: "help" },
} as const satisfies Flags;

/** Prints `value` as JSON with --json, else `text`. */
export function report<T, Value extends T>(
  { flags, terminal }: { flags: { json: boolean }; terminal: Terminal },
  schema: SchemaOf<T>,
  value: Declared<T, Value> & Value,
  text: string,
): void {
  terminal.out(flags.json ? printJson<T, Value>(schema, value) : text);
}
