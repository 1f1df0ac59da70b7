/** config.toml as setup writes it: every option with its sentence and default, the chosen ones set, the others as comments. */
import { parse, stringify } from "smol-toml";
import type { Option } from "../options.ts";
import { lineOf, type RawValues, valuesIn } from "./read.ts";
import { type Configurable, keyOf, renamedKeys, type Section, sectionsOf } from "./schema.ts";

const HEAD = `# The configuration of jabber-home. A line that begins with # is a comment: remove the # to set another value.
# "jabber-home config check" tells what is wrong with it; a running server reads it again on SIGHUP.
`;

/** A whole file: `values` (as TOML gives them, by key) are set, every other option stands there as a comment. */
export function printConfig(modules: readonly Configurable[], values: RawValues): string {
  return `${[HEAD, ...sectionsOf(modules).map((section) => printSection(section, values))].join("\n")}`;
}

/**
 * `text` (a config.toml; empty for a new one) with `changes` made to it. Other values, comments and the order stay; options
 * with a former name get their current one.
 * Throws ConfigError where `text` is not TOML.
 */
export function changeConfig(text: string, modules: readonly Configurable[], changes: RawValues): string {
  const renamed = renamedKeys(sectionsOf(modules));
  const current = [...valuesIn(text)].map(([key, value]) => [renamed.get(key) ?? key, value] as const);
  const wanted = new Map([...current, ...changes]);
  if (text.trim() === "") return printConfig(modules, wanted);
  let changed = text;
  for (const [former, key] of renamed) changed = withName(changed, former, key);
  for (const [key, value] of changes) changed = withValue(changed, key, value);
  // Dotted keys and inline tables cannot be changed line by line: then the values are kept, the layout is not.
  return hasValues(changed, wanted) ? changed : printConfig(modules, wanted);
}

function printSection({ name, xep, options }: Section, values: RawValues): string {
  const header = name === "general" ? [] : [`[${name}]${xep ? ` # XEP-${xep}` : ""}`, ""];
  const lines = Object.entries(options).map(([option, description]) => {
    const value = values.get(keyOf(name, option));
    const isDefault = value === undefined;
    const line = printValue(option, isDefault ? description.default : value);
    return `${comment(description)}\n${isDefault ? `#${line}` : line}\n`;
  });
  return [...header, ...lines].join("\n");
}

function comment(option: Option): string {
  const choices = option.kind === "choice" ? ` One of ${option.choices.join(", ")}.` : "";
  const bounds = option.kind === "integer" ? ` From ${option.min} to ${option.max}.` : "";
  return `# ${option.sentence}${choices}${bounds} Default: ${JSON.stringify(option.default)}.`;
}

const printValue = (option: string, value: unknown): string => stringify({ [option]: value }).trimEnd();

/** `text` with the option at the key `former` called as in `key`, which is of the same section. */
function withName(text: string, former: string, key: string): string {
  const number = lineOf(text, former);
  if (number === undefined || lineOf(text, key) !== undefined) return text;
  const nameIn = (each: string): string => each.slice(each.indexOf(".") + 1);
  const lines = text.split("\n");
  const line = lines[number - 1] ?? "";
  return lines.with(number - 1, line.replace(nameIn(former), nameIn(key))).join("\n");
}

/** Replaces the line (or lines) of a key, or its comment, or adds it to its section, or adds the section. */
function withValue(text: string, key: string, value: unknown): string {
  const dot = key.indexOf(".");
  const [section, option] = dot < 0 ? ["", key] : [key.slice(0, dot), key.slice(dot + 1)];
  const lines = text.split("\n");
  const { from, to } = extentOf(lines, section);
  const line = printValue(option, value);
  if (from < 0) return `${text.trimEnd()}\n\n[${section}]\n${line}\n`;
  const here = lines.slice(from, to);
  const set = here.findIndex((each) => /^\s*([\w-]+)\s*=/.exec(each)?.[1] === option);
  if (set >= 0) lines.splice(from + set, linesOfValue(lines.slice(from + set, to)), line);
  else {
    const shown = here.findIndex((each) => /^#([\w-]+) = /.exec(each)?.[1] === option);
    const last = here.findLastIndex((each) => each.trim() !== "");
    if (shown >= 0) lines.splice(from + shown, 1, line);
    else lines.splice(from + last + 1, 0, line);
  }
  return lines.join("\n");
}

/** The lines of a section: `from` is the first after its header, −1 if there is none; `to` is where the next begins. */
function extentOf(lines: readonly string[], section: string): { from: number; to: number } {
  const isHeader = (line: string) => /^\s*\[/.test(line);
  const isWanted = (line: string) => /^\s*\[\s*([\w-]+)\s*\]/.exec(line)?.[1] === section;
  const from = section === "" ? 0 : lines.findIndex(isWanted) + 1;
  if (section !== "" && from === 0) return { from: -1, to: -1 };
  const next = lines.slice(from).findIndex(isHeader);
  return { from, to: next < 0 ? lines.length : from + next };
}

/** How many lines a value takes from the first of `lines` on: until what was read is TOML. */
function linesOfValue(lines: readonly string[]): number {
  for (let count = 1; count <= lines.length; count++)
    try {
      parse(lines.slice(0, count).join("\n"));
      return count;
    } catch {
      // The value goes on in the next line.
    }
  return 1;
}

function hasValues(text: string, wanted: RawValues): boolean {
  try {
    return Bun.deepEquals(valuesIn(text), new Map(wanted));
  } catch {
    return false;
  }
}
