/** Numbers that a seed reproduces. */

/** Returns a whole number from 0 to below `below`. */
export type Random = (below: number) => number;

/** Marsaglia's xorshift32. */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b9) || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

/** Any one of a list that is not empty. */
export const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;
