/** The results of a run as a page of the documents, with its charts. The same results give the same bytes. */
import { measuredServers, type Results } from "../results.ts";
import { SCENARIOS } from "../scenarios/all.ts";
import { CHARTS, type ChartName } from "./charts.ts";
import { drawn } from "./drawing.ts";
import { conditionsOf, failuresOf, type Note } from "./notes.ts";
import { type Row, type Table, tableOf } from "./rows.ts";
import { FIRST_SECTION, SECTIONS, type Section } from "./sections.ts";
import { markdownOf } from "./table.ts";

export interface Report {
  readonly markdown: string;
  /** SVG files by their names. */
  readonly pictures: ReadonlyMap<string, string>;
}

/** From the page. */
const PICTURES = "images/bench";

const isInFirst = ({ place }: Row): boolean => FIRST_SECTION.charts.some((chart) => chart === place?.chart);

/** Of a section's table. */
const rowsOf = ({ rows }: Table, section: Section): Row[] =>
  section === FIRST_SECTION
    ? rows.filter(isInFirst)
    : rows.filter((row) => section.scenarios.includes(row.scenario) && !isInFirst(row));

const list = (notes: readonly Note[]): string => notes.map((note) => `- ${note}`).join("\n");

export function reportOf(results: Results): Report {
  const table = tableOf(results);
  const pictures = new Map<string, string>();
  const pictureOf = (name: ChartName): string[] => {
    const svg = drawn(table, name);
    if (svg === undefined) return [];
    pictures.set(`${name}.svg`, svg);
    return [`![${CHARTS[name].title}: the figures are in the table below](${PICTURES}/${name}.svg)`];
  };
  const sections = SECTIONS.flatMap((section) => {
    const rows = rowsOf(table, section);
    if (rows.length === 0) return [];
    const charts = section.charts.flatMap(pictureOf);
    return [`## ${section.title}`, ...(section.text ? [section.text] : []), ...charts, markdownOf(rows, table.columns)];
  });
  const about = SCENARIOS.filter(({ name }) => table.rows.some((row) => row.scenario === name));
  const failures = failuresOf(results);
  const parts = [
    "# Benchmarks",
    "<!-- Written by npm run bench: changes to this page are lost. -->",
    ...conditionsOf(results),
    ...sections,
    "## How it was measured",
    list([
      `${results.machine}. ${results.arrangement}`,
      ...measuredServers(results).map(({ title, version, setting }) => `${title}: ${version}; ${setting}.`),
      ...results.skipped,
    ]),
    "The loads, by the names that `--scenario` takes:",
    list(about.map(({ name, about: text }) => `\`${name}\`: ${text}`)),
    ...(failures.length > 0 ? ["What could not be measured:", list(failures)] : []),
  ];
  return { markdown: `${parts.join("\n\n")}\n`, pictures };
}
