/** Terms as Erlang writes them (io:format "~p", io_lib:write): a parser of literals. It evaluates nothing. */
import { asciiIn } from "../ascii.ts";
import { LiteralError } from "../literal-error.ts";
import { Atom, MAX_DEPTH, MAX_NUMBER, type Term, TermMap, Tuple, textOf } from "./term.ts";
import { unescaped } from "./term-escapes.ts";

/** Terms in one term. */
const MAX_TERMS = 2_000_000;

const [QUOTE, APOSTROPHE, BACKSLASH, COMMA, HASH, LESS, GREATER, SLASH, PERCENT, LINE_FEED] = [
  0x22, 0x27, 0x5c, 0x2c, 0x23, 0x3c, 0x3e, 0x2f, 0x25, 0x0a,
];
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isLower = (byte: number): boolean => byte >= 0x61 && byte <= 0x7a;
const isWord = (byte: number): boolean =>
  isLower(byte) || isDigit(byte) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f || byte === 0x40;

/** The term that is all of a text. Throws LiteralError. */
export function parseTerm(text: string): Term {
  const bytes = Buffer.from(text);
  const parser = new TermParser(Buffer.concat([bytes, Buffer.from(" .\n")]), 0, bytes.length + 3);
  const term = parser.term();
  parser.endTerm();
  return term;
}

/** The term with which these bytes, of which all belong to it, begin. Throws LiteralError. */
export const termIn = (bytes: Buffer): Term => new TermParser(bytes, 0, bytes.length, asciiIn(bytes)).term();

/** Reads terms from `position` on, up to `end`; throws LiteralError. */
export class TermParser {
  readonly #bytes: Buffer;
  readonly #end: number;
  readonly #ascii: string | undefined;
  position: number;
  #terms = 0;
  /** Of the row that is read: how many items are kept. */
  #itemsOf: ((name: string) => number) | undefined;
  #isPassing = false;

  /** `ascii`: the same bytes, where they are known to be ASCII. */
  constructor(bytes: Buffer, position: number, end: number, ascii?: string) {
    this.#bytes = bytes;
    this.position = position;
    this.#end = end;
    this.#ascii = ascii;
  }

  /** Passes over space and comments; whether nothing else is left. */
  atEnd(): boolean {
    try {
      this.#next();
      return false;
    } catch (error) {
      if (error instanceof LiteralError && error.reason === "end") return true;
      throw error;
    }
  }

