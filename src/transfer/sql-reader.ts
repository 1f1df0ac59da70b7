/** The words and values of SQL text. */

/** Null is NULL. */
export type SqlValue = string | number | null;

/** `position` is that of the byte where it was noticed. */
export class SqlError extends Error {
  /** `end`: the bytes end too early. `code`: a function that is no data. */
  readonly reason: "end" | "code" | "malformed";
  readonly position: number;

  constructor(reason: SqlError["reason"], position: number, why = "") {
    super(why);
    this.reason = reason;
    this.position = position;
  }
}

/** Functions in each other that a value is made by. */
const MAX_DEPTH = 8;
/** Characters of what a function makes: calls in each other would multiply it. */
const MAX_TEXT = 16 * 1024 * 1024;
/** By the character after the backslash, in MySQL; others stand for themselves. */
export const SQL_ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  b: "\b",
  n: "\n",
  r: "\r",
  t: "\t",
  Z: "\x1a",
};
/** What ends a quoted name, by what begins it. */
export const SQL_QUOTES: Readonly<Record<string, string>> = { "`": "`", '"': '"', "[": "]" };
const COMMA = ",";

/** Reads from `position` on, up to `end`; throws SqlError. */
export class SqlReader {
  protected readonly bytes: Buffer;
  protected readonly end: number;
  /** Whether a backslash in a string escapes what follows (MySQL). */
  readonly #hasBackslashes: boolean;
  position: number;

  constructor(bytes: Buffer, position: number, end: number, hasBackslashes: boolean) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
    this.#hasBackslashes = hasBackslashes;
  }

  /** A name, quoted or not; of one with a schema before it the last part. */
  protected name(): string {
    const close = SQL_QUOTES[this.next()];
    let name: string;
    if (close === undefined) name = this.word();
    else {
      const end = this.bytes.indexOf(close, this.position + 1);
      if (end < 0 || end >= this.end) throw new SqlError("end", this.end);
      name = this.bytes.toString("utf8", this.position + 1, end);
      this.position = end + 1;
    }
    if (this.position >= this.end) throw new SqlError("end", this.end);
    if (this.bytes[this.position] === 0x2e) {
      this.position++;
      return this.name();
    }
    return name;
  }

  protected word(): string {
    this.next();
    const start = this.position;
    while (this.position < this.end && /[\w$]/.test(String.fromCharCode(this.bytes[this.position] ?? 0)))
      this.position++;
    if (this.position === this.end) throw new SqlError("end", this.end);
    if (this.position === start) throw this.malformed("a word was expected");
    return this.bytes.toString("latin1", start, this.position);
  }

  protected value(depth: number): SqlValue {
    const character = this.next();
    if (character === "'") return this.string();
    if (/[-+.0-9]/.test(character)) return this.#number();
    const word = this.word();
    if (/^(?:NULL)$/i.test(word)) return null;
    if (/^(?:true|false)$/i.test(word)) return word.toLowerCase() === "true" ? 1 : 0;
    if (this.next() === "'") {
      const text = this.string(/^E$/i.test(word));
      return /^X$/i.test(word) ? Buffer.from(text, "hex").toString() : text;
    }
    if (depth < MAX_DEPTH && this.next() === "(") return this.#function(word.toLowerCase(), depth);
    throw new SqlError("code", this.position, "a value was expected");
  }

  /** What sqlite3 writes line feeds with. */
  #function(name: string, depth: number): string {
    this.expect("(");
    const [text = "", second = "", third = ""] = this.#arguments(depth).map((value) => String(value ?? ""));
    if (name === "replace") return this.#replaced(text, second, third);
    if (name === "char" && /^\d{1,5}$/.test(text)) return String.fromCharCode(Number(text));
    if (name === "unistr")
      return text.replace(/\\(?:u([0-9a-fA-F]{4})|\\)/g, (_, hex?: string) =>
        hex ? String.fromCharCode(Number.parseInt(hex, 16)) : "\\",
      );
    throw new SqlError("code", this.position, `the function ${name}`);
  }

  #replaced(text: string, what: string, by: string): string {
    if (what === "") return text;
    const pieces = text.split(what);
    if (text.length + (pieces.length - 1) * by.length > MAX_TEXT) throw this.malformed("a text too large");
    return pieces.join(by);
  }

  #arguments(depth: number): SqlValue[] {
    const values: SqlValue[] = [];
    for (;;) {
      values.push(this.value(depth + 1));
      if (values.length > 3) throw this.malformed("a function with more than 3 arguments");
      if (this.next() === COMMA) this.position++;
      else {
        this.expect(")");
        return values;
      }
    }
  }

  #number(): SqlValue {
    const start = this.position;
    while (this.position < this.end && /[-+.0-9a-zA-Z]/.test(String.fromCharCode(this.bytes[this.position] ?? 0)))
      this.position++;
    if (this.position === this.end) throw new SqlError("end", this.end);
    const text = this.bytes.toString("latin1", start, this.position);
    if (/^0x(?:[0-9a-f]{2})*$/i.test(text)) return Buffer.from(text.slice(2), "hex").toString();
    const number = Number(text);
    if (Number.isNaN(number)) throw new SqlError("malformed", start, "this is no number");
    return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
  }

  protected string(hasEscapes = this.#hasBackslashes): string {
    const start = ++this.position;
    let isPlain = true;
    for (let at = start; at < this.end; at++) {
      const byte = this.bytes[at];
      if (hasEscapes && byte === 0x5c) {
        isPlain = false;
        at++;
      } else if (byte === 0x27) {
        if (at + 1 >= this.end) break;
        if (this.bytes[at + 1] === 0x27) {
          isPlain = false;
          at++;
          continue;
        }
        this.position = at + 1;
        const text = this.bytes.toString("utf8", start, at);
        return isPlain ? text : unescaped(text, hasEscapes);
      }
    }
    throw new SqlError("end", this.end);
  }

  /** The first character that is neither space nor in a comment. */
  protected next(): string {
    for (; this.position < this.end; this.position++) {
      const byte = this.bytes[this.position] ?? 0;
      if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) continue;
      const isFirstOfTwo = byte === 0x2d || byte === 0x2f;
      if (isFirstOfTwo && this.position + 1 >= this.end) throw new SqlError("end", this.position);
      const second = this.bytes[this.position + 1];
      if (byte === 0x23 || (byte === 0x2d && second === 0x2d)) this.passTo("\n");
      else if (byte === 0x2f && second === 0x2a) this.passTo("*/");
      else return String.fromCharCode(byte);
    }
    throw new SqlError("end", this.position);
  }

  /** Leaves the position at the last character of `text`. */
  protected passTo(text: string): void {
    const end = this.bytes.indexOf(text, this.position + 1);
    if (end >= 0 && end < this.end) this.position = end + text.length - 1;
    else throw new SqlError("end", this.position);
  }

  protected expect(character: string): void {
    if (this.next() !== character) throw this.malformed(`"${character}" was expected`);
    this.position++;
  }

  protected malformed(why: string): SqlError {
    return new SqlError("malformed", this.position, why);
  }
}

const unescaped = (text: string, hasEscapes: boolean): string =>
  hasEscapes
    ? text.replace(/\\([\s\S])|''/g, (_, letter?: string) =>
        letter === undefined ? "'" : (SQL_ESCAPES[letter] ?? letter),
      )
    : text.replaceAll("''", "'");
