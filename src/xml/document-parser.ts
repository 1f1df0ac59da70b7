/** Parses a large document of restricted XML (RFC 6120 §11.1) piece by piece: only one of them is in memory at a time. */
import { Element } from "ltx";
import { StreamError } from "../stream-error.ts";
import { CharacterReader } from "./characters.ts";
import type { XmlLimits } from "./limits.ts";
import { checkDeclaration, isEndTagOf, readStartTag, type StartTag } from "./markup.ts";
import { checkDefault, Namespaces } from "./namespaces.ts";
import { type NamespaceContext, normalizeNamespaces } from "./normalize-namespaces.ts";
import { withoutReferences } from "./references.ts";
import { Tokenizer, type TokenSink } from "./tokenizer.ts";
import { tagWeight, textWeight } from "./weight.ts";

/** What a document consists of. Elements declare their namespace themselves. */
export type DocumentEvent =
  /** The start of an element that is read piece by piece: its name and attributes. */
  | { readonly is: "open"; readonly element: Element }
  /** An element as a whole, in the one that is open. */
  | { readonly is: "element"; readonly element: Element }
  | { readonly is: "close" };

/** Whether the children of an element are to be given one by one; `path` are the open ones that it is in, the outermost first. */
export type IsContainer = (element: Element, path: readonly Element[]) => boolean;

/** Elements that are given piece by piece are in no more levels than these. */
const MAX_CONTAINERS = 20;

interface OpenElement {
  readonly element: Element;
  /** As received, for the end tag. */
  readonly name: string;
  readonly declared: readonly string[];
  /** The default namespace in it, as received. */
  readonly written: string;
  /** The one that its children inherit once they are printed. */
  readonly inherited: string;
}

const NONE: readonly string[] = [];
/** No element of the document is one that begins a stream. */
const NO_STREAM = new Element("none");

export class DocumentParser implements TokenSink {
  readonly #limits: XmlLimits;
  readonly #isContainer: IsContainer;
  readonly #characters = new CharacterReader();
  readonly #tokenizer: Tokenizer;
  readonly #namespaces = new Namespaces();
  readonly #context: NamespaceContext = { top: NO_STREAM, content: "", namespaces: this.#namespaces };
  readonly #containers: OpenElement[] = [];
  /** Those within the element that is being read as a whole. */
  readonly #open: OpenElement[] = [];
  #events: DocumentEvent[] = [];
  #weight = 0;
  #isAtStart = true;
  #isComplete = false;
  /** Lines before the chunk that is being read, and where in it the last tag began. */
  #lines = 1;
  #chunk = "";
  #at = 0;

  /** Limits are those of one element that is given as a whole. */
  constructor(limits: XmlLimits, isContainer: IsContainer) {
    this.#limits = limits;
    this.#isContainer = isContainer;
    this.#tokenizer = new Tokenizer(this, limits.stanzaBytes);
  }

