/** XEP-0082: XMPP Date and Time Profiles, as far as they are written here. */

/** §3.2: a time in milliseconds since 1970, in UTC and to the second: "2026-11-22T17:58:35Z". */
export const dateTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;
