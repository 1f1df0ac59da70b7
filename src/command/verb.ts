/** The contract of a verb: facts as data, and a function. */
import type { Home } from "../home.ts";
import type { Language } from "../messages/language.ts";
import type { ExitCode } from "./exit.ts";
import { printJson } from "./json.ts";
import type { Terminal } from "./terminal.ts";

export type Flag =
  /** Given or not. */
  | { readonly kind: "switch"; readonly sentence: string }
  /** `value` names what follows: "FILE". */
  | { readonly kind: "text"; readonly value: string; readonly sentence: string }
  /** May be given several times. */
  | { readonly kind: "list"; readonly value: string; readonly sentence: string };

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
  /** "user add" */
  readonly name: string;
  /** What it does, in a few words that follow "jabber-home user add:". */
  readonly summary: string;
  /** "JID", or "[JID]" for one that may be left out. */
  readonly operands?: readonly string[];
  /** Whole command lines, without the program's name. */
  readonly examples: readonly string[];
  readonly flags: F;
  /** May throw anything; a CommandError gives the exit code and a remedy. */
  readonly run: (call: Call<F>) => ExitCode | Promise<ExitCode>;
}

// biome-ignore lint/suspicious/noExplicitAny: verbs of all flags stand in one table
export type AnyVerb = Verb<any>;

export const defineVerb = <const F extends Flags>(verb: Verb<F>): Verb<F> => verb;

/** For verbs that print an answer. */
export const JSON_FLAG = { kind: "switch", sentence: "Answer in JSON." } as const;

export const SET_FLAG = {
  kind: "list",
  value: "KEY=VALUE",
  sentence: "Any option of config.toml, such as listen.client=127.0.0.1:5222; again for more.",
} as const;

/** Every verb has these. */
export const COMMON_FLAGS = {
  home: { kind: "text", value: "DIR", sentence: "The folder of the server's data." },
  lang: { kind: "text", value: "en|fr", sentence: "The language, if not the system's." },
  help: { kind: "switch", sentence: "Show this." },
} as const satisfies Flags;

/** Prints `value` as JSON with --json, else `text`. */
export function report(
  { flags, terminal }: { flags: { json: boolean }; terminal: Terminal },
  value: unknown,
  text: string,
): void {
  terminal.out(flags.json ? printJson(value) : text);
}
