/** Builds elements from tokens, and hands over each child of the root when it is complete. */
import type { Element } from "ltx";
import { NS_BOSH, NS_CLIENT } from "../namespaces.ts";
import { StreamError } from "../stream-error.ts";
import { MAX_DECLARED_BYTES, type XmlLimits } from "./limits.ts";
import { checkDeclaration, isEndTagOf, readStartTag, type StartTag } from "./markup.ts";
import { checkDefault, Namespaces } from "./namespaces.ts";
import {
  checkAttributes,
  contentNamespaceOf,
  type NamespaceContext,
  normalizeNamespaces,
  prefixOf,
  UNDECLARED,
} from "./normalize-namespaces.ts";
import { withoutReferences } from "./references.ts";
import type { TokenSink } from "./tokenizer.ts";
import { tagWeight, textWeight } from "./weight.ts";

/** Called for what a stream consists of. */
export interface StreamParserHandler {
  /** The stream's root, with its declarations, without children. */
  readonly open: (header: Element) => void;
  /** A complete child of the root, with namespaces that hold on any other stream. */
  readonly element: (element: Element) => void;
  /** The root's end tag. */
  readonly close: () => void;
}

interface OpenElement {
  readonly element: Element;
  /** As received, for the end tag. */
  readonly name: string;
  /** The prefixes that it declares. */
  readonly declared: readonly string[];
  /** The default namespace in it, as received. */
  readonly written: string;
  /** The default namespace that its children inherit after rewriting. */
  readonly inherited: string;
}

const NONE: readonly string[] = [];

/** Adjacent texts become one child. */
function append(element: Element, text: string): void {
  const { children } = element;
  const last = children.length - 1;
  if (last >= 0 && typeof children[last] === "string") children[last] += text;
  else if (text !== "") children.push(text);
}

/** Throws StreamError policy-violation where a root declares more than its stanzas may have to repeat. */
function checkDeclared({ attrs }: Element): void {
  let bytes = 0;
  for (const name in attrs)
    if (name.startsWith("xmlns")) bytes += Buffer.byteLength(name) + Buffer.byteLength(attrs[name]);
  if (bytes > MAX_DECLARED_BYTES)
    throw new StreamError("policy-violation", `a stream declares at most ${MAX_DECLARED_BYTES} bytes of namespaces`);
}

/**
 * "stream": a root with children. "body": the same for the wrapper of XEP-0124, whose namespace includes that of stanzas
 * (XEP-0206 §2). "frame": a child of a client's root by itself (RFC 7395 §3.3). "stored": what `print` has made.
 */
export type TreeKind = "stream" | "body" | "frame" | "stored";

/** Builds the elements of one stream, or of one document. */
export class TreeBuilder implements TokenSink {
  readonly #handler: StreamParserHandler;
  limits: XmlLimits;
  readonly #kind: TreeKind;
  /** Whether the outermost element is a root, whose children are handed over one by one. */
  readonly #isRooted: boolean;
  readonly #namespaces = new Namespaces();
  /** The name of the stream's root, once it is open. */
  #root: string | undefined;
  /** The root's default namespace. */
  #default = "";
  /** The same if it is a content namespace, otherwise "". */
  #content = "";
  #context: NamespaceContext | undefined;
  readonly #open: OpenElement[] = [];
  /** The weight of the child of the root that is open. */
  #weight = 0;
  /** True until the first tag or declaration. */
  #isAtStart = true;
  /** True when the root, or the document's element, is closed. */
  #isComplete = false;

