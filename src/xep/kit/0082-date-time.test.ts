import { expect, test } from "bun:test";
import { dateTime, parseDateTime } from "./0082-date-time.ts";

test.each([
  ["1969-07-21T02:56:15Z", "1969-07-21T02:56:15.000Z"],
  ["1969-07-20T21:56:15-05:00", "1969-07-21T02:56:15.000Z"],
  ["2026-03-01T00:30:00.250+14:00", "2026-02-28T10:30:00.250Z"],
  ["2028-02-29T23:59:59-14:00", "2028-03-01T13:59:59.000Z"],
  ["2026-01-01T00:00:00+05:59", "2025-12-31T18:01:00.000Z"],
  ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
])("XEP-0082 §3.2: %s is %s", (text, utc) =>
  expect(new Date(parseDateTime(text) ?? Number.NaN).toISOString()).toBe(utc),
);

test.each([
  "2065-09-31T00:00:00Z",
  "2026-02-29T12:00:00Z",
  "2026-00-10T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2026-01-01T24:00:00Z",
  "2026-01-01T23:60:00Z",
  "2026-01-01T23:59:60Z",
  "2026-01-01T00:00:00+14:01",
  "2026-01-01T00:00:00-23:59",
  "2026-01-01T00:00:00+05:60",
  "2026-01-01T00:00:00",
  "2026-01-01 00:00:00Z",
  "2026-01-01",
  "-2026-01-01T00:00:00Z",
  "+022026-01-01T00:00:00Z",
  "",
])("XEP-0082 §3.2: %p is no date and time", (text) => expect(parseDateTime(text)).toBeUndefined());

test("XEP-0082 §3.2: what is written is read as the same time, to the second", () => {
  for (let time = -1e12; time < 4e12; time += 123_456_789_000) expect(parseDateTime(dateTime(time))).toBe(time);
});
