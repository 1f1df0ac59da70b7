/** The CPU clock of a process in nanoseconds: /proc counts in hundredths of a second. */
import { dlopen, ptr } from "bun:ffi";
import { readFileSync } from "node:fs";

const openLibc = () =>
  dlopen("libc.so.6", {
    clock_getcpuclockid: { args: ["i32", "ptr"], returns: "i32" },
    clock_gettime: { args: ["i32", "ptr"], returns: "i32" },
  }).symbols;

/** Opened on first use, so that other systems than Linux can load this file. */
let libc: ReturnType<typeof openLibc> | undefined;

/** Seconds that all threads of the process have used, ended ones too (clock_getcpuclockid(3)); 0 when there is no such process. */
export function cpuClock(pid: number): number {
  libc ??= openLibc();
  const clock = new Int32Array(1);
  const time = new BigInt64Array(2);
  if (libc.clock_getcpuclockid(pid, ptr(clock)) !== 0) return 0;
  if (libc.clock_gettime(clock[0] ?? 0, ptr(time)) !== 0) return 0;
  return Number(time[0]) + Number(time[1]) / 1e9;
}

/**
 * Seconds that the first thread of a process has used, in which Bun runs JavaScript; 0 where the system does not tell (proc(5),
 * schedstat).
 */
export function mainThreadClock(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "latin1").split(" ", 1)[0]) / 1e9;
  } catch {
    return 0;
  }
}

/** Linux's number for the clock of the thread that asks (clock_gettime(2)). */
const CLOCK_THREAD_CPUTIME_ID = 3;

/** CPU seconds of this thread, without those of the compiler and the garbage collector. */
export function threadClock(): number {
  libc ??= openLibc();
  const time = new BigInt64Array(2);
  if (libc.clock_gettime(CLOCK_THREAD_CPUTIME_ID, ptr(time)) !== 0) return 0;
  return Number(time[0]) + Number(time[1]) / 1e9;
}
