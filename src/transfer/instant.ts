/** Times that other servers have stored. */

/** ECMA-262 §21.4.1.1. */
const FURTHEST = 8.64e15;

/** Whole milliseconds since 1970; undefined for what is no time: not a number, or in a year that no date can be written with. */
export const instantOf = (milliseconds: number): number | undefined =>
  Math.abs(milliseconds) <= FURTHEST ? Math.trunc(milliseconds) : undefined;
