/** The figures of all servers side by side, over all rounds. */
import { measuredServers, type Results } from "../results.ts";
import type { Figure, Place } from "../scenario.ts";
import { type Sample, sampleOf } from "./numbers.ts";

/** A server, or a program that was measured beside one. */
export interface Column {
  readonly name: string;
  readonly title: string;
}

export interface Row {
  readonly scenario: string;
  readonly name: string;
  readonly unit: string;
  readonly better: "less" | "more";
  readonly aim?: number;
  readonly place?: Place;
  /** By column's name. */
  readonly samples: ReadonlyMap<string, Sample>;
  /** The columns whose load generator was at its end: the server can do at least this. */
  readonly atLeast: ReadonlySet<string>;
  /** Ratio of this server's figure to the best of the others; undefined where either is missing, or the other is not above zero. */
  readonly ratio?: number;
}

export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** The server that aims and ratios are of. */
export const OURS = "jabber-home";

/** The share of its core from which the load generator counts as the bottleneck. */
const MIN_BUSY_SHARE = 0.9;

interface Gathered {
  readonly scenario: string;
  readonly figure: Figure;
  readonly figures: Map<string, Figure[]>;
}

/** One row for each figure that any server has, in the order in which scenarios give them. */
export function tableOf(results: Results): Table {
  const { measurements, plan } = results;
  const gathered = new Map<string, Gathered>();
  const columns: Column[] = measuredServers(results).map(({ name, title }) => ({ name, title }));
  const order = ["start", ...plan.scenarios];
  for (const { server, scenario, figures } of measurements.toSorted(
    (a, b) => order.indexOf(a.scenario) - order.indexOf(b.scenario),
  ))
    for (const figure of figures) {
      const { of: column = server } = figure;
      if (!columns.some(({ name }) => name === column)) columns.push({ name: column, title: column });
      const key = `${scenario}: ${figure.name}`;
      const row = gathered.get(key) ?? { scenario, figure, figures: new Map<string, Figure[]>() };
      row.figures.set(column, [...(row.figures.get(column) ?? []), figure]);
      gathered.set(key, row);
    }
  return { columns, rows: [...gathered.values()].map((row) => rowOf(row)) };
}

function rowOf({ scenario, figure, figures }: Gathered): Row {
  const { name, unit, better, aim, place } = figure;
  const samples = new Map([...figures].map(([column, all]) => [column, sampleOf(all.map(({ value }) => value))]));
  const isBusy = ({ loadShare = 0 }: Figure): boolean => loadShare > MIN_BUSY_SHARE;
  const ratio = ratioOf(samples, better);
  return {
    ...{ scenario, name, unit, better, samples },
    ...(aim === undefined ? {} : { aim }),
    ...(place === undefined ? {} : { place }),
    atLeast: new Set([...figures].flatMap(([column, all]) => (all.some(isBusy) ? [column] : []))),
    ...(ratio === undefined ? {} : { ratio }),
  };
}

function ratioOf(samples: ReadonlyMap<string, Sample>, better: "less" | "more"): number | undefined {
  const others = [...samples].flatMap(([column, { median }]) => (column === OURS ? [] : [median]));
  const ours = samples.get(OURS)?.median;
  const best = better === "less" ? Math.min(...others) : Math.max(...others);
  return ours === undefined || others.length === 0 || best <= 0 ? undefined : ours / best;
}

/** Whether this server does not reach its aim. */
export function isMissed({ aim, better, samples }: Row): boolean {
  const ours = samples.get(OURS)?.median;
  if (aim === undefined || ours === undefined) return false;
  return better === "less" ? ours > aim : ours < aim;
}
