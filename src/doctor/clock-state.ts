/** Whether something sets the clock of this machine, and what others say that it is. */

import { ptr } from "bun:ffi";
import { statSync } from "node:fs";
import { systemClock } from "../clock.ts";
import { fetchIfPossible } from "../event-loop.ts";
import { openLibc } from "../net/libc.ts";
import { orNothing } from "./system-files.ts";

export interface ClockFacts {
  /** Whether a time server (NTP) or the like sets it; not there where the system does not tell. */
  readonly isSynchronized?: boolean;
  /** What somebody who was asked anyway said: how far the clock of this machine is ahead, in milliseconds; negative where it is behind. */
  readonly off?: { readonly by: number; readonly who: string };
  /** A file of this program or home that was written later than now: its path, and how much later, in milliseconds. */
  readonly future?: { readonly path: string; readonly by: number };
}

/** struct timex of adjtimex(2): modes at 0, status at 40 (64 bits) or 20. */
const TIMEX_BYTES = 256;
const STATUS_AT = 40;
const STA_UNSYNC = 0x40;

/** Undefined where the system does not tell. Changes nothing. */
export function isClockSynchronized(): boolean | undefined {
  if (process.platform !== "linux" || !["x64", "arm64"].includes(process.arch)) return undefined;
  const libc = openLibc({ adjtimex: { args: ["ptr"], returns: "int" } });
  const timex = new Uint8Array(TIMEX_BYTES);
  const state = orNothing(() => libc?.adjtimex(ptr(timex)));
  // Within a service, the call is forbidden (ProtectClock=).
  if (state === undefined || state < 0) return undefined;
  return (new DataView(timex.buffer).getInt32(STATUS_AT, true) & STA_UNSYNC) === 0;
}

/** A clock that is being set may be off by that. */
const TOLERANCE = 60 * 60 * 1000;

/** The newest of these files, where it is from the future. `now` in milliseconds since 1970. */
export function fileOfFuture(paths: readonly string[], now: number): ClockFacts["future"] {
  const written = paths.flatMap((path) => {
    const time = orNothing(() => statSync(path).mtimeMs);
    return time === undefined ? [] : [{ path, by: Math.floor(time - now) }];
  });
  const newest = written.toSorted((one, other) => other.by - one.by)[0];
  return newest && newest.by > TOLERANCE ? newest : undefined;
}

const ANSWER_MS = 5000;

/** RFC 9110 §6.6.1: the Date of an answer, against the middle of the time that it took. Undefined where nobody answers or it has none. */
export async function clockOffBy(
  url: string,
  ask: (url: string, init: RequestInit) => Promise<Response> = fetchIfPossible,
  now: () => number = systemClock.now,
): Promise<ClockFacts["off"]> {
  const began = now();
  try {
    const answer = await ask(url, { method: "HEAD", redirect: "manual", signal: AbortSignal.timeout(ANSWER_MS) });
    const middle = (began + now()) / 2;
    // It has whole seconds, cut off.
    const said = Date.parse(answer.headers.get("date") ?? "") + 500;
    return Number.isNaN(said) ? undefined : { by: Math.round(middle - said), who: new URL(url).host };
  } catch {
    return undefined;
  }
}
