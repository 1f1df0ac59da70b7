/** XML 1.0 §2.2 and §2.11: only legal characters, and every line end is a line feed. */
import { StreamError } from "../stream-error.ts";
import { Utf8Decoder } from "./utf8.ts";

/** Without surrogates, which the UTF-8 decoder never returns. */
const ILLEGAL = /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** True if the code point may stand in XML: the production Char. */
export const isCharacter = (code: number): boolean =>
  code < 0x20 ? code === 0x9 || code === 0xa || code === 0xd : code <= 0xd7ff || isHighCharacter(code);

const isHighCharacter = (code: number): boolean =>
  (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff);

/** Decodes the chunks of one stream and checks their characters. */
export class CharacterReader {
  readonly #utf8 = new Utf8Decoder();
  #endedWithReturn = false;
  /** What is wrong right after the text that was read last; to be thrown once that text has been handled. */
  failure: StreamError | undefined;

  /** True if each character of the last chunk was one byte. */
  get isAscii(): boolean {
    return this.#utf8.isAscii;
  }

  /** The characters of a chunk, up to the first that is not allowed. */
  read(chunk: Uint8Array): string {
    const text = this.#utf8.decode(chunk);
    if (this.#utf8.hasFailed) this.failure = new StreamError("bad-format", "this is not UTF-8");
    return this.#check(text);
  }

  /** The same for a string. */
  readText(text: string): string {
    if (text.isWellFormed()) return this.#check(text);
    this.failure = new StreamError("not-well-formed", "half a character");
    return this.#check(text.slice(0, text.search(LONE_SURROGATE)));
  }

  #check(text: string): string {
    const illegal = text.search(ILLEGAL);
    if (illegal >= 0) this.failure = new StreamError("not-well-formed", "a character that XML does not allow");
    return this.#withLineFeeds(illegal < 0 ? text : text.slice(0, illegal));
  }

  #withLineFeeds(text: string): string {
    if (text === "") return text;
    const rest = this.#endedWithReturn && text.startsWith("\n") ? text.slice(1) : text;
    this.#endedWithReturn = text.endsWith("\r");
    return rest.includes("\r") ? rest.replace(/\r\n?/g, "\n") : rest;
  }
}
