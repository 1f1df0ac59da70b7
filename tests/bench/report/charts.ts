/** The charts of the report: each has one unit, and shows the figures whose place is in it. */

interface ChartKind {
  /** Bars of several servers, or curves of this one. */
  readonly kind: "bars" | "curves";
  readonly title: string;
  readonly unit: string;
  /** Bars whose lengths differ by a factor of a hundred are drawn on a logarithmic scale; curves always are. */
  readonly isLogarithmic?: boolean;
  /** What there are more of along a curve. */
  readonly along?: string;
}

const chartsOf = <Name extends string>(charts: Readonly<Record<Name, ChartKind>>) => charts;

export const CHARTS = chartsOf({
  cpu: { kind: "bars", title: "CPU for an operation", unit: "ms", isLogarithmic: true },
  memory: { kind: "bars", title: "Memory (PSS)", unit: "MiB" },
  "wake-ups": { kind: "bars", title: "Wake-ups for a message", unit: "" },
  disk: { kind: "bars", title: "Written to the disk for a message", unit: "KB", isLogarithmic: true },
  ways: { kind: "bars", title: "CPU for a message on other ways", unit: "ms", isLogarithmic: true },
  files: { kind: "bars", title: "CPU for a file", unit: "ms", isLogarithmic: true },
  calls: { kind: "bars", title: "CPU for a relayed megabit", unit: "ms" },
  import: { kind: "bars", title: "CPU for an imported message", unit: "µs" },
  "scale-online": { kind: "curves", title: "CPU, by accounts online", unit: "ms", along: "accounts online" },
  "scale-online-memory": { kind: "curves", title: "Memory for a connection", unit: "KB", along: "accounts online" },
  "scale-archive": { kind: "curves", title: "CPU, by messages archived", unit: "ms", along: "messages archived" },
  "scale-rooms": { kind: "curves", title: "CPU, by rooms", unit: "ms", along: "rooms" },
  "scale-roster": { kind: "curves", title: "CPU, by contacts", unit: "µs", along: "contacts" },
});

export type ChartName = keyof typeof CHARTS;
export type Chart = ChartKind;
