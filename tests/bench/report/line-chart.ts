/** Curves on logarithmic scales, with a value at each point: what grows in proportion rises by 45 degrees, what is level costs the same. */
import { logarithmicAxis } from "./axis.ts";
import { formatted } from "./numbers.ts";
import { CURVE_COLOURS, circle, lineBetween, picture, polyline, text } from "./svg.ts";

export interface Curve {
  readonly title: string;
  /** From the smallest size on. */
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

export interface LineChart {
  readonly title: string;
  readonly unit: string;
  /** What there are more of to the right. */
  readonly along: string;
  readonly curves: readonly Curve[];
}

const [LEFT, RIGHT, TOP, BOTTOM] = [60, 300, 76, 44];
/** Of a power of ten, across and up. */
const [ACROSS, UP] = [170, 120];
/** Between texts below each other. */
const LINE = 16;
/** From the last point to the name of its curve: its value has room. */
const TO_NAME = 32;

/** Positions from the top on, none nearer to the one before it than LINE. */
function apart(wanted: readonly number[]): number[] {
  const order = [...wanted.keys()].toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let next = Number.NEGATIVE_INFINITY;
  for (const index of order) {
    placed[index] = Math.max(wanted[index] ?? 0, next);
    next = (placed[index] ?? 0) + LINE;
  }
  return placed;
}

/** An SVG file. Its curves have points. */
export function lineChart({ title, unit, along, curves }: LineChart): string {
  const points = curves.flatMap((curve) => curve.points);
  const decades = (values: readonly number[]) => logarithmicAxis(values, 1).ticks.length - 1;
  const [sizes, values] = [points.map(({ at }) => at), points.map(({ value }) => value)];
  const [across, up] = [decades(sizes) * ACROSS, decades(values) * UP];
  const [x, y] = [logarithmicAxis(sizes, across), logarithmicAxis(values, up)];
  const place = ({ at, value }: { at: number; value: number }) => [LEFT + x.at(at), TOP + up - y.at(value)] as const;
  const grid = [
    ...x.ticks.flatMap((tick) => [
      lineBetween(LEFT + x.at(tick), TOP, LEFT + x.at(tick), TOP + up, "grid"),
      text(LEFT + x.at(tick), TOP + up + 18, tick.toLocaleString("en"), "small middle"),
    ]),
    ...y.ticks.flatMap((tick) => [
      lineBetween(LEFT, TOP + up - y.at(tick), LEFT + across, TOP + up - y.at(tick), "grid"),
      text(LEFT - 6, TOP + up - y.at(tick) + 4, formatted(tick), "small end"),
    ]),
  ];
  const names = apart(curves.map((curve) => place(curve.points.at(-1) ?? { at: 1, value: 1 })[1]));
  const drawn = curves.flatMap((curve, index) => {
    const placed = curve.points.map(place);
    const [colour, end] = [index % CURVE_COLOURS, placed.at(-1) ?? [LEFT, TOP]];
    return [
      polyline(placed, `curve c${colour}`),
      ...placed.map(([left, top]) => circle(left, top, 4, `dot d${colour}`)),
      text(end[0] + TO_NAME, (names[index] ?? 0) + 4, curve.title),
    ];
  });
  const written = [...new Set(sizes)].flatMap((at) => {
    const here = points.filter((point) => point.at === at);
    const tops = apart(here.map((point) => place(point)[1] - 8));
    return here.map(({ value }, n) => text(LEFT + x.at(at), tops[n] ?? 0, formatted(value), "value middle"));
  });
  const head = [text(16, 28, title, "title"), text(16, 46, `${unit} · both scales logarithmic`, "small")];
  const width = LEFT + across + RIGHT;
  const below = text(LEFT + across, TOP + up + 36, along, "small end");
  const told = curves.map(
    (curve) =>
      `${curve.title}: ${curve.points.map(({ at, value }) => `${formatted(value)} ${unit} at ${at.toLocaleString("en")}`).join(", ")}.`,
  );
  const description = `Curves by ${along}, lower is better, level is the same cost at any size. ${told.join(" ")}`;
  return picture({ title, description }, width, TOP + up + BOTTOM, [...head, ...grid, ...drawn, ...written, below]);
}
