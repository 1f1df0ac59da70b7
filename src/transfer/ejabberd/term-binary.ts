/** Erlang's external term format (erts, "External Term Format"). */
import { Atom, MAX_DEPTH, type Term, TermError, TermMap, Tuple } from "./term.ts";

const VERSION = 131;

/** The term in these bytes, which begin with the number of the format. Throws TermError. */
export function decodeTerm(bytes: Buffer): Term {
  if (bytes[0] !== VERSION) throw new TermError("malformed", 0, "not in the external term format");
  return new Decoder(bytes, 1).term(0);
}

/** The first item of a row, which names its table; null for what is no row. Throws TermError. */
export function decodeName(bytes: Buffer): Term {
  const isRow = bytes[0] === VERSION && bytes[1] === TAGS.smallTuple && bytes[2] !== 0;
  return isRow ? new Decoder(bytes, 3).term(1) : null;
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

class Decoder {
  readonly #bytes: Buffer;
  #position: number;

  constructor(bytes: Buffer, position: number) {
    this.#bytes = bytes;
    this.#position = position;
  }

  term(depth: number): Term {
    if (depth > MAX_DEPTH) throw new TermError("deep", this.#position);
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
        return [...this.#take(this.#number(2))];
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
    if (start + length > this.#bytes.length) throw new TermError("end", start);
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
    return this.#bytes.toString(encoding, start, start + length);
  }

  #atom(length: number, isUtf8: boolean): Atom {
    return new Atom(this.#text(length, isUtf8 ? "utf8" : "latin1"));
  }

  /** Each term has a byte at least: a number of them that is larger than what is left is not believed. */
  #terms(count: number, depth: number): Term[] {
    if (count > this.#bytes.length - this.#position) throw new TermError("end", this.#position);
    const terms: Term[] = [];
    for (let index = 0; index < count; index++) terms.push(this.term(depth + 1));
    return terms;
  }

  #list(depth: number): Term[] {
    const items = this.#terms(this.#number(4), depth);
    // An improper list ends with another term than nil: no data have one.
    this.term(depth + 1);
    return items;
  }

  #map(depth: number): TermMap {
    const count = this.#number(4);
    const terms = this.#terms(count * 2, depth);
    return new TermMap(
      Array.from({ length: count }, (_, index) => [terms[index * 2] ?? null, terms[index * 2 + 1] ?? null]),
    );
  }

  /** The lowest byte first, after the sign. */
  #big(length: number): bigint {
    const sign = this.#number(1);
    const digits = Buffer.from(this.#take(length)).reverse().toString("hex");
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
    } else throw new TermError("malformed", this.#position - 1, `an unknown tag: ${tag}`);
    return null;
  }
}
