/** Scales of charts: where a value stands, and where the lines of the grid are. */

export interface Axis {
  /** The position of a value, in pixels from the beginning. */
  readonly at: (value: number) => number;
  /** The values of the grid, in order. */
  readonly ticks: readonly number[];
}

/** Lines of a linear grid, about. */
const LINES = 5;

/** From zero to beyond the largest value, in steps of 1, 2 or 5 times a power of ten. */
export function linearAxis(values: readonly number[], length: number): Axis {
  const most = Math.max(...values, 0) || 1;
  const rough = most / LINES;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const count = Math.ceil(most / step);
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
  return { ticks, at: (value) => (value / (count * step)) * length };
}

/** From the power of ten below the smallest positive value to the one above the largest. What is smaller stands at the beginning. */
export function logarithmicAxis(values: readonly number[], length: number): Axis {
  const positive = values.filter((value) => value > 0);
  const [least, most] = positive.length > 0 ? [Math.min(...positive), Math.max(...positive)] : [1, 10];
  const from = Math.floor(Math.log10(least));
  const to = Math.max(from + 1, Math.ceil(Math.log10(most)));
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => Number((10 ** (from + index)).toPrecision(6)));
  const at = (value: number): number =>
    value <= 0 ? 0 : Math.max(0, ((Math.log10(value) - from) / (to - from)) * length);
  return { ticks, at };
}
