/** config.toml as setup writes it: every option with its sentence and default, the chosen ones set, the others as comments. */
import { parse, stringify } from "smol-toml";
import type { Language } from "../messages/language.ts";
import { manualMessages } from "../messages/manual.ts";
import { optionSentence } from "../messages/options.ts";
import type { Option } from "../options.ts";
import { type Statement, statementsIn } from "./layout.ts";
import { type RawValues, valuesIn } from "./read.ts";
import { type Configurable, keyOf, renamedKeys, type Section, sectionsOf } from "./schema.ts";

/** A whole file: `values` (as TOML gives them, by key) are set, every other option stands there as a comment. */
export function printConfig(modules: readonly Configurable[], values: RawValues, language: Language = "en"): string {
  const head = manualMessages[language].file.head.map((line) => `# ${line}\n`).join("");
  return `${[head, ...sectionsOf(modules).map((section) => printSection(section, values, language))].join("\n")}`;
}

/**
 * `text` (a config.toml; empty for a new one) with `changes` made to it. Other values, comments and the order stay; options
 * with a former name get their current one. Comments of a new file are in the language.
 * Throws ConfigError where `text` is not TOML.
 */
export function changeConfig(
  text: string,
  modules: readonly Configurable[],
  changes: RawValues,
  language: Language = "en",
): string {
  const renamed = renamedKeys(sectionsOf(modules));
  const current = [...valuesIn(text)].map(([key, value]) => [renamed.get(key) ?? key, value] as const);
  const wanted = new Map([...current, ...changes]);
  if (text.trim() === "") return printConfig(modules, wanted, language);
  let changed = text;
  for (const [former, key] of renamed) changed = withName(changed, former, key);
  for (const [key, value] of changes) changed = withValue(changed, key, value);
  // Should the text have been misread, the values are kept and the layout is not.
  return hasValues(changed, wanted) ? changed : printConfig(modules, wanted, language);
}

function printSection({ name, xep, options }: Section, values: RawValues, language: Language): string {
  const header = name === "general" ? [] : [`[${name}]${xep ? ` # XEP-${xep}` : ""}`, ""];
  const lines = Object.entries(options).map(([option, description]) => {
    const value = values.get(keyOf(name, option));
    const isDefault = value === undefined;
    const line = printValue(option, isDefault ? description.default : value);
    return `${comment(description, language)}\n${isDefault ? `#${line}` : line}\n`;
  });
  return [...header, ...lines].join("\n");
}

function comment(option: Option, language: Language): string {
  const { choices, bounds, byDefault, live } = manualMessages[language].file;
  return [
    `# ${optionSentence(option.sentence, language)}`,
    ...(option.kind === "choice" ? [choices(option.choices.join(", "))] : []),
    ...(option.kind === "integer" ? [bounds(option.min, option.max)] : []),
    byDefault(JSON.stringify(option.default)),
    ...(option.reload === "live" ? [live] : []),
  ].join(" ");
}

const printValue = (option: string, value: unknown): string => stringify({ [option]: value }).trimEnd();

const printPlain = (value: unknown): string => printValue("value", value).replace("value = ", "");

/** `text` with the option at the key `former` called as in `key`, which is of the same section. */
function withName(text: string, former: string, key: string): string {
  const statements = statementsIn(text);
  const [section, name] = namesIn(former);
  const [, current] = namesIn(key);
  const table = tableOf(statements, section);
  if (table)
    return withTable(text, table, ({ [name]: value, ...others }) =>
      value === undefined || current in others ? { ...others, [name]: value } : { ...others, [current]: value },
    );
  const found = statements.find((each) => !each.isHeader && each.key === former);
  if (!found || statements.some((each) => each.key === key)) return text;
  const written = text.slice(found.from, found.valueFrom);
  return replaced(text, found.from, found.valueFrom, written.replace(name, current));
}

/** Replaces the value of a key, or its comment, or adds it to its section, or adds the section. */
function withValue(text: string, key: string, value: unknown): string {
  const statements = statementsIn(text);
  const [section, option] = namesIn(key);
  const found = statements.find((each) => !each.isHeader && each.key === key);
  if (found) return replaced(text, found.valueFrom, found.to, ` ${printPlain(value)}`);
  const table = tableOf(statements, section);
  if (table) return withTable(text, table, (values) => ({ ...values, [option]: value }));
  const dotted = statements.findLast((each) => isDotted(each) && namesIn(each.key)[0] === section);
  if (dotted) return behind(text, dotted, `${section}.${printValue(option, value)}`);
  return withLine(text, statements, key, printValue(option, value));
}

/** "listen.client = …" at the top of the file. */
const isDotted = ({ isHeader, section, key }: Statement): boolean => !isHeader && section === "" && key.includes(".");

const namesIn = (key: string): readonly [section: string, option: string] => {
  const dot = key.indexOf(".");
  return dot < 0 ? ["", key] : [key.slice(0, dot), key.slice(dot + 1)];
};

const replaced = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

/** `text` with `line` below a statement and the comment behind it. */
function behind(text: string, { to }: Statement, line: string): string {
  const end = text.indexOf("\n", to);
  return end < 0 ? `${text}\n${line}\n` : replaced(text, end + 1, end + 1, `${line}\n`);
}

/** "listen = { … }" at the top of the file. */
const tableOf = (statements: readonly Statement[], section: string): Statement | undefined =>
  statements.find(({ isHeader, key }) => !isHeader && section !== "" && key === section);

type Table = Readonly<Record<string, unknown>>;

/** `text` with other values in an inline table; the same text where they are the same. */
function withTable(text: string, { key, from, valueFrom, to }: Statement, change: (values: Table) => Table): string {
  const before = parse(text.slice(from, to))[key] as Table;
  const after = change(before);
  if (Bun.deepEquals(before, after)) return text;
  const values = Object.entries(after).map((each) => printValue(...each));
  return replaced(text, valueFrom, to, ` { ${values.join(", ")} }`);
}

/** Adds the line of an option: in place of its comment, else at the end of its section, else with the section. */
function withLine(text: string, statements: readonly Statement[], key: string, line: string): string {
  const [section, option] = namesIn(key);
  const header = section === "" ? undefined : statements.find((each) => each.isHeader && each.key === section);
  if (section !== "" && !header) return `${text.trimEnd()}\n\n[${section}]\n${line}\n`;
  const next = statements.find(({ isHeader, from }) => isHeader && (!header || from > header.from));
  const lines = text.split("\n");
  const from = header?.line ?? 0;
  const here = lines.slice(from, next ? next.line - 1 : lines.length);
  const shown = here.findIndex((each) => /^#([\w-]+) = /.exec(each)?.[1] === option);
  const last = here.findLastIndex((each) => each.trim() !== "");
  if (shown >= 0) lines.splice(from + shown, 1, line);
  else lines.splice(from + last + 1, 0, line);
  return lines.join("\n");
}

function hasValues(text: string, wanted: RawValues): boolean {
  try {
    return Bun.deepEquals(valuesIn(text), new Map(wanted));
  } catch {
    return false;
  }
}
