/** Terms of Erlang, written as text that `file:consult` and `ejabberdctl load` read. */
import { Atom, type Term, TermMap, Tuple } from "./term.ts";

/** On one line, in ASCII alone, so that no encoding is guessed. Throws Error for null, which stands for what no data have. */
export function printTerm(term: Term): string {
  if (term === null) throw new Error("a process is no data");
  if (typeof term === "bigint" || Number.isSafeInteger(term)) return String(term);
  if (typeof term === "number") return float(term);
  if (typeof term === "string") return binary(term);
  if (term instanceof Atom) return `'${term.name.replace(UNUSUAL, escaped)}'`;
  if (term instanceof Tuple) return `{${term.items.map(printTerm).join(",")}}`;
  if (term instanceof TermMap)
    return `#{${term.entries.map(([key, value]) => `${printTerm(key)} => ${printTerm(value)}`).join(",")}}`;
  return `[${term.map(printTerm).join(",")}]`;
}

/** With a digit on both sides of its point. */
const float = (number: number): string => number.toExponential().replace(/^(-?\d)e/, "$1.0e");

/** What stands for itself in a string literal. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** What does not stand for itself in an atom. */
const UNUSUAL = /[^ -&(-[\]-~]/gu;
const escaped = (character: string): string => `\\x{${character.codePointAt(0)?.toString(16)}}`;

const binary = (text: string): string => (PLAIN.test(text) ? `<<"${text}">>` : `<<${Buffer.from(text).join(",")}>>`);
