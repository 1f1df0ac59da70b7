/** What can be typed, as the writers of completions need it: made from the verbs. */
import { type HelpMessages, helpMessages } from "../../messages/help.ts";
import type { Language } from "../../messages/language.ts";
import { wordIn } from "../../messages/word-in.ts";
import { type AnyVerb, COMMON_FLAGS, type Flags } from "../verb.ts";
import { type Setting, settings, type Values, valuesOf } from "./values.ts";

export interface TreeFlag {
  /** "--from". */
  readonly name: string;
  readonly meaning: string;
  /** May be given several times. */
  readonly isList: boolean;
  /** Undefined where it takes no value. */
  readonly value: { readonly word: string; readonly values: Values } | undefined;
}

export interface TreeOperand {
  /** In the language. */
  readonly word: string;
  readonly values: Values;
  /** As many as one likes: the last one. */
  readonly isMany: boolean;
}

export interface TreeVerb {
  /** "user add". */
  readonly name: string;
  readonly summary: string;
  /** The common flags too. */
  readonly flags: readonly TreeFlag[];
  readonly operands: readonly TreeOperand[];
}

export interface NamedSummary {
  readonly name: string;
  readonly summary: string;
}

export interface CommandTree {
  readonly verbs: readonly TreeVerb[];
  /** What may be the first word: verbs of one word, and groups. */
  readonly first: readonly NamedSummary[];
  /** By the first word, what may be the second one of a verb. */
  readonly second: Readonly<Record<string, readonly NamedSummary[]>>;
  /** What may follow --set. */
  readonly settings: readonly Setting[];
}

export function commandTree(verbs: readonly AnyVerb[], language: Language): CommandTree {
  const messages = helpMessages[language];
  const shown = verbs.filter(({ isHidden }) => !isHidden).map((verb) => treeVerb(verb, verbs, messages));
  const single = new Map(shown.map(({ name, summary }) => [name, summary]));
  const groups = new Map<string, NamedSummary[]>();
  for (const { name, summary } of shown) {
    const [first = "", second] = name.split(" ");
    if (second !== undefined) groups.set(first, [...(groups.get(first) ?? []), { name: second, summary }]);
  }
  const names = new Set(shown.map(({ name }) => name.split(" ", 1)[0] ?? ""));
  const summaryOf = (name: string): string =>
    single.get(name) ??
    groups
      .get(name)
      ?.map((each) => each.name)
      .join(", ") ??
    "";
  return {
    verbs: shown,
    first: [...names].map((name) => ({ name, summary: summaryOf(name) })),
    second: Object.fromEntries(groups),
    settings: settings(language),
  };
}

/** What is said of a group is which verbs it has. */
function treeVerb(
  { name, operands = [], flags }: AnyVerb,
  verbs: readonly AnyVerb[],
  messages: HelpMessages,
): TreeVerb {
  const all: Flags = { ...flags, ...COMMON_FLAGS };
  const shown = (word: string): string => wordIn(word.replace(/^\[|\]$/g, ""), messages.words);
  return {
    name,
    summary: messages.summaries[name],
    flags: Object.entries(all).map(([flag, facts]) => ({
      name: `--${flag}`,
      meaning: messages.meanings[facts.meaning],
      isList: facts.kind === "list",
      value:
        facts.kind === "switch"
          ? undefined
          : { word: shown(facts.value), values: valuesOf(facts.value, `${name} --${flag}`) },
    })),
    operands: operands.flatMap((word) =>
      word.includes("VERB")
        ? wordsOfVerbs(shown(word), verbs)
        : [{ word: shown(word), values: valuesOf(word, name), isMany: word.includes("…") }],
    ),
  };
}

/** A verb that prints JSON, as an operand: its first word, and where it has one, its second. */
function wordsOfVerbs(word: string, verbs: readonly AnyVerb[]): readonly TreeOperand[] {
  const names = verbs.filter(({ prints, isHidden }) => prints && !isHidden).map(({ name }) => name.split(" "));
  return [0, 1].map((at) => {
    const words = new Set(names.flatMap((name) => name[at] ?? []));
    return { word, isMany: false, values: { kind: "choices", choices: [...words] } };
  });
}

/** The flags that have to be skipped with their values before a verb is known. */
export const LEADING_FLAGS: readonly string[] = Object.entries(COMMON_FLAGS).flatMap(([name, { kind }]) =>
  kind === "switch" ? [] : [`--${name}`],
);
