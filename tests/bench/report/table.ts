/** Rows as a table in Markdown. */
import { formatted, formattedSample } from "./numbers.ts";
import { type Column, isMissed, OURS, type Row } from "./rows.ts";

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function cell(row: Row, { name }: Column): string {
  const sample = row.samples.get(name);
  if (!sample) return "–";
  const text = (row.atLeast.has(name) ? "≥ " : "") + formattedSample(sample);
  return name === OURS && isMissed(row) ? `**${text}**` : text;
}

/** One column for each server that has a figure in these rows, with aims and ratios where there are any. */
export function markdownOf(rows: readonly Row[], columns: readonly Column[]): string {
  const shown = columns.filter(({ name }) => rows.some(({ samples }) => samples.has(name)));
  const hasAims = rows.some(({ aim }) => aim !== undefined);
  const hasRatios = rows.some(({ ratio }) => ratio !== undefined);
  const head = [
    ...["", "unit", ...shown.map(({ title }) => title)],
    ...(hasAims ? ["aim"] : []),
    ...(hasRatios ? ["ours / best other"] : []),
  ];
  const body = rows.map((row) => [
    ...[row.name, row.unit, ...shown.map((column) => cell(row, column))],
    ...(hasAims ? [row.aim === undefined ? "" : `${row.better === "less" ? "≤" : "≥"} ${formatted(row.aim)}`] : []),
    ...(hasRatios ? [row.ratio === undefined ? "" : formatted(row.ratio)] : []),
  ]);
  return [line(head), line(head.map((_, index) => (index < 2 ? "---" : "---:"))), ...body.map(line)].join("\n");
}
