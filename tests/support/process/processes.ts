/** CPU and memory of a process and its descendants, from /proc (proc(5)), and how they are ended. */
import { readdirSync, readFileSync } from "node:fs";
import { cpuClock } from "./cpu-clock.ts";

export interface Usage {
  /** Seconds of user and system time, those of ended and awaited children included. */
  readonly cpu: number;
  /** Bytes. Proportional: what several processes share is shared out among them. */
  readonly pss: number;
  readonly rss: number;
}

/** USER_HZ: a constant of Linux's interface on every architecture we run on. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly pid: number;
  /** "Z" for one that has ended and waits for its parent to notice. */
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  readonly cpu: number;
}

/** One line of /proc/PID/stat; undefined when the process has ended meanwhile. */
function statOf(pid: number): Stat | undefined {
  let line: string;
  try {
    line = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return;
  }
  // The name in brackets may hold spaces and brackets: what follows the last one is plain. Fields are counted from 3 there.
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const [parent, session] = [Number(fields[1]), Number(fields[3])];
  const [children = 0, childrenInKernel = 0] = fields.slice(13, 15).map(Number);
  return {
    pid,
    state: fields[0] ?? "",
    parent,
    session,
    cpu: cpuClock(pid) + (children + childrenInKernel) / TICKS_PER_SECOND,
  };
}

/** The process, its descendants, and other processes of the session that it leads. */
export function processesOf(root: number): readonly Stat[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat !== undefined);
  const found = new Map<number, Stat>();
  const add = (stat: Stat): void => {
    if (found.has(stat.pid)) return;
    found.set(stat.pid, stat);
    for (const child of all) if (child.parent === stat.pid) add(child);
  };
  for (const stat of all) if (stat.pid === root || stat.session === root) add(stat);
  return [...found.values()];
}

function memoryOf(pid: number): { pss: number; rss: number } {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
  } catch {
    return { pss: 0, rss: 0 };
  }
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(text)?.[1] ?? 0);
  return { pss: kilobytes("Pss") * 1024, rss: kilobytes("Rss") * 1024 };
}

/** Seconds of CPU only: cheap enough to be read during a load. */
export const cpuOf = (root: number): number => processesOf(root).reduce((sum, { cpu }) => sum + cpu, 0);

export function usageOf(root: number): Usage {
  const processes = processesOf(root);
  const memory = processes.map(({ pid }) => memoryOf(pid));
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    cpu: sum(processes.map(({ cpu }) => cpu)),
    pss: sum(memory.map(({ pss }) => pss)),
    rss: sum(memory.map(({ rss }) => rss)),
  };
}

/** The ids of processes that have not ended. */
export const aliveOf = (root: number): number[] =>
  processesOf(root).flatMap(({ pid, state }) => (state === "Z" ? [] : [pid]));

function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== "Z";
}

/** Whether all end within `timeoutMs`. */
async function haveExited(pids: readonly number[], timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (pids.some(isAlive)) {
    if (performance.now() > deadline) return false;
    await Bun.sleep(10);
  }
  return true;
}

/** Ends the processes that `processesOf` finds: SIGTERM to the root, and after `timeoutMs` SIGKILL to the remaining ones. */
export async function stopAll(root: number, timeoutMs = 10_000): Promise<void> {
  const known = aliveOf(root);
  signal(root, "SIGTERM");
  if (await haveExited(known, timeoutMs)) return forget(root);
  const remaining = known.filter(isAlive);
  for (const pid of remaining) signal(pid, "SIGKILL");
  if (!(await haveExited(remaining, 5000))) throw new Error(`processes ${remaining.join(", ")} do not end`);
  forget(root);
}

/** SIGKILL to all processes that `processesOf` finds. Resolves when they have ended. */
export async function killAll(root: number): Promise<void> {
  const known = aliveOf(root);
  for (const pid of known) signal(pid, "SIGKILL");
  if (!(await haveExited(known, 5000))) throw new Error(`processes ${known.join(", ")} do not end`);
  forget(root);
}

const guarded = new Set<number>();
let isWatching = false;

/** No longer guards a process that has ended: its id may be reused. */
export const forget = (root: number): void => void guarded.delete(root);

/** Ends `root` and its descendants when this process ends, except by SIGKILL. */
export function guard(root: number): void {
  if (!isWatching) {
    isWatching = true;
    process.on("exit", endGuarded);
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => process.exit(1));
  }
  guarded.add(root);
}

/** Ends all guarded processes at once. */
export function endGuarded(): void {
  for (const known of guarded) for (const { pid } of processesOf(known)) signal(pid, "SIGKILL");
  guarded.clear();
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
