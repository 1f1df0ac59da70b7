/** XEP-0082: XMPP Date and Time Profiles: the DateTime profile. */

/** §3.2: a time in milliseconds since 1970, in UTC and to the second: "2026-11-22T17:58:35Z". */
export const dateTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

const DATE_TIME = /^-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

/** §3.2: in milliseconds since 1970; undefined for anything that is not a date and time. */
export function parseDateTime(text: string): number | undefined {
  const time = DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
