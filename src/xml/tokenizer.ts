/** RFC 6120 §11.1: cuts the text of a stream into tags, text and CDATA sections, and refuses all other markup. */

import { StreamError, type StreamErrorCondition } from "../stream-error.ts";
import { Pieces } from "./pieces.ts";

/** Where the tokens go. A tag is given as a part of a text, from its `<` up to `end`, right behind its `>`. */
export interface TokenSink {
  /** True outside the root element and between its children, where only tags and white space may stand. */
  readonly isBetween: () => boolean;
  /** True where nothing has come yet but, maybe, white space: an XML declaration may. */
  readonly mayDeclare: () => boolean;
  readonly declaration: (text: string) => void;
  readonly tag: (text: string, start: number, end: number) => void;
  readonly text: (text: string) => void;
  readonly section: (text: string) => void;
  /** Something stands between the root's children; throws. */
  readonly stray: () => never;
}

const CDATA = "<![CDATA[";
const LESS = 0x3c;
const GREATER = 0x3e;

const isSpace = (code: number): boolean => code === 0x20 || code === 0xa || code === 0x9;

/**
 * What has been looked at is not looked at again: an unfinished token waits in `#carried`, which is only ever
 * appended to, and `#step` knows what would end it. So a token costs the same in one chunk or byte by byte.
 */
export class Tokenizer {
  readonly #sink: TokenSink;
  /** The most bytes of a child of the root, or of the root's start tag. */
  limit: number;
  #step: (text: string, at: number) => number = this.#inText;
  readonly #carried = new Pieces();
  /** Where the current token begins in the current chunk. */
  #from = 0;
  /** Of the current child of the root, up to the last whole token or, if one is carried, chunk. */
  #bytes = 0;
  #isAscii = true;
  /** No more tokens come, whatever is still there. */
  isStopped = false;
  /** No more tokens come for now. */
  #isPaused = false;
  /** What was not looked at when it was paused. */
  #rest = "";
  /** How much of the terminator or of `<![CDATA[` has been seen. */
  #seam = "";
  #quote = "";

  constructor(sink: TokenSink, limit: number) {
    this.#sink = sink;
    this.limit = limit;
  }

  stop(): void {
    this.isStopped = true;
  }

  /** To be called from within the sink, by a tag: what follows that tag waits for `goOn`. */
  pause(): void {
    this.#isPaused = true;
  }

  /** True if something has been given to `read` that was not looked at. */
  get hasRest(): boolean {
    return this.#rest !== "" && !this.isStopped;
  }