  constructor(handler: StreamParserHandler, limits: XmlLimits, kind: TreeKind) {
    this.#handler = handler;
    this.limits = limits;
    this.#kind = kind;
    this.#isRooted = kind === "stream" || kind === "body";
    if (kind === "stored") [this.#default, this.#content] = [UNDECLARED, UNDECLARED];
    if (kind === "frame") this.#content = NS_CLIENT;
  }

  /** True once the root's start tag has been read. */
  get hasRoot(): boolean {
    return this.#root !== undefined;
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
    if (this.#root === undefined || this.#isComplete)
      throw new StreamError("not-well-formed", "text outside the root element");
    throw new StreamError("bad-format", "text between stanzas");
  }

  text(text: string): void {
    if (text.includes("]]>")) throw new StreamError("not-well-formed", "a ]]> in text");
    this.cdata(text.includes("&") ? withoutReferences(text) : text);
  }

  cdata(text: string): void {
    const parent = this.#open.at(-1);
    if (!parent) return;
    this.#weigh(textWeight(text));
    append(parent.element, text);
  }

  tag(text: string, start: number, end: number): void {
    this.#isAtStart = false;
    if (this.#isComplete) throw new StreamError("not-well-formed", "a tag behind the root element");
    if (text.charCodeAt(start + 1) === 0x2f) this.#endTag(text, start, end);
    else this.#startTag(readStartTag(text, start, end, this.limits.attributes));
  }

  #startTag(tag: StartTag): void {
    if (tag.xmlns !== undefined) checkDefault(tag.xmlns);
    if (this.#root === undefined && this.#isRooted) this.#header(tag);
    else this.#element(tag);
  }

  #endTag(text: string, start: number, end: number): void {
    const closing = this.#open.at(-1);
    const name = closing?.name ?? this.#root;
    if (name === undefined || !isEndTagOf(name, text, start, end)) {
      throw new StreamError("not-well-formed", "an end tag that closes nothing");
    }
    this.#open.pop();
    if (closing) this.#closed(closing.element, closing.declared);
    else this.#end();
  }

  #header({ element, isPrefixed, xmlns, prefixed, isEmpty }: StartTag): void {
    checkDeclared(element);
    this.#root = element.name;
    this.#declare(element, prefixed, 0);
    checkAttributes(prefixed, this.#namespaces);
    if (isPrefixed) this.#namespaces.resolve(prefixOf(element.name));
    if (xmlns !== undefined) this.#default = xmlns === NS_BOSH && this.#kind === "body" ? NS_CLIENT : xmlns;
    this.#content = contentNamespaceOf(this.#default);
    this.#handler.open(element);
    if (isEmpty) this.#end();
  }

  #end(): void {
    this.#isComplete = true;
    this.#handler.close();
  }

  #element(tag: StartTag): void {
    const { element, xmlns, prefixed, isEmpty } = tag;
    const depth = this.#open.length + 1;
    if (depth > this.limits.depth) throw new StreamError("policy-violation", `more than ${this.limits.depth} levels`);
    const name = element.name;
    if (depth === 1 && name === this.#root) throw new StreamError("invalid-xml", "the stream is open already");
    const declared = this.#declare(element, prefixed, depth);
    const parent = this.#open[depth - 2];
    const written = xmlns ?? (parent ? parent.written : this.#default);
    const context = parent && this.#context ? this.#context : this.#topContext(tag, written);
    const inherited = normalizeNamespaces(tag, context, written, parent ? parent.inherited : context.content);
    if (depth === 1) this.#weight = 0;
    this.#weigh(tagWeight(element));
    parent?.element.cnode(element);
    if (isEmpty) this.#closed(element, declared);
    else this.#open.push({ element, name, declared, written, inherited });
  }

  #weigh(weight: number): void {
    this.#weight += weight;
    const { limits } = this;
    if (this.#weight > limits.weight)
      throw new StreamError("policy-violation", "more elements, attributes or declarations than a stanza may have");
  }

  /** Where a stream's header declares no content namespace, each of its children does (§4.8.2). */
  #topContext({ element, isPrefixed }: StartTag, written: string): NamespaceContext {
    let content = this.#content;
    if (content === "") {
      content = contentNamespaceOf(isPrefixed ? this.#namespaces.resolve(prefixOf(element.name)).namespace : written);
    }
    this.#context = { top: element, content, namespaces: this.#namespaces };
    return this.#context;
  }

  /** Brings the prefixes that a tag declares into scope, and returns them. */
  #declare(element: Element, prefixed: readonly string[], depth: number): readonly string[] {
    if (prefixed.length === 0) return NONE;
    const declared: string[] = [];
    for (const name of prefixed) {
      if (!name.startsWith("xmlns:")) continue;
      const prefix = name.slice("xmlns:".length);
      this.#namespaces.declare(prefix, element.attrs[name], depth);
      declared.push(prefix);
    }
    return declared;
  }

  #closed(element: Element, declared: readonly string[]): void {
    if (declared.length > 0) this.#namespaces.forget(declared);
    if (this.#open.length > 0) return;
    this.#isComplete = !this.#isRooted;
    this.#handler.element(element);
  }
}
