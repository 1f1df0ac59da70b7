/** Terms of Erlang, written as text that `file:consult` and `ejabberdctl load` read. */
import type { Element } from "ltx";

/** A text is a binary of UTF-8, an array a list. */
export type Term = string | number | readonly Term[] | Atom | Tuple;
export interface Atom {
  readonly atom: string;
}
export interface Tuple {
  readonly tuple: readonly Term[];
}

export const atom = (name: string): Atom => ({ atom: name });
export const tuple = (...terms: readonly Term[]): Tuple => ({ tuple: terms });

const isList = (term: Term): term is readonly Term[] => Array.isArray(term);

/** On one line, in ASCII alone, so that no encoding is guessed. */
export function printTerm(term: Term): string {
  if (typeof term === "number") return String(term);
  if (typeof term === "string") return binary(term);
  if (isList(term)) return `[${term.map(printTerm).join(",")}]`;
  return "atom" in term ? `'${term.atom}'` : `{${term.tuple.map(printTerm).join(",")}}`;
}

/** What stands for itself in a string literal. */
const PLAIN = /^[ !#-[\]-~]*$/;

const binary = (text: string): string => (PLAIN.test(text) ? `<<"${text}">>` : `<<${Buffer.from(text).join(",")}>>`);

/** The term in which ejabberd keeps an element (its library fast_xml). */
export const xmlTerm = ({ name, attrs, children }: Element): Term =>
  tuple(
    atom("xmlel"),
    name,
    Object.entries(attrs).flatMap(([key, value]) => (value == null ? [] : [tuple(key, String(value))])),
    children.map((child) => (typeof child === "string" ? tuple(atom("xmlcdata"), child) : xmlTerm(child as Element))),
  );
