/** RFC 6120 §11.1: splits the text of a stream into tags, text and CDATA sections, and refuses all other markup. */
import { StreamError, type StreamErrorCondition } from "../stream-error.ts";
import { TextBuffer } from "./text-buffer.ts";

/** Receives the tokens. A tag is passed as a part of `text`, from its `<` at `start` to right behind its `>` at `end`. */
export interface TokenSink {
  /** True outside the root element and between its children, where only tags and white space are allowed. */
  readonly isBetweenStanzas: () => boolean;
  /** True where an XML declaration is allowed: nothing but white space has come yet. */
  readonly mayDeclare: () => boolean;
  readonly declaration: (text: string) => void;
  readonly tag: (text: string, start: number, end: number) => void;
  readonly text: (text: string) => void;
  readonly cdata: (text: string) => void;
  /** Text between the root's children; throws StreamError. */
  readonly unexpectedText: () => never;
}

const CDATA = "<![CDATA[";
const LESS = 0x3c;
const GREATER = 0x3e;

const isSpace = (code: number): boolean => code === 0x20 || code === 0xa || code === 0x9;

/**
 * Each character is scanned once: an unfinished token waits in `#carried`, which is only ever appended to, and `#step` is
 * the state that looks for its end. So a token costs the same in one chunk or byte by byte.
 */
export class Tokenizer {
  readonly #sink: TokenSink;
  /** Maximum bytes of a child of the root, or of the root's start tag. */
  limit: number;
  #step: (text: string, at: number) => number = this.#inText;
  readonly #carried = new TextBuffer();
  /** Where the current token begins in the current chunk. */
  #from = 0;
  /** Bytes of the current child of the root, up to the last complete token or, if one is carried, chunk. */
  #bytes = 0;
  #isAscii = true;
  /** No more tokens are passed on, whatever input is left. */
  isStopped = false;
  /** No more tokens are passed on until `resume`. */
  #isPaused = false;
  /** The input that was not scanned when it was paused. */
  #rest = "";
  /** The part of a terminator or of `<![CDATA[` that ends the previous chunk. */
  #partial = "";
  #quote = "";

  constructor(sink: TokenSink, limit: number) {
    this.#sink = sink;
    this.limit = limit;
  }

  stop(): void {
    this.isStopped = true;
  }

  /** To be called from within the sink's `tag`: what follows that tag waits for `resume`. */
  pause(): void {
    this.#isPaused = true;
  }

  /** True if input of `read` was not scanned yet. */
  get hasRest(): boolean {
    return this.#rest !== "" && !this.isStopped;
  }

  /** Scans what was left by a pause. Throws as `read`. */
  resume(): void {
    const rest = this.#rest;
    this.#rest = "";
    this.read(rest, this.#isAscii);
  }

  /** True between tokens. */
  get isIdle(): boolean {
    return this.#carried.isEmpty && this.#step === this.#inText;
  }

  /** Scans the next chunk. `isAscii` saves counting bytes. Throws StreamError: restricted-xml, policy-violation. */
  read(text: string, isAscii: boolean): void {
    this.#isAscii = isAscii;
    this.#from = 0;
    let at = 0;
    this.#isPaused = false;
    while (at < text.length && !this.isStopped && !this.#isPaused) at = this.#step(text, at);
    if (this.#isPaused) this.#rest = text.slice(at);
    if (this.isStopped || this.#isPaused || this.#from >= text.length) return;
    this.#count(text, text.length);
    this.#carried.append(text.slice(this.#from));
  }

  #count(text: string, end: number): void {
    const length = end - this.#from;
    this.#bytes += this.#isAscii ? length : Buffer.byteLength(text.slice(this.#from, end));
    if (this.#bytes > this.limit) throw new StreamError("policy-violation", `more than ${this.limit} bytes`);
  }

  /** Markup at `at` is refused. A limit that is exceeded before it is reported first, in however many chunks. */
  #refuse(condition: StreamErrorCondition, why: string, text: string, at: number): never {
    this.#count(text, at);
    throw new StreamError(condition, why);
  }

  /** The whole token that ends at `end`. */
  #token(text: string, end: number): string {
    this.#count(text, end);
    const token = text.slice(this.#from, end);
    this.#from = end;
    return this.#carried.isEmpty ? token : this.#carried.take() + token;
  }

  #inText(text: string, at: number): number {
    if (this.#sink.isBetweenStanzas()) return this.#between(text, at);
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
    if (text.charCodeAt(end) !== LESS) this.#sink.unexpectedText();
    this.#bytes = 0;
    this.#step = this.#afterLess;
    return this.#afterLess(text, end + 1);
  }

  #afterLess(text: string, at: number): number {
    if (at === text.length) return at;
    const next = text[at];
    if (next === "?") {
      if (!this.#sink.mayDeclare()) this.#refuse("restricted-xml", "a processing instruction", text, at);
      this.#partial = "";
      this.#step = this.#inDeclaration;
      return at + 1;
    }
    if (next === "!") {
      this.#partial = "<";
      this.#step = this.#beforeCdata;
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

  #beforeCdata(text: string, at: number): number {
    this.#partial += text[at];
    if (!CDATA.startsWith(this.#partial)) this.#refuse("restricted-xml", "a comment or a document type", text, at);
    if (this.#partial === CDATA) {
      if (this.#sink.isBetweenStanzas()) this.#sink.unexpectedText();
      this.#partial = "";
      this.#step = this.#inCdata;
    }
    return at + 1;
  }

  #inCdata(text: string, at: number): number {
    const end = this.#endOf("]]>", text, at);
    if (end < 0) return text.length;
    this.#step = this.#inText;
    this.#sink.cdata(this.#token(text, end).slice(CDATA.length, -3));
    return end;
  }

  #inDeclaration(text: string, at: number): number {
    const end = this.#endOf("?>", text, at);
    if (end < 0) return text.length;
    this.#step = this.#inText;
    this.#sink.declaration(this.#token(text, end));
    return end;
  }

  /** The end of `terminator`, which may have begun in an earlier chunk; -1 where it is not complete yet. */
  #endOf(terminator: string, text: string, at: number): number {
    const overlap = terminator.length - 1;
    const across = (this.#partial + text.slice(at, at + overlap)).indexOf(terminator);
    if (across >= 0) return at - this.#partial.length + across + terminator.length;
    const index = text.indexOf(terminator, at);
    if (index >= 0) return index + terminator.length;
    this.#partial = (this.#partial + text.slice(Math.max(at, text.length - overlap))).slice(-overlap);
    return -1;
  }
}
