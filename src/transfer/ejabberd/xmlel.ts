/** Elements as ejabberd stores them in terms (its library fast_xml): {xmlel, Name, Attributes, Children} and {xmlcdata, Text}. */
import type { Element } from "ltx";
import { printText, printValue } from "../../xml/print.ts";
import { atom, isAtom, itemOf, listOf, type Term, textOf, tuple } from "./term.ts";

/** A name of XML, with a prefix or without one, as far as it needs no escaping: who parses the text says whether it is one. */
const NAME = /^[^\s<>&"'/=!?]+$/;

/**
 * The XML of a term; "" for a term that is no element. The outermost element has no declaration of `implied`, a namespace that its
 * reader knows.
 */
export function xmlOf(term: Term | undefined, implied?: string): string {
  if (isAtom(itemOf(term, 0), "xmlcdata")) return printText(textOf(itemOf(term, 1)) ?? "");
  const name = textOf(itemOf(term, 1)) ?? "";
  if (!isAtom(itemOf(term, 0), "xmlel") || !NAME.test(name)) return "";
  let text = `<${name}`;
  for (const attribute of listOf(itemOf(term, 2))) {
    const [key, value] = [textOf(itemOf(attribute, 0)) ?? "", textOf(itemOf(attribute, 1)) ?? ""];
    if (NAME.test(key) && !(key === "xmlns" && value === implied)) text += ` ${key}="${printValue(value)}"`;
  }
  const children = listOf(itemOf(term, 3));
  if (children.length === 0) return `${text}/>`;
  text += ">";
  for (const child of children) text += xmlOf(child);
  return `${text}</${name}>`;
}

/** The term of an element. */
export const xmlTerm = ({ name, attrs, children }: Element): Term =>
  tuple(
    atom("xmlel"),
    name,
    Object.entries(attrs).flatMap(([key, value]) => (value == null ? [] : [tuple(key, String(value))])),
    children.map((child) => (typeof child === "string" ? tuple(atom("xmlcdata"), child) : xmlTerm(child as Element))),
  );
