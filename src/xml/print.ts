/** XML 1.0 §2.4: an element as text that any parser reads back as the same element. */
import type { Element } from "ltx";

/** What XML cannot carry at all, a lone surrogate excepted: the encoder of UTF-8 replaces that one likewise. */
const UNSPEAKABLE = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff";
const IN_TEXT = new RegExp(`[&<>\\r${UNSPEAKABLE}]`);
const IN_ATTRIBUTE = new RegExp(`[&<>"'\\t\\n\\r${UNSPEAKABLE}]`);
const ALL_IN_TEXT = new RegExp(IN_TEXT, "g");
const ALL_IN_ATTRIBUTE = new RegExp(IN_ATTRIBUTE, "g");

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
  // §2.11 and §3.3.3: as themselves they would be read as a space or a line feed.
  ["\t", "&#9;"],
  ["\n", "&#10;"],
  ["\r", "&#13;"],
]);

const escaped = (character: string): string => ESCAPES.get(character) ?? "\ufffd";

/** Text as it stands between tags. */
export const printText = (text: string): string => (IN_TEXT.test(text) ? text.replace(ALL_IN_TEXT, escaped) : text);

/** Text as it stands between quotes of either kind. */
export const printValue = (text: string): string =>
  IN_ATTRIBUTE.test(text) ? text.replace(ALL_IN_ATTRIBUTE, escaped) : text;

/** By the children of stanzas that many get, which nobody changes: how they are printed. */
const printed = new WeakMap<Element["children"], string>();

/** What is inside the element is printed now, and not again for others that share its children. */
export function printOnce({ children }: Element): void {
  if (children.length > 0 && !printed.has(children)) printed.set(children, printInside(children));
}

/** Whether that has been done: many share these children, and nobody changes them. */
export const isPrintedOnce = (children: Element["children"]): boolean => printed.has(children);

/** The element and all that is in it. Attributes and children that are undefined or null are left out. */
export const print = (element: Element): string => printWith(element, printed.get(element.children));

function printWith(element: Element, inside: string | undefined): string {
  let text = `<${element.name}`;
  const attributes: Record<string, unknown> = element.attrs;
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined && value !== null) text += ` ${name}="${printValue(String(value))}"`;
  }
  if (element.children.length === 0) return `${text}/>`;
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
