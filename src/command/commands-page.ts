/** Every verb with its flags and examples, as a page of the documents: docs/commands.md. */
import { helpMessages } from "../messages/help.ts";
import type { Language } from "../messages/language.ts";
import { manualMessages } from "../messages/manual.ts";
import { wordIn, wordsIn } from "../messages/word-in.ts";
import { EXIT } from "./exit.ts";
import { groupsOf } from "./man/verb-pages.ts";
import { type AnyVerb, COMMON_FLAGS, type Flags } from "./verb.ts";

/** The languages of the documents. */
export type PageLanguage = Extract<Language, "en" | "fr">;

const FRAME = {
  en: {
    title: "Commands",
    lead: "Every verb, made from the source by `npm run docs`: `--help` behind a verb says the same, and so do the manual pages.",
    common: "Flags of all",
  },
  fr: {
    title: "Les commandes",
    lead: "Toutes les commandes, écrites d’après le source par `npm run docs` : `--help` derrière une commande dit la même chose, et les pages de manuel aussi.",
    common: "Options de toutes",
  },
} as const satisfies Record<PageLanguage, object>;

/** Markdown. Hidden verbs are left out. */
export function printCommands(verbs: readonly AnyVerb[], language: PageLanguage): string {
  const manual = manualMessages[language];
  const frame = FRAME[language];
  const groups = [...groupsOf(verbs.filter(({ isHidden }) => !isHidden))];
  const codes = Object.entries(EXIT).map(([name, code]) =>
    row(`${code}`, printed(manual.exits[name as keyof typeof EXIT], language)),
  );
  return [
    `# ${frame.title}`,
    frame.lead,
    ...groups.flatMap(([first, members]) => [`## ${first}`, ...members.flatMap((verb) => verbPart(verb, language))]),
    `## ${frame.common}`,
    flagTable(COMMON_FLAGS, language),
    `## ${titled(manual.sections.exits)}`,
    `${HEAD}\n${codes.join("\n")}`,
  ]
    .join("\n\n")
    .concat("\n");
}

function verbPart({ name, operands = [], examples, flags }: AnyVerb, language: PageLanguage): readonly string[] {
  const help = helpMessages[language];
  const usage = ["jabber-home", name, ...operands.map((operand) => wordIn(operand, help.words))].join(" ");
  return [
    `### ${escaped(usage)}`,
    printed(sentence(help.summaries[name]), language),
    ...(Object.keys(flags).length > 0 ? [flagTable(flags, language)] : []),
    `\`\`\`\n${examples.map((line) => `jabber-home ${wordsIn(line, help.words)}`).join("\n")}\n\`\`\``,
  ];
}

const HEAD = "| | |\n|---|---|";

function flagTable(flags: Flags, language: PageLanguage): string {
  const help = helpMessages[language];
  const rows = Object.entries(flags).map(([name, flag]) => {
    const value = flag.kind === "switch" ? "" : ` ${wordIn(flag.value, help.words)}`;
    return row(`\`--${name}${value}\``, printed(help.meanings[flag.meaning], language));
  });
  return `${HEAD}\n${rows.join("\n")}`;
}

const row = (left: string, right: string): string => `| ${left.replaceAll("|", "\\|")} | ${right} |`;

/** As a document has it: terminals get the apostrophe of keyboards, French pages that of print. */
const printed = (text: string, language: PageLanguage): string =>
  escaped(language === "fr" ? text.replaceAll("'", "’") : text);

/** Text that Markdown could take for something else. */
const escaped = (text: string): string => text.replace(/[\\`*_[\]<>|]/g, "\\$&");

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

/** Headings of manual pages are in capitals. */
const titled = (text: string): string => `${text.slice(0, 1)}${text.slice(1).toLowerCase()}`;
