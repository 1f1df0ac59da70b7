/** What a message costs that comes by itself: CPU, wake-ups, bytes on the disk. */
import type { ChatFigures } from "./chat-load.ts";
import type { ChartName } from "./report/charts.ts";
import type { Figure } from "./scenario.ts";

export interface Paced {
  /** As in "at 100/s". */
  readonly rate: string;
  /** Milliseconds, wake-ups, and KB. */
  readonly aims: { readonly cpu?: number; readonly wakeUps?: number; readonly written?: number };
  /** They are the first messages after a start. */
  readonly isCold?: boolean;
}

export function pacedFigures({ cpu, wakeUps, written }: ChatFigures, { rate, aims, isCold = false }: Paced): Figure[] {
  const figure = (name: string, unit: string, value: number, chart: ChartName, aim: number | undefined): Figure => ({
    ...{ name: `${name}, at ${rate}${isCold ? ", the first" : ""}`, unit, value, better: "less" },
    place: { chart, group: chart === "cpu" ? `a chat message, at ${rate}` : `at ${rate}`, isCold },
    ...(aim === undefined ? {} : { aim }),
  });
  return [
    figure("CPU for a chat message", "ms", cpu, "cpu", aims.cpu),
    figure("wake-ups for a message", "", wakeUps, "wake-ups", aims.wakeUps),
    figure("written to the disk for a message", "KB", written / 1000, "disk", aims.written),
  ];
}
