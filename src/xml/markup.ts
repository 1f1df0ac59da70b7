/** XML 1.0 §2.8 and §3.1, and Namespaces in XML §3: the XML declaration, names and tags. */
import { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { withoutReferences } from "./references.ts";

/** A start tag as received: names with their prefixes, namespace declarations among the attributes. */
export interface StartTag {
  readonly element: Element;
  /** True if the element's name has a prefix. */
  readonly isPrefixed: boolean;
  /** The default namespace that it declares. */
  readonly xmlns: string | undefined;
  /** The names of the attributes with a prefix, `xmlns:` included. */
  readonly prefixed: readonly string[];
  readonly isEmpty: boolean;
}

const NONE: readonly string[] = [];
const notWellFormed = (text: string): StreamError => new StreamError("not-well-formed", text);

const quoted = (value: string): string => `[ \\t\\n]*=[ \\t\\n]*(?:"(?:${value})"|'(?:${value})')`;
const DECLARATION = new RegExp(
  `^<\\?xml[ \\t\\n]+version${quoted("1\\.[0-9]+")}` +
    `([ \\t\\n]+encoding${quoted("[A-Za-z][-A-Za-z0-9._]*")})?` +
    `([ \\t\\n]+standalone${quoted("yes|no")})?[ \\t\\n]*\\?>$`,
);

/** Throws StreamError unless `text`, from its `<?` to its `?>`, declares XML 1.x in UTF-8 (RFC 6120 §11.5, §11.6). */
export function checkDeclaration(text: string): void {
  if (!/^<\?xml[ \t\n]/.test(text)) throw new StreamError("restricted-xml", "a processing instruction");
  const match = DECLARATION.exec(text);
  if (!match) throw new StreamError("not-well-formed", "the XML declaration");
  const encoding = match[1];
  if (encoding && !/["']utf-8["']/i.test(encoding))
    throw new StreamError("unsupported-encoding", "only UTF-8 is spoken");
}

/** Names as in the fifth edition of XML 1.0 (§2.3). */
const START =
  "A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}\\u{200D}" +
  "\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}";
const FURTHER = `${START}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}\\u{2040}`;
const NCNAME = new RegExp(`[${START}][${FURTHER}]*`, "uy");

/** For ASCII: 0 not in a name, 1 in a name but not at its start, 2 anywhere. */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Z_a-z]/.test(character) ? 2 : /[-.0-9]/.test(character) ? 1 : 0;
});

/** The end of the NCName at `from`, which does not reach the end of the text; `from` where there is none. */
function ncNameEnd(text: string, from: number): number {
  let at = from;
  let code = text.charCodeAt(at);
  if (code < 128 && ASCII[code] !== 2) return from;
  while (code < 128 && ASCII[code] !== 0) code = text.charCodeAt(++at);
  if (code < 128) return at;
  NCNAME.lastIndex = from;
  return NCNAME.test(text) ? NCNAME.lastIndex : from;
}

/** The end of the prefix or local part at `from`. Throws StreamError where there is none. */
function namePartEnd(text: string, from: number): number {
  const end = ncNameEnd(text, from);
  if (end === from) throw new StreamError("not-well-formed", "a name is missing");
  return end;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0xa || code === 0x9;

function afterSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The end of the name whose prefix, or all of it, ends at `prefixEnd`. */
const nameEnd = (text: string, prefixEnd: number): number =>
  text.charCodeAt(prefixEnd) === 0x3a ? namePartEnd(text, prefixEnd + 1) : prefixEnd;

/** The end of the attribute value at `from`, without its quote. */
function valueEnd(text: string, from: number, quote: number): number {
  const end = text.indexOf(quote === 0x22 ? '"' : "'", from);
  if (end < 0) throw notWellFormed("an attribute's value is not closed");
  return end;
}

/** §3.3.3: each white space character becomes a space, unless it is a reference. */
function normalized(value: string): string {
  if (!/[<&\t\n]/.test(value)) return value;
  if (value.includes("<")) throw notWellFormed("a < in an attribute's value");
  return withoutReferences(value.replace(/[\t\n]/g, " "));
}

/** Sets an own property even for `__proto__`, which is a valid name in XML. */
function setAttribute(element: Element, name: string, value: string): void {
  // Inherited properties such as `constructor` are never strings.
  if (typeof element.attrs[name] === "string") throw notWellFormed("an attribute stands twice in a tag");
  if (name !== "__proto__") element.attrs[name] = value;
  else Object.defineProperty(element.attrs, name, { value, enumerable: true, configurable: true, writable: true });
}

/**
 * The start tag or empty-element tag whose `<` is at `start` and whose `>` is right before `end`.
 * Throws StreamError: not-well-formed, restricted-xml, policy-violation for more than `most` attributes.
 */
export function readStartTag(text: string, start: number, end: number, maxAttributes: number): StartTag {
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
    if (++count > maxAttributes)
      throw new StreamError("policy-violation", `more than ${maxAttributes} attributes in a tag`);
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
    const value = normalized(text.slice(at + 1, close));
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