  /** Passes over the full stop after a term. */
  endTerm(): void {
    if (this.#next() === 0x2e) this.position++;
    else throw this.#unexpected("a full stop was expected");
  }

  /**
   * A term; of a tuple, so many of its first items as `itemsOf` says for the first one (a name): what follows is looked at, and
   * not kept.
   */
  row(itemsOf: (name: string) => number): Term {
    this.#itemsOf = itemsOf;
    const term = this.term();
    this.#itemsOf = undefined;
    this.#isPassing = false;
    return term;
  }

  term(depth = 0): Term {
    if (depth > MAX_DEPTH) throw new LiteralError("deep", this.position);
    if (++this.#terms > MAX_TERMS) throw new LiteralError("malformed", this.position, `more than ${MAX_TERMS} terms`);
    const byte = this.#next();
    if (byte === QUOTE) return [...this.#strings()];
    if (byte === APOSTROPHE) return new Atom(this.#quoted(APOSTROPHE).toString());
    if (byte === LESS) return this.#at(1) === LESS ? this.#binary() : this.#opaque();
    if (byte === HASH) return this.#at(1) === 0x7b ? this.#map(depth) : this.#opaque();
    if (byte === 0x7b) return new Tuple(this.#sequence(0x7d, depth));
    if (byte === 0x5b) return this.#sequence(0x5d, depth);
    if (isDigit(byte) || byte === 0x2d) return this.#number();
    if (isLower(byte)) return new Atom(this.#word());
    throw this.#unexpected("a term was expected");
  }

  #at(offset: number): number {
    if (this.position + offset >= this.#end) throw new LiteralError("end", this.position);
    return this.#bytes[this.position + offset] ?? 0;
  }

  /** The first byte that is neither space nor in a comment. */
  #next(): number {
    for (; this.position < this.#end; this.position++) {
      const byte = this.#bytes[this.position] ?? 0;
      if (byte === PERCENT) {
        const end = this.#bytes.indexOf(LINE_FEED, this.position);
        this.position = end < 0 || end >= this.#end ? this.#end - 1 : end;
      } else if (!isSpace(byte)) return byte;
    }
    throw new LiteralError("end", this.position);
  }

  #expect(byte: number): void {
    if (this.#next() !== byte) throw this.#unexpected(`"${String.fromCharCode(byte)}" was expected`);
    this.position++;
  }

  #sequence(close: number, depth: number): Term[] {
    this.position++;
    const items: Term[] = [];
    if (this.#next() === close) {
      this.position++;
      return items;
    }
    for (;;) {
      const item = this.term(depth + 1);
      if (!this.#isPassing) items.push(item);
      if (depth === 0) this.#isPassing = this.#isEnough(items);
      if (this.#next() === COMMA) this.position++;
      else {
        this.#expect(close);
        return items;
      }
    }
  }

  #isEnough(items: readonly Term[]): boolean {
    return this.#itemsOf !== undefined && items.length >= this.#itemsOf(textOf(items[0]) ?? "");
  }

  #map(depth: number): TermMap {
    this.position += 2;
    const entries: (readonly [Term, Term])[] = [];
    while (this.#next() !== 0x7d) {
      const key = this.term(depth + 1);
      this.#expect(0x3d);
      this.#expect(GREATER);
      const value = this.term(depth + 1);
      if (!this.#isPassing) entries.push([key, value]);
      if (this.#next() === COMMA) this.position++;
    }
    this.position++;
    return new TermMap(entries);
  }

  #word(): string {
    const start = this.position;
    while (this.position < this.#end && isWord(this.#bytes[this.position] ?? 0)) this.position++;
    if (this.position === this.#end) throw new LiteralError("end", this.position);
    return this.#text(start, this.position);
  }

  /** Of a word or a binary, by its place. */
  #text(start: number, end: number): string {
    if (this.#isPassing) return "";
    return this.#ascii?.substring(start, end) ?? this.#bytes.toString("utf8", start, end);
  }

  #number(): number | bigint {
    const start = this.position;
    const short = this.#shortNumber();
    if (short !== undefined) return short;
    while (this.position < this.#end && /[-+.#0-9a-zA-Z]/.test(String.fromCharCode(this.#bytes[this.position] ?? 0))) {
      // A full stop ends the term, unless a digit follows.
      if (this.#bytes[this.position] === 0x2e && !isDigit(this.#at(1))) break;
      this.position++;
    }
    if (this.position === this.#end) throw new LiteralError("end", this.position);
    if (this.position - start > MAX_NUMBER) throw new LiteralError("malformed", start, "too long a number");
    const text = this.#bytes.toString("latin1", start, this.position);
    const based = /^(-?)16#([0-9a-fA-F]+)$/.exec(text);
    if (based) return Number.parseInt(`${based[1]}${based[2]}`, 16);
    if (/^-?\d+$/.test(text)) return text.length < 16 ? Number(text) : BigInt(text);
    if (/^-?\d+\.\d+(?:[eE][-+]?\d+)?$/.test(text) && Number.isFinite(Number(text))) return Number(text);
    throw new LiteralError("malformed", start, "this is no number");
  }

  /** Digits alone, as many as are exact; undefined, and nothing is passed over, for any other number. */
  #shortNumber(): number | undefined {
    let value = 0;
    let at = this.position;
    for (; at < this.#end && isDigit(this.#bytes[at] ?? 0); at++) value = value * 10 + (this.#bytes[at] ?? 0) - 0x30;
    const after = this.#bytes[at];
    const isWhole = at > this.position && at - this.position < 16 && at < this.#end;
    if (!isWhole || (after !== COMMA && after !== 0x7d && after !== 0x5d)) return undefined;
    this.position = at;
    return value;
  }

  /** Strings that follow each other are one: long ones are broken into lines. */
  #strings(): Buffer {
    const parts: Buffer[] = [];
    do parts.push(this.#quoted(QUOTE));
    while (this.#next() === QUOTE);
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** `<<"text">>`, `<<"text"/utf8>>`, `<<1,2,3>>`: bytes, as they stand in the file. */
  #binary(): string {
    const plain = this.#plainBinary();
    if (plain !== undefined) return plain;
    this.position += 2;
    const parts: Buffer[] = [];
    while (this.#next() !== GREATER) {
      if (this.#next() === QUOTE) parts.push(this.#strings());
      else parts.push(this.#bytesOfNumbers());
      if (this.#next() === SLASH) {
        this.position++;
        this.#word();
      }
      if (this.#next() === COMMA) this.position++;
    }
    this.position++;
    this.#expect(GREATER);
    return Buffer.concat(parts).toString();
  }

  /** `<<"text">>` without an escape, and `<<>>`: what nearly all binaries are. */
  #plainBinary(): string | undefined {
    const bytes = this.#bytes;
    const start = this.position + 3;
    if (bytes[start - 1] === GREATER && bytes[start] === GREATER && start < this.#end) {
      this.position = start + 1;
      return "";
    }
    if (bytes[start - 1] !== QUOTE) return undefined;
    let end = start;
    while (end < this.#end && bytes[end] !== QUOTE) if (bytes[end++] === BACKSLASH) return undefined;
    if (end + 2 >= this.#end || bytes[end + 1] !== GREATER || bytes[end + 2] !== GREATER) return undefined;
    this.position = end + 3;
    return this.#text(start, end);
  }

  #bytesOfNumbers(): Buffer {
    const bytes: number[] = [];
    for (;;) {
      if (!isDigit(this.#next())) throw this.#unexpected("a byte was expected");
      const byte = this.#number();
      if (typeof byte !== "number" || !Number.isInteger(byte) || byte > 255)
        throw new LiteralError("malformed", this.position, "a byte is at most 255");
      bytes.push(byte);
      if (this.#next() !== COMMA) return Buffer.from(bytes);
      const start = this.position++;
      if (!isDigit(this.#next())) {
        this.position = start;
        return Buffer.from(bytes);
      }
    }
  }

  /** Between quotes; `\ddd` is octal, `\x{…}` a character. */
  #quoted(quote: number): Buffer {
    const start = ++this.position;
    let end = start;
    let isEscaped = false;
    for (; this.#bytes[end] !== quote; end++) {
      if (end >= this.#end) throw new LiteralError("end", this.#end);
      if (this.#bytes[end] !== BACKSLASH) continue;
      isEscaped = true;
      end++;
    }
    if (end >= this.#end) throw new LiteralError("end", this.#end);
    this.position = end + 1;
    if (!isEscaped) return Buffer.from(this.#bytes.subarray(start, end));
    return unescaped(this.#bytes.toString("latin1", start, end));
  }

  /** A process `<0.1.2>`, `#Ref<0.1.2.3>`, `#Fun<name>`. */
  #opaque(): null {
    const end = this.#bytes.indexOf(GREATER, this.position);
    if (end < 0 || end >= this.#end) throw new LiteralError("end", this.#end);
    if (
      !/^(?:#[A-Z][a-z]+)?<[\w./ -]+$/.test(
        this.#bytes.toString("latin1", this.position, Math.min(end, this.position + 300)),
      )
    )
      throw this.#unexpected("a term was expected");
    this.position = end + 1;
    return null;
  }

  #unexpected(why: string): LiteralError {
    const byte = this.#bytes[this.position] ?? 0;
    const isProgram = isWord(byte) || byte === 0x28 || byte === 0x3a;
    return new LiteralError(isProgram ? "code" : "malformed", this.position, why);
  }
}
