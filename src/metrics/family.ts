/** Metrics as data: what is counted or measured, and its values now. */
import type { Histogram } from "./histogram.ts";

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels?: Labels;
  readonly value: number;
}

interface FamilyOf<Type extends string> {
  readonly type: Type;
  /** Snake case, without the prefix of the program and without "_total"; ends with the unit where there is one. */
  readonly name: string;
  readonly unit?: "seconds" | "bytes";
  /** One sentence. */
  readonly help: string;
}

export type Family =
  | (FamilyOf<"counter" | "gauge"> & { readonly samples: readonly Sample[] })
  | (FamilyOf<"info"> & { readonly labels: Labels })
  | (FamilyOf<"histogram"> & { readonly histogram: Histogram });
