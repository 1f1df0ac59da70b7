/** Where config.toml says what: its statements with their keys, however these are written (dotted, quoted, in inline tables). */
import { parse } from "smol-toml";

/** A header or an assignment. Offsets count characters of the text. */
export interface Statement {
  /** The whole key: "listen.client" for `client = …` below `[listen]` and for `listen.client = …` at the top. */
  readonly key: string;
  /** That of the header above; empty at the top of the file. */
  readonly section: string;
  readonly isHeader: boolean;
  /** From 1. */
  readonly line: number;
  readonly from: number;
  /** Of an assignment: behind its equals sign. */
  readonly valueFrom: number;
  /** Behind the value or header, in front of a comment. */
  readonly to: number;
}

/** What is read as one: strings of four kinds, comments, line ends. */
const TOKEN =
  /"""(?:\\[\s\S]|[^\\])*?"{3,5}|'''[\s\S]*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*|\r?\n|[[\]{}=]|[^\s"'#[\]{}=]+|[^\S\n]+/g;

/** The statements of `text`, which is TOML. */
export function statementsIn(text: string): readonly Statement[] {
  const statements: Statement[] = [];
  let [section, line, depth] = ["", 1, 0];
  let open: { from: number; line: number; isHeader: boolean; valueFrom: number; to: number } | undefined;
  const end = (): void => {
    if (!open) return;
    const { isHeader, from, valueFrom, to } = open;
    const path = isHeader ? headerPath(text.slice(from, to)) : pathOf(text.slice(from, valueFrom - 1));
    if (isHeader) section = path;
    const key = isHeader || section === "" ? path : `${section}.${path}`;
    statements.push({ ...open, key, section: isHeader ? "" : section });
    open = undefined;
  };
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token.endsWith("\n") && token.length <= 2 && depth === 0) end();
    const isSpace = token.trim() === "" || token.startsWith("#");
    if (!isSpace) {
      open ??= { from: index, line, isHeader: token === "[", valueFrom: 0, to: 0 };
      if (token === "=" && depth === 0 && open.valueFrom === 0) open.valueFrom = index + 1;
      if (token === "[" || token === "{") depth += 1;
      if (token === "]" || token === "}") depth -= 1;
      open.to = index + token.length;
    }
    line += token.split("\n").length - 1;
  }
  end();
  return statements;
}

/** The line of each key, from 1; of the options in an inline table it is the table's. */
export function linesIn(text: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  for (const { key, isHeader, line, from, to } of statementsIn(text))
    if (!isHeader) {
      lines.set(key, line);
      const value = key.includes(".") ? undefined : Object.values(parse(text.slice(from, to)))[0];
      if (isTable(value)) for (const option of Object.keys(value)) lines.set(`${key}.${option}`, line);
    }
  return lines;
}

export const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const headerPath = (header: string): string => pathOf(header.replace(/^\[+/, "").replace(/\]+$/, ""));

/** "listen.client" of `"listen" . client`. */
function pathOf(written: string): string {
  const names: string[] = [];
  for (let value: unknown = parse(`${written} = 0`); isTable(value); ) {
    const [name = "", inner] = Object.entries(value)[0] ?? [];
    names.push(name);
    value = inner;
  }
  return names.join(".");
}
