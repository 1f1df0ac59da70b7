import { expect, test } from "bun:test";
import { parse } from "ltx";
import { SCENARIOS } from "../scenarios/all.ts";
import { linearAxis, logarithmicAxis } from "./axis.ts";
import { barChart } from "./bar-chart.ts";
import { CHARTS } from "./charts.ts";
import { lineChart } from "./line-chart.ts";
import { sampleOf } from "./numbers.ts";
import { SECTIONS } from "./sections.ts";

const bars = barChart({
  ...{ title: "CPU <of> all", unit: "ms", isLogarithmic: true },
  groups: [
    {
      title: "A login",
      bars: [
        { label: "jabber-home", isOurs: true, sample: sampleOf([1, 2, 4]), cold: sampleOf([8]) },
        { label: "Other & Co", isOurs: false, sample: sampleOf([90]) },
      ],
    },
  ],
});

const curves = lineChart({
  ...{ title: "CPU", unit: "ms", along: "rooms" },
  curves: [
    {
      title: "entering",
      points: [
        { at: 10, value: 2 },
        { at: 1000, value: 2.5 },
      ],
    },
    {
      title: "a delivery",
      points: [
        { at: 10, value: 2.1 },
        { at: 1000, value: 2.4 },
      ],
    },
  ],
});

test("a linear scale begins at zero and ends at a round number beyond the largest value", () => {
  const { ticks, at } = linearAxis([3, 137.8], 300);
  expect(ticks).toEqual([0, 50, 100, 150]);
  expect([at(0), at(75), at(150)]).toEqual([0, 150, 300]);
});

test("a logarithmic scale goes from power of ten to power of ten", () => {
  const { ticks, at } = logarithmicAxis([0.02, 7], 300);
  expect(ticks).toEqual([0.01, 0.1, 1, 10]);
  expect([0.01, 0.1, 10, 0].map((value) => Math.round(at(value)))).toEqual([0, 100, 300, 0]);
});

test.each([
  ["bars", bars],
  ["curves", curves],
])("%s are XML with a title, and a description that has the figures", (_, svg) => {
  const root = parse(svg);
  expect(root.attrs).toMatchObject({ role: "img", "aria-labelledby": "title description" });
  expect(root.getChildText("title")).toStartWith("CPU");
  expect(root.getChildText("desc")).toMatch(
    /A login: jabber-home 2 \(first 8\) ms, Other & Co 90 ms|entering: 2 ms at 10, 2.5 ms at 1,000/,
  );
  expect(svg).toContain("prefers-color-scheme: dark");
  expect(svg).not.toContain("<script");
});

test("bars are as long as their values: on a logarithmic scale, ten times as much is a decade more", () => {
  const widths = parse(bars)
    .getChildren("rect")
    .flatMap(({ attrs }) => (attrs.class === "back" ? [] : [Number(attrs.width)]));
  const [ours = 0, cold = 0, other = 0] = widths;
  const decade = 410 / 2;
  expect(ours).toBeCloseTo(Math.log10(2) * decade, 0);
  expect(cold).toBeCloseTo(Math.log10(8) * decade, 0);
  expect(other).toBeCloseTo(Math.log10(90) * decade, 0);
});

test("the names of curves that end beside each other do not cover each other", () => {
  const at = (name: string): number =>
    Number(
      parse(curves)
        .getChildren("text")
        .find((each) => each.getText() === name)?.attrs.y,
    );
  expect(Math.abs(at("entering") - at("a delivery"))).toBeGreaterThanOrEqual(16);
});

test("each scenario has its place in one section, and each chart as well", () => {
  const scenarios = SECTIONS.flatMap((section) => section.scenarios);
  expect(scenarios.toSorted()).toEqual(["start", ...SCENARIOS.map(({ name }) => name)].toSorted());
  const charts: string[] = SECTIONS.flatMap((section) => section.charts);
  expect(charts.toSorted()).toEqual(Object.keys(CHARTS).toSorted());
});
