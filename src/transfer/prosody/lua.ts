/** Prosody's data as Lua writes them: a parser of literals and table constructors (Lua 5.4 §3.1, §3.4.9). It evaluates nothing. */
import { LiteralError } from "../literal-error.ts";
import { sharedText } from "./shared-strings.ts";

/** Bytes, for a string that is not UTF-8. */
export type LuaValue = null | boolean | number | string | Uint8Array | LuaTable;
export type LuaKey = boolean | number | string;

export interface LuaTable {
  /** The fields without a key, in order: those at 1, 2, 3. */
  readonly array: readonly LuaValue[];
  /** The others. */
  readonly fields: ReadonlyMap<LuaKey, LuaValue>;
}

export const isTable = (value: LuaValue | undefined): value is LuaTable =>
  typeof value === "object" && value !== null && !(value instanceof Uint8Array);

/** A stanza has at most a few dozen levels, each of one table. */
export const MAX_DEPTH = 128;
/** Tables and values in one value. */
const MAX_VALUES = 2_000_000;

/** Characters of a number. */
const MAX_NUMBER = 300;

const NO_FIELDS: ReadonlyMap<LuaKey, LuaValue> = new Map();
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NUMBER = /^-?(?:0[xX][0-9a-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)$/;
const SPECIAL_NUMBERS: Readonly<Record<string, number>> = {
  "1/0": Number.POSITIVE_INFINITY,
  "-1/0": Number.NEGATIVE_INFINITY,
  "0/0": Number.NaN,
};
/** By the character after the backslash. */
const ESCAPES: ReadonlyMap<number, number> = new Map(
  [..."abfnrtv\"'\\\n"].map((character, index) => [
    character.charCodeAt(0),
    "\x07\b\f\n\r\t\v\"'\\\n".charCodeAt(index),
  ]),
);

const [QUOTE, APOSTROPHE, BACKSLASH] = [0x22, 0x27, 0x5c];
const [OPEN, CLOSE, OPEN_BRACKET, OPEN_PARENTHESIS, CLOSE_PARENTHESIS] = [0x7b, 0x7d, 0x5b, 0x28, 0x29];
const [EQUALS, SEMICOLON, COMMA, MINUS, DOT] = [0x3d, 0x3b, 0x2c, 0x2d, 0x2e];
const LINE_FEED = 0x0a;

const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isLetter = (byte: number): boolean =>
  (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x5f;

/** Reads values from `position` on, up to `end`; throws LiteralError. */
export class LuaParser {
  readonly #bytes: Buffer;
  readonly #end: number;
  position: number;
  #values = 0;

  constructor(bytes: Buffer, position: number, end: number) {
    this.#bytes = bytes;
    this.position = position;
    this.#end = end;
  }

  /** Whether nothing but white space and NUL is left: what a file system leaves of a file after a crash. */
  atEnd(): boolean {
    let at = this.position;
    while (at < this.#end && (isSpace(this.#bytes[at] ?? 0) || this.#bytes[at] === 0)) at++;
    return at === this.#end;
  }

  /** Passes over a word or a character, with the space before it. */
  expect(text: string): void {
    this.#next();
    for (let index = 0; index < text.length; index++) {
      if (this.position >= this.#end) throw new LiteralError("end", this.position);
      if (this.#bytes[this.position] !== text.charCodeAt(index)) throw this.#unexpected(`"${text}" was expected`);
      this.position++;
    }
  }

  /** Passes over a character if it is there. */
  #accept(byte: number): boolean {
    if (this.#next() !== byte) return false;
    this.position++;
    return true;
  }

  /** Passes over the semicolon after a statement, if it is there, and the space around it. */
  endStatement(): void {
    for (; this.position < this.#end; this.position++) {
      const byte = this.#bytes[this.position] ?? 0;
      if (!isSpace(byte) && byte !== SEMICOLON) return;
    }
  }

  expectEnd(): void {
    if (this.atEnd()) return;
    this.#next();
    throw this.#unexpected("the end was expected");
  }

  value(depth = 0): LuaValue {
    if (++this.#values > MAX_VALUES)
      throw new LiteralError("malformed", this.position, `more than ${MAX_VALUES} values`);
    const byte = this.#next();
    if (byte === QUOTE || byte === APOSTROPHE) return this.#string(byte);
    if (byte === OPEN) return this.#table(depth);
    if (byte === OPEN_PARENTHESIS) return this.#specialNumber();
    if (isDigit(byte) || byte === MINUS || byte === DOT) return this.#number();
    return this.#word();
  }

  /** The first byte that is no space. */
  #next(): number {
    for (; this.position < this.#end; this.position++) {
      const byte = this.#bytes[this.position] ?? 0;
      if (!isSpace(byte)) return byte;
    }
    throw new LiteralError("end", this.position);
  }

  #table(depth: number): LuaTable {
    if (depth >= MAX_DEPTH) throw new LiteralError("deep", this.position);
    this.position++;
    const array: LuaValue[] = [];
    let fields: Map<LuaKey, LuaValue> | undefined;
    while (!this.#accept(CLOSE)) {
      const key = this.#key();
      const value = this.value(depth + 1);
      if (key === undefined) array.push(value);
      else {
        fields ??= new Map();
        fields.set(key, value);
      }
      const after = this.#next();
      if (after === SEMICOLON || after === COMMA) this.position++;
      else if (after !== CLOSE) throw this.#unexpected('";" or "}" was expected');
    }
    return { array, fields: fields ?? NO_FIELDS };
  }

  /** `["key"] =`, `[false] =`, `[12] =` or `key =`; undefined for a value without one. */
  #key(): LuaKey | undefined {
    const byte = this.#next();
    if (byte === OPEN_BRACKET) {
      this.position++;
      const key = this.value(MAX_DEPTH);
      this.expect("]");
      this.expect("=");
      if (typeof key === "object")
        throw new LiteralError("malformed", this.position, "a key is a string, a number or a boolean");
      return key;
    }
    if (!isLetter(byte)) return undefined;
    const start = this.position;
    const name = this.#name();
    if (this.#next() === EQUALS) {
      this.position++;
      return name;
    }
    this.position = start;
    return undefined;
  }

  #name(): string {
    const start = this.position;
    while (
      this.position < this.#end &&
      (isLetter(this.#bytes[this.position] ?? 0) || isDigit(this.#bytes[this.position] ?? 0))
    )
      this.position++;
    if (this.position === this.#end) throw new LiteralError("end", this.position);
    return this.#bytes.toString("latin1", start, this.position);
  }

  #word(): LuaValue {
    const start = this.position;
    const name = this.#name();
    if (name === "true" || name === "false") return name === "true";
    if (name === "nil") return null;
    this.position = start;
    throw this.#unexpected("a value was expected");
  }

  #number(): number {
    const start = this.position;
    while (this.position < this.#end && /[-+.0-9a-zA-Z]/.test(String.fromCharCode(this.#bytes[this.position] ?? 0)))
      this.position++;
    if (this.position === this.#end) throw new LiteralError("end", this.position);
    const text = this.#bytes.toString("latin1", start, this.position);
    if (text.length <= MAX_NUMBER && NUMBER.test(text)) return Number(text);
    throw new LiteralError("malformed", start, "this is no number");
  }

  #specialNumber(): number {
    const end = this.#bytes.indexOf(CLOSE_PARENTHESIS, this.position);
    if (end < 0 || end >= this.#end)
      throw new LiteralError(this.#end - this.position > 16 ? "code" : "end", this.position);
    const number = SPECIAL_NUMBERS[this.#bytes.toString("latin1", this.position + 1, end)];
    if (number === undefined) throw new LiteralError("code", this.position);
    this.position = end + 1;
    return number;
  }

  #string(quote: number): string | Uint8Array {
    const bytes = this.#bytes;
    const start = ++this.position;
    let all = 0;
    let hash = 0;
    for (let at = start; at < this.#end; at++) {
      const byte = bytes[at] ?? 0;
      if (byte === quote) {
        this.position = at + 1;
        return all < 0x80 ? sharedText(bytes, start, at, hash) : decoded(bytes.subarray(start, at));
      }
      if (byte === BACKSLASH) return this.#escapedString(quote, start, at);
      if (byte === LINE_FEED) throw new LiteralError("malformed", at, "a string is not closed");
      all |= byte;
      hash = (hash * 31 + byte) | 0;
    }
    throw new LiteralError("end", this.#end);
  }

  /** From `start` on, where the first backslash is at `at`. */
  #escapedString(quote: number, start: number, at: number): string | Uint8Array {
    const bytes = this.#bytes;
    const close = this.#closing(quote, at);
    const target = Buffer.alloc(close - start);
    let length = bytes.copy(target, 0, start, at);
    for (let index = at; index < close; ) {
      const byte = bytes[index++] ?? 0;
      if (byte !== BACKSLASH) {
        target[length++] = byte;
        continue;
      }
      const next = bytes[index] ?? 0;
      if (isDigit(next)) {
        let code = 0;
        for (let digits = 0; digits < 3 && isDigit(bytes[index] ?? 0); digits++)
          code = code * 10 + ((bytes[index++] ?? 0) - 0x30);
        if (code > 255) throw new LiteralError("malformed", index, "a byte is at most \\255");
        target[length++] = code;
      } else {
        const meant = ESCAPES.get(next);
        if (meant === undefined) throw new LiteralError("malformed", index, "an unknown escape in a string");
        target[length++] = meant;
        index++;
      }
    }
    this.position = close + 1;
    return decoded(target.subarray(0, length));
  }

  #closing(quote: number, from: number): number {
    const bytes = this.#bytes;
    for (let at = from; at < this.#end; at++) {
      const byte = bytes[at];
      if (byte === quote) return at;
      if (byte === BACKSLASH) at++;
      else if (byte === LINE_FEED) throw new LiteralError("malformed", at, "a string is not closed");
    }
    throw new LiteralError("end", this.#end);
  }

  /** A letter where none belongs is a program. */
  #unexpected(why: string): LiteralError {
    const byte = this.#bytes[this.position] ?? 0;
    const isProgram = isLetter(byte) || byte === OPEN_PARENTHESIS;
    return new LiteralError(isProgram ? "code" : "malformed", this.position, why);
  }
}

function decoded(bytes: Uint8Array): string | Uint8Array {
  try {
    return UTF8.decode(bytes);
  } catch {
    return Uint8Array.from(bytes);
  }
}
