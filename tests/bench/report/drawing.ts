/** The charts of a table of figures, as SVG files. */
import { barChart } from "./bar-chart.ts";
import { CHARTS, type ChartName } from "./charts.ts";
import { lineChart } from "./line-chart.ts";
import { OURS, type Row, type Table } from "./rows.ts";

const rowsIn = (table: Table, chart: ChartName): Row[] => table.rows.filter(({ place }) => place?.chart === chart);

/** By group, in the order in which they come. */
function groupsOf(rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const group = row.place?.group ?? row.name;
    groups.set(group, [...(groups.get(group) ?? []), row]);
  }
  return groups;
}

function bars({ columns }: Table, rows: readonly Row[], name: ChartName): string {
  const groups = [...groupsOf(rows)].map(([title, ofGroup]) => {
    const warm = ofGroup.find(({ place }) => !place?.isCold);
    const cold = ofGroup.find(({ place }) => place?.isCold);
    return {
      title: `${title[0]?.toUpperCase()}${title.slice(1)}`,
      bars: columns.flatMap((column) => {
        const sample = warm?.samples.get(column.name);
        const isOurs = column.name === OURS;
        return sample ? [{ label: column.title, isOurs, sample, cold: cold?.samples.get(column.name) }] : [];
      }),
    };
  });
  const { title, unit, isLogarithmic = false } = CHARTS[name];
  return barChart({ title, unit, isLogarithmic, groups: groups.filter((group) => group.bars.length > 0) });
}

/** Of this server alone: the table has the others. */
function curves(rows: readonly Row[], name: ChartName): string | undefined {
  const found = [...groupsOf(rows)].map(([title, ofGroup]) => ({
    title,
    points: ofGroup
      .flatMap(({ place, samples }) => {
        const value = samples.get(OURS)?.median;
        return value === undefined || place?.at === undefined ? [] : [{ at: place.at, value }];
      })
      .toSorted((a, b) => a.at - b.at),
  }));
  const withPoints = found.filter(({ points }) => points.length > 0);
  const { title, unit, along = "" } = CHARTS[name];
  return withPoints.length === 0 ? undefined : lineChart({ title, unit, along, curves: withPoints });
}

/** The SVG of a chart; undefined where nothing of it was measured. */
export function drawn(table: Table, name: ChartName): string | undefined {
  const rows = rowsIn(table, name);
  if (rows.length === 0) return;
  return CHARTS[name].kind === "bars" ? bars(table, rows, name) : curves(rows, name);
}
