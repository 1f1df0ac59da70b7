/** Puts tokens together to elements, and hands each out when it is whole. */
import type { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { checkDeclaration } from "./declaration.ts";
import { Namespaces } from "./namespaces.ts";
import { checkAttributes, contentOf, makePortable, type Place, prefixOf } from "./portable.ts";
import { withoutReferences } from "./references.ts";
import { isEndTagOf, readStartTag, type StartTag } from "./tag.ts";
import type { TokenSink } from "./tokenizer.ts";

/** How much of a stream is held at once. */
export interface XmlLimits {
  /** Bytes of one child of the stream's root, and of the root's own start tag. */
  readonly stanzaBytes: number;
  /** Levels of elements below the stream's root: a stanza alone is one. */
  readonly depth: number;
  /** Attributes of one element, declarations of namespaces among them. */
  readonly attributes: number;
}

/** Who is told what a stream consists of. */
export interface StreamParserHandler {
  /** The stream's root, with its declarations, without children. */
  readonly open: (header: Element) => void;
  /** A complete child of the root, portable to any other stream. */
  readonly element: (element: Element) => void;
  /** The root's end tag. */
  readonly close: () => void;
}

interface OpenElement {
  readonly element: Element;
  /** Its name as it was written, for the end tag. */
  readonly written: string;
  /** The default namespace that its children inherit. */
  readonly inherited: string;
  readonly declared: readonly string[];
}

const NONE: readonly string[] = [];

/** The prefixes that a tag declares, "" for the default namespace. */
function declaredBy({ element, prefixed }: StartTag): readonly string[] {
  const declared = prefixed.filter((name) => name.startsWith("xmlns:")).map((name) => name.slice(6));
  return element.attrs.xmlns === undefined ? declared : [...declared, ""];
}

function append(element: Element, text: string): void {
  const { children } = element;
  const last = children.length - 1;
  if (typeof children[last] === "string") children[last] += text;
  else if (text !== "") children.push(text);
}

export class TreeBuilder implements TokenSink {
  readonly #handler: StreamParserHandler;
  limits: XmlLimits;
  readonly #namespaces = new Namespaces();
  /** The root's name once it is open. A document has none: its element is the root's child. */
  #root: string | undefined;
  readonly #isDocument: boolean;
  #content = "";
  #place: Place | undefined;
  readonly #open: OpenElement[] = [];
  #isFresh = true;
  /** True when the root, or the document's element, is closed. */
  isOver = false;

  constructor(handler: StreamParserHandler, limits: XmlLimits, isDocument: boolean) {
    this.#handler = handler;
    this.limits = limits;
    this.#isDocument = isDocument;
  }

  isBetween(): boolean {
    return this.#open.length === 0;
  }

  mayDeclare(): boolean {
    return this.#isFresh;
  }

  declaration(text: string): void {
    this.#isFresh = false;
    checkDeclaration(text);
  }

  stray(): never {
    if (this.#root === undefined || this.isOver)
      throw new StreamError("not-well-formed", "text outside the root element");
    throw new StreamError("bad-format", "text between stanzas");
  }

  text(text: string): void {
    if (text.includes("]]>")) throw new StreamError("not-well-formed", "a ]]> in text");
    this.section(text.includes("&") ? withoutReferences(text) : text);
  }

  section(text: string): void {
    const parent = this.#open.at(-1);
    if (parent) append(parent.element, text);
  }

  tag(text: string, start: number, end: number): void {
    this.#isFresh = false;
    if (this.isOver) throw new StreamError("not-well-formed", "a tag behind the root element");
    if (text.charCodeAt(start + 1) === 0x2f) this.#endTag(text, start, end);
    else this.#startTag(readStartTag(text, start, end, this.limits.attributes));
  }

  #startTag(tag: StartTag): void {
    if (this.#root === undefined && !this.#isDocument) this.#header(tag);
    else this.#element(tag);
  }

  #endTag(text: string, start: number, end: number): void {
    const written = this.#open.at(-1)?.written ?? this.#root;
    if (written === undefined || !isEndTagOf(written, text, start, end)) {
      throw new StreamError("not-well-formed", "an end tag that closes nothing");
    }
    if (this.#open.length > 0) this.#close();
    else this.#end();
  }

  #header(tag: StartTag): void {
    const { element, prefixed, isEmpty } = tag;
    this.#root = element.name;
    this.#declare(tag, 0);
    checkAttributes(prefixed, this.#namespaces);
    if (element.name.includes(":")) this.#namespaces.resolve(prefixOf(element.name));
    this.#content = contentOf(this.#namespaces.default);
    this.#handler.open(element);
    if (isEmpty) this.#end();
  }

  #end(): void {
    this.isOver = true;
    this.#handler.close();
  }

  #element(tag: StartTag): void {
    const { element, isEmpty } = tag;
    const depth = this.#open.length + 1;
    if (depth > this.limits.depth) throw new StreamError("policy-violation", `more than ${this.limits.depth} levels`);
    const written = element.name;
    const declared = this.#declare(tag, depth);
    const parent = this.#open.at(-1);
    const place = this.#placeOf(element, parent !== undefined);
    const inherited = makePortable(tag, place, this.#namespaces, parent?.inherited ?? place.content);
    parent?.element.cnode(element);
    this.#open.push({ element, written, inherited, declared });
    if (isEmpty) this.#close();
  }

  /** A stream that does not say its content namespace takes it from each of its children (§4.8.2). */
  #placeOf(element: Element, isInside: boolean): Place {
    if (this.#place && isInside) return this.#place;
    const content = this.#content || contentOf(this.#namespaces.resolve(prefixOf(element.name)).namespace);
    this.#place = { top: element, content };
    return this.#place;
  }

  /** Puts in force what a tag declares, and returns the prefixes. */
  #declare(tag: StartTag, depth: number): readonly string[] {
    const { element, prefixed } = tag;
    if (prefixed.length === 0 && element.attrs.xmlns === undefined) return NONE;
    const declared = declaredBy(tag);
    for (const prefix of declared) {
      this.#namespaces.declare(prefix, element.attrs[prefix === "" ? "xmlns" : `xmlns:${prefix}`], depth);
    }
    return declared;
  }

  #close(): void {
    const closed = this.#open.pop();
    if (!closed) return;
    this.#namespaces.forget(closed.declared);
    if (this.#open.length > 0) return;
    this.isOver = this.#isDocument;
    this.#handler.element(closed.element);
  }
}
