/** XEP-0082: XMPP Date and Time Profiles: the DateTime profile. */

/** §3.2: a time in milliseconds since 1970, in UTC and to the second: "2026-11-22T17:58:35Z". */
export const dateTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

const DATE_TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|([+-])(\d{2}):(\d{2}))$/;
/** XML Schema part 2, §3.2.7: 14 hours in either direction. */
const MAX_OFFSET_MINUTES = 14 * 60;

/** §3.2: in milliseconds since 1970; undefined for anything that is not a date and time, such as 31 September. */
export function parseDateTime(text: string): number | undefined {
  const [, local, sign, hours = "0", minutes = "0"] = DATE_TIME.exec(text) ?? [];
  const offset = Number(hours) * 60 + Number(minutes);
  if (local === undefined || Number(minutes) > 59 || offset > MAX_OFFSET_MINUTES) return undefined;
  const time = Date.parse(text);
  // A day that its month does not have is read as one of the next month.
  const written = time + (sign === "-" ? -offset : offset) * 60_000;
  return Number.isFinite(written) && dateTime(written) === `${local}Z` ? time : undefined;
}
