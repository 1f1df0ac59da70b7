/** The rosters of the accounts of the bench. */
import type { Rosters } from "../support/peers/peer.ts";

/** `accounts` accounts in a ring, `name0` and up, each with `contacts` contacts: half before it, half after it. */
export function ring(name: string, accounts: number, contacts: number): Rosters {
  const at = (index: number): string => `${name}${(index + accounts) % accounts}`;
  const distances = Array.from({ length: contacts / 2 }, (_, index) => index + 1);
  const around = (index: number) => distances.flatMap((distance) => [at(index - distance), at(index + distance)]);
  return new Map(Array.from({ length: accounts }, (_, index) => [at(index), around(index)]));
}

/** Each of `several` has each of `many` as a contact, and vice versa. */
export function bipartite(several: readonly string[], many: readonly string[]): Rosters {
  return new Map([...several.map((one) => [one, many] as const), ...many.map((one) => [one, several] as const)]);
}

/** `name0`, `name1`, … */
export const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);
