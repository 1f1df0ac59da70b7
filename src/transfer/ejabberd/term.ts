/** Terms of Erlang, as far as data have them. */

/** A string is a binary, which is UTF-8 in all data; an array is a list; null is what no data have (a process, a reference, a function). */
export type Term = number | bigint | null | string | Atom | Tuple | readonly Term[] | TermMap;

export class Atom {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

export class Tuple {
  readonly items: readonly Term[];
  constructor(items: readonly Term[]) {
    this.items = items;
  }
}

export class TermMap {
  readonly entries: readonly (readonly [Term, Term])[];
  constructor(entries: readonly (readonly [Term, Term])[]) {
    this.entries = entries;
  }
}

export const atom = (name: string): Atom => new Atom(name);
export const tuple = (...items: readonly Term[]): Tuple => new Tuple(items);

/** Tuples and lists in each other: an element of XML is three of them. */
export const MAX_DEPTH = 512;
/** Of a number, in bytes or digits: what is made of a longer one takes time that grows with its square. */
export const MAX_NUMBER = 300;
/** Of one row. */
export const MAX_ROW = 16 * 1024 * 1024;

/** The item of a tuple; null beyond its end, and for what is no tuple. */
export const itemOf = (term: Term | undefined, index: number): Term =>
  term instanceof Tuple ? (term.items[index] ?? null) : null;

export const itemsOf = (term: Term | undefined): readonly Term[] => (term instanceof Tuple ? term.items : []);

export const listOf = (term: Term | undefined): readonly Term[] => (Array.isArray(term) ? term : []);

/** The text of a binary, an atom, a number, or a list of bytes; undefined for anything else. */
export function textOf(term: Term | undefined): string | undefined {
  if (typeof term === "string") return term;
  if (term instanceof Atom) return term.name;
  if (typeof term === "number" || typeof term === "bigint") return String(term);
  if (Array.isArray(term) && term.every((byte) => typeof byte === "number" && byte >= 0 && byte < 256))
    return Buffer.from(term as number[]).toString();
  return undefined;
}

export const numberOf = (term: Term | undefined): number | undefined =>
  typeof term === "number" || typeof term === "bigint" ? Number(term) : undefined;

export const isAtom = (term: Term | undefined, name: string): boolean => term instanceof Atom && term.name === name;

/** {Megaseconds, Seconds, Microseconds} in microseconds since 1970; undefined for anything else. */
export function microseconds(term: Term | undefined): number | undefined {
  const [mega, seconds, micro] = [numberOf(itemOf(term, 0)), numberOf(itemOf(term, 1)), numberOf(itemOf(term, 2))];
  return mega === undefined || seconds === undefined || micro === undefined
    ? undefined
    : (mega * 1_000_000 + seconds) * 1_000_000 + micro;
}

/** {User, Server} or {User, Server, Resource} as a bare JID; "" for anything else. */
export function bareJidOf(term: Term | undefined): string {
  const [user, server] = [textOf(itemOf(term, 0)), textOf(itemOf(term, 1))];
  if (!server) return "";
  return user ? `${user}@${server}` : server;
}

/** The same as an address. */
export function jidOf(term: Term | undefined): string {
  const [user, server, resource] = [textOf(itemOf(term, 0)), textOf(itemOf(term, 1)), textOf(itemOf(term, 2))];
  if (!server) return "";
  return `${user ? `${user}@` : ""}${server}${resource ? `/${resource}` : ""}`;
}