  /** Reads what was left when it was paused. Throws likewise. */
  goOn(): void {
    const rest = this.#rest;
    this.#rest = "";
    this.read(rest, this.#isAscii);
  }

  /** True if no token is unfinished. */
  get isIdle(): boolean {
    return this.#carried.isEmpty && this.#step === this.#inText;
  }

  /** Reads on. `isAscii` spares the counting of bytes. Throws StreamError: restricted-xml, policy-violation. */
  read(text: string, isAscii: boolean): void {
    this.#isAscii = isAscii;
    this.#from = 0;
    let at = 0;
    this.#isPaused = false;
    while (at < text.length && !this.isStopped && !this.#isPaused) at = this.#step(text, at);
    if (this.#isPaused) this.#rest = text.slice(at);
    if (this.isStopped || this.#isPaused || this.#from >= text.length) return;
    this.#count(text, text.length);
    this.#carried.push(text.slice(this.#from));
  }

  #count(text: string, end: number): void {
    const length = end - this.#from;
    this.#bytes += this.#isAscii ? length : Buffer.byteLength(text.slice(this.#from, end));
    if (this.#bytes > this.limit) throw new StreamError("policy-violation", `more than ${this.limit} bytes`);
  }

  /** What is at `at` cannot stand there. A limit reached before it comes first, in however many chunks. */
  #refuse(condition: StreamErrorCondition, why: string, text: string, at: number): never {
    this.#count(text, at);
    throw new StreamError(condition, why);
  }

  /** The token that ends at `end`, whole. */
  #token(text: string, end: number): string {
    this.#count(text, end);
    const token = text.slice(this.#from, end);
    this.#from = end;
    return this.#carried.isEmpty ? token : this.#carried.take() + token;
  }

  #inText(text: string, at: number): number {
    if (this.#sink.isBetween()) return this.#between(text, at);
    const end = text.indexOf("<", at);
    if (end < 0) return text.length;
    if (end > at || !this.#carried.isEmpty) this.#sink.text(this.#token(text, end));
    this.#step = this.#afterLess;
    return this.#afterLess(text, end + 1);
  }

  #between(text: string, at: number): number {
    let end = at;
    while (isSpace(text.charCodeAt(end))) end++;
    this.#from = end;
    if (end === text.length) return end;
    if (text.charCodeAt(end) !== LESS) this.#sink.stray();
    this.#bytes = 0;
    this.#step = this.#afterLess;
    return this.#afterLess(text, end + 1);
  }

  #afterLess(text: string, at: number): number {
    if (at === text.length) return at;
    const next = text[at];
    if (next === "?") {
      if (!this.#sink.mayDeclare()) this.#refuse("restricted-xml", "a processing instruction", text, at);
      this.#seam = "";
      this.#step = this.#inDeclaration;
      return at + 1;
    }
    if (next === "!") {
      this.#seam = "<";
      this.#step = this.#beforeSection;
      return at;
    }
    this.#step = this.#inTag;
    return this.#inTag(text, at);
  }

  #inTag(text: string, from: number): number {
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === GREATER) return this.#tag(text, at + 1);
      if (code === LESS) this.#refuse("not-well-formed", "a < within a tag", text, at);
      if (code !== 0x22 && code !== 0x27) continue;
      this.#quote = code === 0x22 ? '"' : "'";
      const end = text.indexOf(this.#quote, at + 1);
      if (end < 0) {
        this.#step = this.#inQuotes;
        return text.length;
      }
      at = end;
    }
    return text.length;
  }

  #inQuotes(text: string, at: number): number {
    const end = text.indexOf(this.#quote, at);
    if (end < 0) return text.length;
    this.#step = this.#inTag;
    return end + 1;
  }

  #tag(text: string, end: number): number {
    this.#step = this.#inText;
    if (!this.#carried.isEmpty) {
      const token = this.#token(text, end);
      this.#sink.tag(token, 0, token.length);
    } else {
      const start = this.#from;
      this.#count(text, end);
      this.#from = end;
      this.#sink.tag(text, start, end);
    }
    return end;
  }

  #beforeSection(text: string, at: number): number {
    this.#seam += text[at];
    if (!CDATA.startsWith(this.#seam)) this.#refuse("restricted-xml", "a comment or a document type", text, at);
    if (this.#seam === CDATA) {
      if (this.#sink.isBetween()) this.#sink.stray();
      this.#seam = "";
      this.#step = this.#inSection;
    }
    return at + 1;
  }

  #inSection(text: string, at: number): number {
    const end = this.#endOf("]]>", text, at);
    if (end < 0) return text.length;
    this.#step = this.#inText;
    this.#sink.section(this.#token(text, end).slice(CDATA.length, -3));
    return end;
  }

  #inDeclaration(text: string, at: number): number {
    const end = this.#endOf("?>", text, at);
    if (end < 0) return text.length;
    this.#step = this.#inText;
    this.#sink.declaration(this.#token(text, end));
    return end;
  }

  /** Where `terminator` ends, which may have begun in an earlier chunk; -1 if it is not there yet. */
  #endOf(terminator: string, text: string, at: number): number {
    const overlap = terminator.length - 1;
    const across = (this.#seam + text.slice(at, at + overlap)).indexOf(terminator);
    if (across >= 0) return at - this.#seam.length + across + terminator.length;
    const index = text.indexOf(terminator, at);
    if (index >= 0) return index + terminator.length;
    this.#seam = (this.#seam + text.slice(Math.max(at, text.length - overlap))).slice(-overlap);
    return -1;
  }
}
