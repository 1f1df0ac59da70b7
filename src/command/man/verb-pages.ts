/** The manual pages of the verbs: one for the program, and one for each first word. */
import type { HelpMessages } from "../../messages/help.ts";
import type { ManualMessages } from "../../messages/manual.ts";
import { wordIn, wordsIn } from "../../messages/word-in.ts";
import { EXIT } from "../exit.ts";
import { type AnyVerb, COMMON_FLAGS, type Flag, type Flags } from "../verb.ts";
import { command, escaped, example, item, page, paragraph, section, subsection, type Title, typed } from "./roff.ts";

export interface PageDeps {
  readonly verbs: readonly AnyVerb[];
  readonly help: HelpMessages;
  readonly manual: ManualMessages;
  readonly stamp: Pick<Title, "date" | "version">;
}

const PROGRAM = "jabber-home";

/** Verbs by their first word, in the order of --help. */
export function groupsOf(verbs: readonly AnyVerb[]): ReadonlyMap<string, readonly AnyVerb[]> {
  const groups = new Map<string, AnyVerb[]>();
  for (const verb of verbs) {
    const [first = ""] = verb.name.split(" ");
    groups.set(first, [...(groups.get(first) ?? []), verb]);
  }
  return groups;
}

/** jabber-home(1). */
export function programPage({ verbs, help, manual, stamp }: PageDeps): string {
  const { sections } = manual;
  const groups = [...groupsOf(verbs)];
  return page({ name: PROGRAM, manual: 1, ...stamp }, [
    ...nameSection(PROGRAM, manual.title, manual),
    section(sections.synopsis),
    `${command([PROGRAM, manual.verb])} ${escaped(help.flagWord)}`,
    section(sections.description),
    manual.description.map(paragraph).join("\n.PP\n"),
    section(sections.verbs),
    ...verbs.map((verb) => item(usage(verb, help, false), `${help.summaries[verb.name]}.`)),
    section(sections.flags),
    ...flagItems(COMMON_FLAGS, help),
    section(sections.exits),
    ...Object.entries(EXIT).map(([name, code]) => item(`\\fB${code}\\fR`, manual.exits[name as keyof typeof EXIT])),
    section(sections.environment),
    ...items(manual.environment),
    section(sections.files),
    ...items(manual.files),
    section(sections.examples),
    ...help.overview.map(([line, summary]) => item(`\\fB${typed(line)}\\fR`, `${summary}.`)),
    ...seeSection(
      groups.map(([first]) => `${PROGRAM}-${first}`),
      manual,
    ),
  ]);
}

/** jabber-home-user(1). */
export function groupPage(first: string, members: readonly AnyVerb[], { help, manual, stamp }: PageDeps): string {
  const { sections } = manual;
  const [only] = members.length === 1 ? members : [];
  const title = only ? help.summaries[only.name] : manual.verbsOf(members.map(({ name }) => name));
  return page({ name: `${PROGRAM}-${first}`, manual: 1, ...stamp }, [
    ...nameSection(`${PROGRAM}-${first}`, title, manual),
    section(sections.synopsis),
    members.map((verb) => usage(verb, help)).join("\n.br\n"),
    section(sections.description),
    ...members.flatMap((verb) => [
      ...(only ? [] : [subsection(`${PROGRAM} ${verb.name}`)]),
      paragraph(`${help.summaries[verb.name]}.`),
      ...flagItems(verb.flags, help),
      example(verb.examples.map((line) => `${PROGRAM} ${wordsIn(line, help.words)}`)),
    ]),
    section(sections.flags),
    ...flagItems(COMMON_FLAGS, help),
    ...seeSection([PROGRAM, `${PROGRAM}-config`], manual),
  ]);
}

export const nameSection = (name: string, title: string, { sections }: ManualMessages): readonly string[] => [
  section(sections.name),
  `${typed(name)} \\-\n${paragraph(title)}`,
];

/** Pages of this program, without their sections. */
export const seeSection = (names: readonly string[], { sections }: ManualMessages): readonly string[] => [
  section(sections.see),
  names.map((name) => `.BR ${typed(name)} (${name.endsWith("-config") ? 5 : 1})`).join(" ,\n"),
];

function usage({ name, operands = [], flags }: AnyVerb, help: HelpMessages, hasFlags = true): string {
  const words = operands.map((operand) => wordIn(operand, help.words));
  const more = hasFlags && Object.keys(flags).length > 0 ? ` ${escaped(help.flagWord)}` : "";
  return `${command([PROGRAM, ...name.split(" "), ...words])}${more}`;
}

const flagItems = (flags: Flags, help: HelpMessages): readonly string[] =>
  Object.entries(flags).map(([name, flag]) => item(flagTerm(name, flag, help), help.meanings[flag.meaning]));

const flagTerm = (name: string, flag: Flag, help: HelpMessages): string =>
  flag.kind === "switch"
    ? `\\fB${typed(`--${name}`)}\\fR`
    : `\\fB${typed(`--${name}`)}\\fR \\fI${typed(wordIn(flag.value, help.words))}\\fR`;

const items = (texts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(texts).map(([name, text]) => item(`\\fB${typed(name)}\\fR`, text));
