import { expect, test } from "bun:test";
import { printJson } from "./json.ts";

test("times are ISO 8601, wherever they stand; other numbers are numbers", () => {
  const at = Date.UTC(2026, 10, 22, 8, 30);
  const printed = printJson({
    notAfter: at,
    pid: 7,
    problem: { values: { until: { time: at } } },
    rooms: [{ created: at }],
    clock: { says: at, said: at, until: at },
    users: [{ lastSeen: at }],
    files: [{ uploaded: at, until: at }],
  });
  const time = "2026-11-22T08:30:00.000Z";
  expect(JSON.parse(printed)).toEqual({
    notAfter: time,
    pid: 7,
    problem: { values: { until: { time } } },
    rooms: [{ created: time }],
    clock: { says: time, said: time, until: time },
    users: [{ lastSeen: time }],
    files: [{ uploaded: time, until: time }],
  });
  expect(printJson({ since: Number.POSITIVE_INFINITY })).toContain("null");
});
