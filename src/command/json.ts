/** What --json prints: times as in ISO 8601, names as in JavaScript ("notAfter"). */

/** The names under which a number is a time, in milliseconds since 1970. */
const TIMES: ReadonlySet<string> = new Set([
  "at",
  "created",
  "expires",
  "lastSeen",
  "nextRenewal",
  "notAfter",
  "notBefore",
  "oldest",
  "retryAt",
  "said",
  "says",
  "since",
  "started",
  "time",
  "until",
  "uploaded",
  "written",
]);

export function printJson(value: unknown): string {
  const withTime = (name: string, one: unknown): unknown =>
    typeof one === "number" && TIMES.has(name) ? (new Date(one).toJSON() ?? null) : one;
  return JSON.stringify(value, withTime, 2);
}
