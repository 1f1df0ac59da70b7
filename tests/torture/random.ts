/** Random numbers that come again with the same seed. */

export interface Random {
  /** From 0 up to 1, without 1. */
  next(): number;
  /** An integer from `from` to `to`, both included. */
  integer(from: number, to: number): number;
  chance(probability: number): boolean;
  /** One of them. Throws where there are none. */
  pick<T>(all: readonly T[]): T;
  bytes(count: number): Uint8Array<ArrayBuffer>;
  /** From now on the numbers are those of another seed. */
  restart(seed: string): void;
}

const INCREMENT = 0x9e3779b9;
const RANGE = 2 ** 32;

/** The generator of a seed, which may be any text. */
export function randomOf(seed: string): Random {
  let state = stateOf(seed);
  const next = (): number => {
    // Mulberry32: 32 bits of state are enough to choose moments and bytes.
    state = (state + INCREMENT) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / RANGE;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (all) => {
      if (all.length === 0) throw new Error("nothing to pick from");
      return all[integer(0, all.length - 1)] as (typeof all)[number];
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => integer(0, 255)),
    restart: (other) => {
      state = stateOf(other);
    },
  };
}

const stateOf = (seed: string): number => Number(BigInt.asUintN(32, Bun.hash.wyhash(seed)));
