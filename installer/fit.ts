/** Lines that a terminal shows whole: broken between words, each under the one before. */
import { wrap } from "../src/messages/wrap.ts";

/** Two columns, as they are set apart by more than one space: a label and a command, an address and whose it is. */
const COLUMNS = /^(.*\S) {2,}(\S.*)$/;

/** The last column of a text that has several goes to a line of its own, where it stays whole. */
export function splitColumns(text: string): readonly [first: string, last?: string] {
  const [, first, last] = COLUMNS.exec(text) ?? [];
  return first === undefined || last === undefined ? [text] : [first, last];
}

/** `text` in lines of at most `width`; what follows the first is indented like it, a list's item under its words. */
export function fit(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const indent = " ".repeat(/^ *(?:- )?/.exec(text)?.[0].length ?? 0);
  const [head, last] = splitColumns(text);
  if (last !== undefined) return [...fit(head, width), ...fit(indent + last, width)];
  const [first = "", ...more] = wrap(text, width);
  const rest = more.join(" ").trim();
  // A word that no line can hold is left to the terminal.
  if (rest === "" || first.trim() === "") return [text];
  return [first.trimEnd(), ...fit(indent + rest, width)];
}

/** Of the last screen: what begins with spaces, or stands behind a label, is a command and stays whole; what is said of it goes below. */
export function fitClosing(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const [, indent = "", text = ""] = /^( *)(.*)$/.exec(line) ?? [];
  const [first, last] = splitColumns(text);
  if (last !== undefined) return [indent + first, `${indent}  ${last}`];
  return indent === "" ? fit(line, width) : [line];
}

/** NAME TTL IN TYPE DATA (RFC 1035 §5.1). */
const RECORD = /^(\S+) +(\d+ IN \S+) +(\S.*)$/;

/** A record that is too long for a line is continued in parentheses (RFC 1035 §5.1); anything else stays as it is. */
export function fitRecord(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const [, name, type, data = ""] = RECORD.exec(line) ?? [];
  if (name === undefined) return [line];
  const indented = `    ${data} )`;
  return [`${name} ${type} (`, ...(indented.length <= width ? [indented] : [data, ")"])];
}
