/** XML 1.0 §3.1: one tag, read from its `<` to its `>`. */
import { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { namePartEnd } from "./names.ts";
import { withoutReferences } from "./references.ts";

/** A start tag as it was written: names with their prefixes, declarations of namespaces among the attributes. */
export interface StartTag {
  readonly element: Element;
  /** True if the element's name has a prefix. */
  readonly isPrefixed: boolean;
  /** The default namespace that it declares. */
  readonly xmlns: string | undefined;
  /** The names of the attributes that have a prefix, declarations of prefixes among them. */
  readonly prefixed: readonly string[];
  readonly isEmpty: boolean;
}

const NONE: readonly string[] = [];
const notWellFormed = (text: string): StreamError => new StreamError("not-well-formed", text);

const isSpace = (code: number): boolean => code === 0x20 || code === 0xa || code === 0x9;

function afterSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Where the name ends whose prefix, or all of it, ends at `prefixEnd`. */
const nameEnd = (text: string, prefixEnd: number): number =>
  text.charCodeAt(prefixEnd) === 0x3a ? namePartEnd(text, prefixEnd + 1) : prefixEnd;

/** Where the value that begins at `from` ends, its quote excluded. */
function valueEnd(text: string, from: number, quote: number): number {
  const end = text.indexOf(quote === 0x22 ? '"' : "'", from);
  if (end < 0) throw notWellFormed("an attribute's value is not closed");
  return end;
}

/** §3.3.3: white space becomes a space each, unless it was written as a reference. */
function normalised(value: string): string {
  if (!/[<&\t\n]/.test(value)) return value;
  if (value.includes("<")) throw notWellFormed("a < in an attribute's value");
  return withoutReferences(value.replace(/[\t\n]/g, " "));
}

/** An own property even when the name is `__proto__`, which is a name like any other in XML. */
function setAttribute(element: Element, name: string, value: string): void {
  // What an object has by nature, such as `constructor`, is never a string.
  if (typeof element.attrs[name] === "string") throw notWellFormed("an attribute stands twice in a tag");
  if (name !== "__proto__") element.attrs[name] = value;
  else Object.defineProperty(element.attrs, name, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * The start tag or empty-element tag whose `<` is at `start` and whose `>` is right before `end`.
 * Throws StreamError: not-well-formed, restricted-xml, policy-violation for more than `most` attributes.
 */
export function readStartTag(text: string, start: number, end: number, most: number): StartTag {
  const first = namePartEnd(text, start + 1);
  let at = nameEnd(text, first);
  const isPrefixed = at !== first;
  const element = new Element(text.slice(start + 1, at));
  const isEmpty = text.charCodeAt(end - 2) === 0x2f;
  const last = isEmpty ? end - 2 : end - 1;
  let prefixed: string[] | undefined;
  let xmlns: string | undefined;
  let count = 0;
  for (let from = afterSpace(text, at); from < last; from = afterSpace(text, at)) {
    if (from === at) throw notWellFormed("an attribute needs white space before it");
    if (++count > most) throw new StreamError("policy-violation", `more than ${most} attributes in a tag`);
    const prefixEnd = namePartEnd(text, from);
    at = nameEnd(text, prefixEnd);
    const hasPrefix = at !== prefixEnd;
    const name = text.slice(from, at);
    at = afterSpace(text, at);
    if (text.charCodeAt(at) !== 0x3d) throw notWellFormed("an attribute needs a value");
    at = afterSpace(text, at + 1);
    const quote = text.charCodeAt(at);
    if (quote !== 0x22 && quote !== 0x27) throw notWellFormed("an attribute's value needs quotes");
    const close = valueEnd(text, at + 1, quote);
    const value = normalised(text.slice(at + 1, close));
    setAttribute(element, name, value);
    if (name === "xmlns") xmlns = value;
    if (hasPrefix) {
      prefixed ??= [];
      prefixed.push(name);
    }
    at = close + 1;
  }
  return { element, isPrefixed, xmlns, prefixed: prefixed ?? NONE, isEmpty };
}

/** True if the end tag whose `</` is at `start` and whose `>` is right before `end` closes the element `name`. */
export function isEndTagOf(name: string, text: string, start: number, end: number): boolean {
  return text.startsWith(name, start + 2) && afterSpace(text, start + 2 + name.length) === end - 1;
}
