/** Numbers of the report: medians, spreads, and how they are written. */

/** A figure over the rounds. */
export interface Sample {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly rounds: number;
}

/** Of at least one value. */
export function sampleOf(values: readonly number[]): Sample {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [below = Number.NaN, above = Number.NaN] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  const [least = Number.NaN, most = Number.NaN] = [sorted[0], sorted.at(-1)];
  return { median: (below + above) / 2, least, most, rounds: values.length };
}

/** A number with three significant digits, or a whole number. */
export const formatted = (value: number): string =>
  Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

/** How far the farthest round is from the median, as a share of it; undefined for one round, or a median of zero. */
export function spreadOf({ median, least, most, rounds }: Sample): number | undefined {
  if (rounds < 2 || median === 0) return;
  return Math.max(most - median, median - least) / Math.abs(median);
}

/** "0.118 ± 7 %". */
export function formattedSample(sample: Sample): string {
  const spread = spreadOf(sample);
  return formatted(sample.median) + (spread === undefined ? "" : ` ± ${Math.round(spread * 100)} %`);
}
