/** The arguments of the program: a verb, its operands, its flags. */
import { parseArgs } from "node:util";
import { didYouMean } from "../config/did-you-mean.ts";
import { EXIT } from "./exit.ts";
import { COMMON_FLAGS, type Flags, type FlagValues } from "./verb.ts";
import { VerbError } from "./verb-error.ts";

export interface TypedWords {
  /** The first two without dashes: perhaps the name of a verb. */
  readonly words: readonly string[];
  /** `args` without the first `count` words. */
  readonly withoutWords: (count: number) => readonly string[];
  /** `--home` and `--lang`, where they have a value. */
  readonly home: string | undefined;
  readonly lang: string | undefined;
  readonly wantsHelp: boolean;
  readonly wantsJson: boolean;
  readonly wantsVersion: boolean;
}

/** Looks for the verb. Flags before it can only be the common ones. */
export function readWords(args: readonly string[]): TypedWords {
  const { tokens } = parseArgs({ args: [...args], options: optionsOf(COMMON_FLAGS), strict: false, tokens: true });
  const words = tokens.filter((token) => token.kind === "positional").slice(0, 2);
  const has = (...names: string[]) => tokens.some((token) => token.kind === "option" && names.includes(token.name));
  const last = (name: string): string | undefined =>
    tokens.filter((token) => token.kind === "option").findLast((token) => token.name === name)?.value;
  return {
    words: words.map(({ value }) => value),
    withoutWords: (count) => {
      const taken = new Set(words.slice(0, count).map(({ index }) => index));
      return args.filter((_, index) => !taken.has(index));
    },
    home: last("home"),
    lang: last("lang"),
    wantsHelp: has("help", "h"),
    // Also where it has been taken for the value of the flag before it.
    wantsJson: has("json") || tokens.some((token) => token.kind === "option" && token.value === "--json"),
    wantsVersion: has("version"),
  };
}

/** The flags and operands of a verb. Throws VerbError (usage) for those that it does not have. */
export function readArguments<F extends Flags>(
  args: readonly string[],
  flags: F,
  operands: readonly string[],
): { flags: FlagValues<F>; operands: readonly string[] } {
  const { tokens } = parseArgs({ args: [...args], options: optionsOf(flags), strict: false, tokens: true });
  const values: Record<string, unknown> = {};
  for (const [name, { kind }] of Object.entries(flags))
    values[name] = kind === "switch" ? false : kind === "list" ? [] : undefined;
  const given: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") given.push(token.value);
    if (token.kind === "option") values[token.name] = flagValue(token, flags, values[token.name]);
  }
  const needed = operands.filter((operand) => !operand.startsWith("["));
  if (given.length < needed.length)
    throw new VerbError(EXIT.usage, "missing", { operands: needed.slice(given.length) });
  // The last one, "JID…", may be several.
  const superfluous = /…\]?$/.test(operands.at(-1) ?? "") ? undefined : given[operands.length];
  if (superfluous !== undefined) throw new VerbError(EXIT.usage, "superfluous", { word: superfluous });
  return { flags: values as FlagValues<F>, operands: given };
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

function flagValue({ name, rawName, value, inlineValue }: OptionToken, flags: Flags, before: unknown): unknown {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (!flag) {
    const near = didYouMean(name, Object.keys(flags));
    throw new VerbError(EXIT.usage, "no-flag", { flag: rawName, near });
  }
  if (flag.kind === "switch") {
    if (value !== undefined) throw new VerbError(EXIT.usage, "no-value", { flag: rawName });
    return true;
  }
  // "--home --json" lacks a value; "-" alone is standard input.
  if (value === undefined || (!inlineValue && value.startsWith("-") && value !== "-"))
    throw new VerbError(EXIT.usage, "value-needed", { flag: rawName, value: flag.value });
  return flag.kind === "list" ? [...(before as readonly string[]), value] : value;
}

function optionsOf(flags: Flags) {
  const options = Object.entries(flags).map(([name, { kind }]) => {
    const type: "boolean" | "string" = kind === "switch" ? "boolean" : "string";
    return [name, name === "help" ? { type, short: "h" } : { type }] as const;
  });
  return Object.fromEntries(options);
}