  /** What the next bytes complete. Throws StreamError; `line` then tells where. */
  read(bytes: Uint8Array): readonly DocumentEvent[] {
    this.#events = [];
    const text = this.#characters.read(bytes);
    this.#lines += countLines(this.#chunk, this.#chunk.length);
    [this.#chunk, this.#at] = [text, 0];
    this.#tokenizer.read(text, this.#characters.isAscii);
    if (this.#characters.failure) throw this.#characters.failure;
    return this.#events;
  }

  /** The document is said to be over. Throws StreamError where it is not. */
  end(): void {
    if (!this.#isComplete) throw new StreamError("not-well-formed", "the end is missing");
  }

  /** Where the last tag that was read begins, or, of one that is longer than a chunk, where it ends; from 1 on. */
  get line(): number {
    return this.#lines + countLines(this.#chunk, this.#at);
  }

  isBetweenStanzas(): boolean {
    return this.#open.length === 0;
  }

  mayDeclare(): boolean {
    return this.#isAtStart;
  }

  declaration(text: string): void {
    this.#isAtStart = false;
    checkDeclaration(text);
  }

  unexpectedText(): never {
    throw new StreamError("not-well-formed", "text where only elements are expected");
  }

  text(text: string): void {
    if (text.includes("]]>")) throw new StreamError("not-well-formed", "a ]]> in text");
    this.cdata(text.includes("&") ? withoutReferences(text) : text);
  }

  cdata(text: string): void {
    const parent = this.#open.at(-1)?.element;
    if (!parent || text === "") return;
    this.#weigh(textWeight(text));
    const { children } = parent;
    const last = children.length - 1;
    if (typeof children[last] === "string") children[last] += text;
    else children.push(text);
  }

  tag(text: string, start: number, end: number): void {
    if (text === this.#chunk) this.#at = start;
    this.#isAtStart = false;
    if (this.#isComplete) throw new StreamError("not-well-formed", "something behind the end of the document");
    if (text.charCodeAt(start + 1) === 0x2f) this.#endTag(text, start, end);
    else this.#startTag(readStartTag(text, start, end, this.#limits.attributes));
  }

  #startTag(tag: StartTag): void {
    const { element, xmlns, prefixed, isEmpty } = tag;
    if (xmlns !== undefined) checkDefault(xmlns);
    const { name } = element;
    const depth = this.#containers.length + this.#open.length + 1;
    if (this.#open.length >= this.#limits.depth)
      throw new StreamError("policy-violation", `more than ${this.#limits.depth} levels`);
    const declared = this.#declare(element, prefixed, depth);
    const outer = this.#open.at(-1) ?? this.#containers.at(-1);
    const parent = this.#open.at(-1);
    const written = xmlns ?? outer?.written ?? "";
    const inherited = normalizeNamespaces(tag, this.#context, written, parent?.inherited ?? "");
    const opened = { element, name, declared, written, inherited };
    if (!parent && this.#isWanted(element)) return this.#container(opened, isEmpty);
    if (!parent) this.#weight = 0;
    this.#weigh(tagWeight(element));
    parent?.element.cnode(element);
    if (isEmpty) this.#closed(opened);
    else this.#open.push(opened);
  }

  #isWanted(element: Element): boolean {
    const path = this.#containers.map((container) => container.element);
    return path.length < MAX_CONTAINERS && this.#isContainer(element, path);
  }

  #container(opened: OpenElement, isEmpty: boolean): void {
    this.#containers.push(opened);
    this.#events.push({ is: "open", element: opened.element });
    if (isEmpty) this.#containerClosed(opened);
  }

  #containerClosed({ declared }: OpenElement): void {
    this.#containers.pop();
    this.#namespaces.forget(declared);
    this.#events.push({ is: "close" });
    this.#isComplete = this.#containers.length === 0;
  }

  #endTag(text: string, start: number, end: number): void {
    const closing = this.#open.at(-1) ?? this.#containers.at(-1);
    if (!closing || !isEndTagOf(closing.name, text, start, end))
      throw new StreamError("not-well-formed", "an end tag that closes nothing");
    if (this.#open.length === 0) return this.#containerClosed(closing);
    this.#open.pop();
    this.#closed(closing);
  }

  #closed({ element, declared }: OpenElement): void {
    this.#namespaces.forget(declared);
    if (this.#open.length > 0) return;
    this.#events.push({ is: "element", element });
    this.#isComplete = this.#containers.length === 0;
  }

  #weigh(weight: number): void {
    this.#weight += weight;
    if (this.#weight > this.#limits.weight)
      throw new StreamError("policy-violation", "more elements or attributes than fit together");
  }

  /** Brings the prefixes that a tag declares into scope, and returns them. */
  #declare(element: Element, prefixed: readonly string[], depth: number): readonly string[] {
    const declared: string[] = [];
    for (const name of prefixed) {
      if (!name.startsWith("xmlns:")) continue;
      const prefix = name.slice("xmlns:".length);
      this.#namespaces.declare(prefix, element.attrs[name], depth);
      declared.push(prefix);
    }
    return declared.length > 0 ? declared : NONE;
  }
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}
