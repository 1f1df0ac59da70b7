/** XML 1.0 §2.4: prints an element as text that any parser reads back as the same element. */
import type { Element } from "ltx";
import { PrintedElement } from "./printed-element.ts";

/** Characters that XML does not allow, except lone surrogates, which the UTF-8 encoder replaces. */
const NOT_XML = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff";
const IN_TEXT = new RegExp(`[&<>\\r${NOT_XML}]`);
const IN_ATTRIBUTE = new RegExp(`[&<>"'\\t\\n\\r${NOT_XML}]`);
const ALL_IN_TEXT = new RegExp(IN_TEXT, "g");
const ALL_IN_ATTRIBUTE = new RegExp(IN_ATTRIBUTE, "g");

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
  // §2.11 and §3.3.3: unescaped, they would be read as a space or a line feed.
  ["\t", "&#9;"],
  ["\n", "&#10;"],
  ["\r", "&#13;"],
]);

const escaped = (character: string): string => ESCAPES.get(character) ?? "\ufffd";

/** Escapes text for between tags. */
export const printText = (text: string): string => (IN_TEXT.test(text) ? text.replace(ALL_IN_TEXT, escaped) : text);

/** Escapes an attribute's value, for quotes of either kind. */
export const printValue = (text: string): string =>
  IN_ATTRIBUTE.test(text) ? text.replace(ALL_IN_ATTRIBUTE, escaped) : text;

/** The printed children of stanzas that are sent to many. Nothing changes children that are shared. */
const printed = new WeakMap<Element["children"], string>();

/** Prints the element's children now, and not again for other elements that share them. */
export function printOnce({ children }: Element): void {
  if (children.length > 0 && !printed.has(children)) printed.set(children, printInside(children));
}

/** Whether these children have been printed by `printOnce`: they are shared, and nothing changes them. */
export const isPrintedOnce = (children: Element["children"]): boolean => printed.has(children);

/** The element with its content. Attributes and children that are undefined or null are left out. */
export const print = (element: Element): string => printWith(element, printed.get(element.children));

function printWith(element: Element, inside: string | undefined): string {
  const isEmpty = element.children.length === 0;
  if (isEmpty && element instanceof PrintedElement) return element.printed;
  let text = `<${element.name}`;
  const attributes: Record<string, unknown> = element.attrs;
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && value !== null) text += ` ${name}="${printValue(String(value))}"`;
  }
  if (isEmpty) return `${text}/>`;
  return `${text}>${inside ?? printInside(element.children)}</${element.name}>`;
}

function printInside(children: Element["children"]): string {
  let text = "";
  for (const child of children) {
    if (typeof child === "string") text += printText(child);
    else if (typeof child === "object" && child !== null) text += printWith(child, undefined);
    else if (child !== undefined && child !== null) text += printText(String(child));
  }
  return text;
}
