/** Erlang's external term format (erts, "External Term Format"). */
import { asciiIn } from "../ascii.ts";
import { LiteralError } from "../literal-error.ts";
import { Atom, MAX_DEPTH, MAX_NUMBER, type Term, TermMap, Tuple } from "./term.ts";

const VERSION = 131;

/** The term in these bytes, which begin with the number of the format. Throws LiteralError. */
export function decodeTerm(bytes: Buffer): Term {
  if (bytes[0] !== VERSION) throw new LiteralError("malformed", 0, "not in the external term format");
  return new Decoder(bytes, 1, asciiIn(bytes)).term(0);
}

/** The same of a row, with so many of its first items: what follows is looked at, and not kept. Throws LiteralError. */
export function decodeRow(bytes: Buffer, items: number): Term {
  if (bytes[0] !== VERSION) throw new LiteralError("malformed", 0, "not in the external term format");
  return new Decoder(bytes, 1, undefined, items).term(0);
}

/** The first item of a row, which names its table; null for what is no row. Throws LiteralError. */
export function decodeName(bytes: Buffer): Term {
  const isRow = bytes[0] === VERSION && bytes[1] === TAGS.smallTuple && bytes[2] !== 0;
  return isRow ? new Decoder(bytes, 3, undefined).term(1) : null;
}

const TAGS = {
  float: 70,
  pid: 103,
  newPid: 88,
  port: 102,
  reference: 114,
  newReference: 90,
  smallInteger: 97,
  integer: 98,
  atom: 100,
  smallTuple: 104,
  largeTuple: 105,
  nil: 106,
  string: 107,
  list: 108,
  binary: 109,
  smallBig: 110,
  largeBig: 111,
  smallAtom: 115,
  map: 116,
  utf8Atom: 118,
  smallUtf8Atom: 119,
} as const;

const EMPTY = new TermMap([]);

class Decoder {
  readonly #bytes: Buffer;
  readonly #ascii: string | undefined;
  /** Of the outermost tuple: what is kept. */
  readonly #items: number;
  #position: number;
  #isPassing = false;

  /** `ascii`: the same bytes, where they are known to be ASCII. */
  constructor(bytes: Buffer, position: number, ascii: string | undefined, items = Number.POSITIVE_INFINITY) {
    this.#bytes = bytes;
    this.#position = position;
    this.#ascii = ascii;
    this.#items = items;
  }

  term(depth: number): Term {
    if (depth > MAX_DEPTH) throw new LiteralError("deep", this.#position);
    const tag = this.#number(1);
    switch (tag) {
      case TAGS.smallInteger:
        return this.#number(1);
      case TAGS.integer:
        return this.#take(4).readInt32BE();
      case TAGS.float:
        return this.#take(8).readDoubleBE();
      case TAGS.atom:
      case TAGS.utf8Atom:
        return this.#atom(this.#number(2), tag === TAGS.utf8Atom);
      case TAGS.smallAtom:
      case TAGS.smallUtf8Atom:
        return this.#atom(this.#number(1), tag === TAGS.smallUtf8Atom);
      case TAGS.smallTuple:
        return new Tuple(this.#terms(this.#number(1), depth));
      case TAGS.largeTuple:
        return new Tuple(this.#terms(this.#number(4), depth));
      case TAGS.nil:
        return [];
      case TAGS.string:
        return this.#byteList(this.#number(2));
      case TAGS.list:
        return this.#list(depth);
      case TAGS.binary:
        return this.#text(this.#number(4), "utf8");
      case TAGS.smallBig:
        return this.#big(this.#number(1));
      case TAGS.largeBig:
        return this.#big(this.#number(4));
      case TAGS.map:
        return this.#map(depth);
      default:
        return this.#opaque(tag, depth);
    }
  }

  #take(length: number): Buffer {
    const start = this.#pass(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Where the next bytes begin, which are passed over. */
  #pass(length: number): number {
    const start = this.#position;
    if (start + length > this.#bytes.length) throw new LiteralError("end", start);
    this.#position = start + length;
    return start;
  }

  #number(length: 1 | 2 | 4): number {
    const start = this.#pass(length);
    let value = 0;
    for (let index = start; index < start + length; index++) value = value * 256 + (this.#bytes[index] ?? 0);
    return value;
  }

  #text(length: number, encoding: "utf8" | "latin1"): string {
    const start = this.#pass(length);
    if (this.#isPassing) return "";
    return this.#ascii?.substring(start, start + length) ?? this.#bytes.toString(encoding, start, start + length);
  }

  #byteList(length: number): number[] {
    const bytes = this.#take(length);
    return this.#isPassing ? [] : [...bytes];
  }

  #atom(length: number, isUtf8: boolean): Atom {
    return new Atom(this.#text(length, isUtf8 ? "utf8" : "latin1"));
  }

  /** Each term has a byte at least: a number of them that is larger than what is left is not believed. */
  #terms(count: number, depth: number): Term[] {
    if (count > this.#bytes.length - this.#position) throw new LiteralError("end", this.#position);
    const terms: Term[] = [];
    for (let index = 0; index < count; index++) {
      if (depth === 0 && index >= this.#items) this.#isPassing = true;
      const term = this.term(depth + 1);
      if (!this.#isPassing) terms.push(term);
    }
    return terms;
  }

  #list(depth: number): Term[] {
    const items = this.#terms(this.#number(4), depth);
    const end = this.term(depth + 1);
    if (this.#isPassing) return items;
    // An improper list ends with another term than a list: no data have one.
    return Array.isArray(end) ? items.concat(end) : [...items, null];
  }

  #map(depth: number): TermMap {
    const count = this.#number(4);
    const terms = this.#terms(count * 2, depth);
    if (this.#isPassing) return EMPTY;
    return new TermMap(
      Array.from({ length: count }, (_, index) => [terms[index * 2] ?? null, terms[index * 2 + 1] ?? null]),
    );
  }

  /** The lowest byte first, after the sign. */
  #big(length: number): bigint {
    if (length > MAX_NUMBER) throw new LiteralError("malformed", this.#position, "too long a number");
    const sign = this.#number(1);
    const bytes = this.#take(length);
    if (this.#isPassing) return 0n;
    const digits = Buffer.from(bytes).reverse().toString("hex");
    const value = BigInt(`0x${digits || "0"}`);
    return sign === 0 ? value : -value;
  }

  /** What means nothing outside of the system that has written it. */
  #opaque(tag: number, depth: number): null {
    if (tag === TAGS.pid || tag === TAGS.newPid) {
      this.term(depth + 1);
      this.#take(tag === TAGS.pid ? 9 : 12);
    } else if (tag === TAGS.port) {
      this.term(depth + 1);
      this.#take(5);
    } else if (tag === TAGS.reference || tag === TAGS.newReference) {
      const length = this.#number(2);
      this.term(depth + 1);
      this.#take((tag === TAGS.reference ? 1 : 4) + length * 4);
    } else throw new LiteralError("malformed", this.#position - 1, `an unknown tag: ${tag}`);
    return null;
  }
}
