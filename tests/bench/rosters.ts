/** The rosters of the accounts of the bench. */
import type { Rosters } from "../support/peers/peer.ts";

/** So many accounts in a ring, `name0` and up, each with so many contacts: half of them before it, half of them behind. */
export function ring(name: string, accounts: number, contacts: number): Rosters {
  const at = (index: number): string => `${name}${(index + accounts) % accounts}`;
  const distances = Array.from({ length: contacts / 2 }, (_, index) => index + 1);
  const around = (index: number) => distances.flatMap((distance) => [at(index - distance), at(index + distance)]);
  return new Map(Array.from({ length: accounts }, (_, index) => [at(index), around(index)]));
}

/** Each of `several` knows each of `many`, and nobody else. */
export function between(several: readonly string[], many: readonly string[]): Rosters {
  return new Map([...several.map((one) => [one, many] as const), ...many.map((one) => [one, several] as const)]);
}

/** `name0`, `name1`, … */
export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);
