/** Elements as ejabberd stores them in terms: {xmlel, Name, Attributes, Children} and {xmlcdata, Text}. */
import { printText, printValue } from "../../xml/print.ts";
import { isAtom, itemOf, listOf, type Term, textOf } from "./term.ts";

/** A name of XML, with a prefix or without one, as far as it needs no escaping: who parses the text says whether it is one. */
const NAME = /^[^\s<>&"'/=!?]+$/;

/** The XML of a term; "" for a term that is no element. */
export function xmlOf(term: Term | undefined): string {
  if (isAtom(itemOf(term, 0), "xmlcdata")) return printText(textOf(itemOf(term, 1)) ?? "");
  const name = textOf(itemOf(term, 1)) ?? "";
  if (!isAtom(itemOf(term, 0), "xmlel") || !NAME.test(name)) return "";
  let text = `<${name}`;
  for (const attribute of listOf(itemOf(term, 2))) {
    const [key, value] = [textOf(itemOf(attribute, 0)) ?? "", textOf(itemOf(attribute, 1)) ?? ""];
    if (NAME.test(key)) text += ` ${key}="${printValue(value)}"`;
  }
  const children = listOf(itemOf(term, 3));
  if (children.length === 0) return `${text}/>`;
  text += ">";
  for (const child of children) text += xmlOf(child);
  return `${text}</${name}>`;
}
