/** The figures of all servers side by side, in Markdown and for machines. */
import type { Measured } from "./measured.ts";
import type { Figure } from "./scenario.ts";

export interface Row {
  readonly scenario: string;
  readonly name: string;
  readonly unit: string;
  readonly better: "less" | "more";
  readonly aim?: number;
  /** By server's name. */
  readonly values: Readonly<Record<string, number>>;
  /** By server's name: the share of its core that the load generator used, where it was at its limit. */
  readonly loadShares: Readonly<Record<string, number>>;
  /** Ratio of jabber-home's figure to the best peer's; undefined where either is missing or zero. */
  readonly ratio?: number;
}

/** The share of its core from which the load generator counts as the bottleneck. */
const MIN_BUSY_SHARE = 0.9;

/** A number with three significant digits, or a whole number. */
export const formatted = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));

/** One row for each figure that any server has; `ours` is the name of the server compared with the others. */
export function rowsOf(all: readonly Measured[], ours: string): Row[] {
  const rows = new Map<string, { scenario: string; figure: Figure; of: Map<string, Figure> }>();
  for (const { peer, results } of all)
    for (const [scenario, figures] of results)
      for (const figure of figures instanceof Error ? [] : figures) {
        const key = `${scenario}: ${figure.name}`;
        const row = rows.get(key) ?? { scenario, figure, of: new Map() };
        row.of.set(peer.name, figure);
        rows.set(key, row);
      }
  return [...rows.values()].map(({ scenario, figure: { name, unit, better, aim }, of }) => {
    const values = Object.fromEntries([...of].map(([server, { value }]) => [server, value]));
    const others = Object.entries(values).flatMap(([server, value]) => (server === ours ? [] : [value]));
    const best = better === "less" ? Math.min(...others) : Math.max(...others);
    const own = values[ours];
    return {
      ...{ scenario, name, unit, better, values },
      ...(aim === undefined ? {} : { aim }),
      loadShares: Object.fromEntries(
        [...of].flatMap(([server, { loadShare }]) => (loadShare === undefined ? [] : [[server, loadShare]])),
      ),
      ...(own === undefined || others.length === 0 || best === 0 ? {} : { ratio: own / best }),
    };
  });
}

/** A table in Markdown, one column a server. */
export function markdown(rows: readonly Row[], all: readonly Measured[]): string {
  const servers = all.map(({ peer, version }) => ({ name: peer.name, title: `${peer.name} ${version}` }));
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const cell = ({ values, loadShares }: Row, server: string): string => {
    const value = values[server];
    return value === undefined ? "–" : ((loadShares[server] ?? 0) > MIN_BUSY_SHARE ? "≥ " : "") + formatted(value);
  };
  const head = ["", "", "unit", ...servers.map(({ title }) => title), "aim", "ours / best peer"];
  const body = rows.map((row) => [
    row.scenario,
    row.name,
    row.unit,
    ...servers.map(({ name }) => cell(row, name)),
    row.aim === undefined ? "" : `${row.better === "less" ? "≤" : "≥"} ${formatted(row.aim)}`,
    row.ratio === undefined ? "" : formatted(row.ratio),
  ]);
  return [line(head), line(head.map((_, index) => (index < 3 ? "---" : "---:"))), ...body.map(line)].join("\n");
}
