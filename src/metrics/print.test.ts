import { expect, test } from "bun:test";
import type { Family } from "./family.ts";
import { Histogram } from "./histogram.ts";
import { formatFor, printMetrics } from "./print.ts";

const histogram = new Histogram([0.5, 1]);
for (const seconds of [0.5, 0.6, 3]) histogram.observe(seconds);

const FAMILIES: readonly Family[] = [
  { type: "info", name: "build", help: "Which version.", labels: { version: '1 "two"\n' } },
  { type: "counter", name: "cpu_seconds", unit: "seconds", help: "Time.", samples: [{ value: 1.5 }] },
  { type: "gauge", name: "rooms", help: "Rooms.", samples: [{ labels: { kind: "a" }, value: 2 }] },
  { type: "histogram", name: "tick_seconds", unit: "seconds", help: "Ticks.", histogram },
];

test("OpenMetrics: a counter's family is named without _total, units are said, the end is marked", () => {
  expect(printMetrics(FAMILIES, "openmetrics")).toBe(`# TYPE jabber_home_build info
# HELP jabber_home_build Which version.
jabber_home_build_info{version="1 \\"two\\"\\n"} 1
# TYPE jabber_home_cpu_seconds counter
# UNIT jabber_home_cpu_seconds seconds
# HELP jabber_home_cpu_seconds Time.
jabber_home_cpu_seconds_total 1.5
# TYPE jabber_home_rooms gauge
# HELP jabber_home_rooms Rooms.
jabber_home_rooms{kind="a"} 2
# TYPE jabber_home_tick_seconds histogram
# UNIT jabber_home_tick_seconds seconds
# HELP jabber_home_tick_seconds Ticks.
jabber_home_tick_seconds_bucket{le="0.5"} 1
jabber_home_tick_seconds_bucket{le="1.0"} 2
jabber_home_tick_seconds_bucket{le="+Inf"} 3
jabber_home_tick_seconds_count 3
jabber_home_tick_seconds_sum 4.1
# EOF
`);
});

test("the older format of Prometheus: names of samples, no units, no type of its own for facts", () => {
  const text = printMetrics(FAMILIES, "prometheus");
  expect(text).toContain("# TYPE jabber_home_cpu_seconds_total counter\n");
  expect(text).toContain("# TYPE jabber_home_build_info gauge\n");
  expect(text).not.toMatch(/# UNIT|# EOF/);
});

test("RFC 9110 §12.5.1: OpenMetrics for whoever asks for it, or for anything", () => {
  expect(formatFor(null)).toBe("openmetrics");
  expect(formatFor("*/*")).toBe("openmetrics");
  expect(formatFor("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5")).toBe("openmetrics");
  expect(formatFor("text/plain;version=0.0.4")).toBe("prometheus");
});
