/** Bars in groups: one operation a group, one server a bar, with its value beside it. */
import { linearAxis, logarithmicAxis } from "./axis.ts";
import { formatted, type Sample } from "./numbers.ts";
import { lineBetween, picture, rectangle, text } from "./svg.ts";

export interface Bar {
  /** The server. */
  readonly label: string;
  readonly isOurs: boolean;
  readonly sample: Sample;
  /** Of the first operations since the start. */
  readonly cold?: Sample | undefined;
}

export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
}

export interface BarChart {
  readonly title: string;
  readonly unit: string;
  readonly isLogarithmic: boolean;
  readonly groups: readonly BarGroup[];
}

const WIDTH = 760;
const LEFT = 150;
/** For the values beside the bars. */
const RIGHT = 200;
const LENGTH = WIDTH - LEFT - RIGHT;
const TOP = 56;
const [GROUP_HEAD, ROW, GROUP_GAP, BAR] = [24, 20, 10, 13];

const withUnit = (value: string, unit: string): string => (unit === "" ? value : `${value} ${unit}`);

const valueText = ({ sample, cold }: Bar): string =>
  formatted(sample.median) + (cold ? ` (first ${formatted(cold.median)})` : "");

/** The same in sentences. */
const sentenceOf = ({ title, bars }: BarGroup, unit: string): string =>
  `${title}: ${bars.map((bar) => `${bar.label} ${withUnit(valueText(bar), unit)}`).join(", ")}.`;

function barOf(bar: Bar, y: number, at: (value: number) => number): string[] {
  const { label, isOurs, sample, cold } = bar;
  const colour = isOurs ? "ours" : "other";
  const middle = y + BAR / 2;
  const [least, most] = [at(sample.least), at(sample.most)];
  const coldEnd = cold ? at(cold.median) : 0;
  const end = Math.max(at(sample.median), most, coldEnd);
  return [
    text(LEFT - 8, y + BAR - 2, label, isOurs ? "group end" : "end"),
    rectangle(LEFT, y, at(sample.median), BAR, colour),
    ...(cold ? [rectangle(LEFT, y, coldEnd, BAR, `${colour} cold`)] : []),
    ...(most - least >= 1 ? [lineBetween(LEFT + least, middle, LEFT + most, middle, "range")] : []),
    text(LEFT + end + 6, y + BAR - 2, valueText(bar)),
  ];
}

/** An SVG file. */
export function barChart({ title, unit, isLogarithmic, groups }: BarChart): string {
  const values = groups.flatMap(({ bars }) =>
    bars.flatMap(({ sample, cold }) => [sample.median, sample.most, ...(cold ? [cold.median] : [])]),
  );
  const { ticks, at } = (isLogarithmic ? logarithmicAxis : linearAxis)(values, LENGTH);
  const hasCold = groups.some(({ bars }) => bars.some(({ cold }) => cold !== undefined));
  const body: string[] = [];
  let y = TOP;
  for (const group of groups) {
    body.push(text(16, y + 16, group.title, "group"));
    y += GROUP_HEAD;
    for (const bar of group.bars) {
      body.push(...barOf(bar, y, at));
      y += ROW;
    }
    y += GROUP_GAP;
  }
  const bottom = y;
  const grid = ticks.flatMap((tick) => [
    lineBetween(LEFT + at(tick), TOP, LEFT + at(tick), bottom, "grid"),
    text(LEFT + at(tick), bottom + 16, formatted(tick), "small middle"),
  ]);
  const scale = isLogarithmic ? "logarithmic scale" : "";
  const legend = [unit, scale, hasCold ? "dashed: the first operations since the start" : ""].filter(
    (part) => part !== "",
  );
  const head = [text(16, 28, title, "title"), text(16, 46, legend.join(" · "), "small")];
  const description = `Bars, shorter is better. ${groups.map((group) => sentenceOf(group, unit)).join(" ")}`;
  return picture({ title, description }, WIDTH, bottom + 30, [...head, ...grid, ...body]);
}
