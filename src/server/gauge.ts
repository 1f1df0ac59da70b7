/** A number that a module tells of itself, for metrics. */
export interface Gauge {
  /** Snake case; ends with the unit where there is one. */
  readonly name: string;
  readonly unit?: "bytes";
  /** One sentence. */
  readonly help: string;
  readonly read: () => number;
}
