/** CPU and memory of a process and its descendants, from /proc (proc(5)), and how they are ended. */
import { readdirSync, readFileSync } from "node:fs";
import { cpuClock } from "./cpu-clock.ts";

export interface Usage {
  /** Seconds of user and system time, those of ended and awaited children included. */
  readonly cpu: number;
  /** Bytes. Proportional: what several processes share is shared out among them. */
  readonly pss: number;
  readonly rss: number;
  /** The part of `pss` that belongs to no file: heaps and stacks. */
  readonly anonymous: number;
}

/** What has happened since its processes have begun. */
export interface Activity {
  /** How often a thread has given up its core to wait, and was woken again. */
  readonly wakeUps: number;
  /** Bytes that it has had written to a disk (proc(5), io: write_bytes). */
  readonly written: number;
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

/** "" when there is no such file: the process has ended meanwhile. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return "";
  }
}

/** The number in the line of this name; 0 without one. */
const fieldOf = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);

function memoryOf(pid: number): { pss: number; rss: number; anonymous: number } {
  const text = textOf(`/proc/${pid}/smaps_rollup`);
  const bytes = (name: string): number => fieldOf(text, name) * 1024;
  return { pss: bytes("Pss"), rss: bytes("Rss"), anonymous: bytes("Pss_Anon") };
}

/** The ids of its threads; none when it has ended meanwhile. */
function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
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
    anonymous: sum(memory.map(({ anonymous }) => anonymous)),
  };
}

/** By process (bytes written) and by thread (wake-ups), for those that have not ended. */
function countersOf(root: number): Record<keyof Activity, ReadonlyMap<string, number>> {
  const written = new Map<string, number>();
  const wakeUps = new Map<string, number>();
  for (const { pid } of processesOf(root)) {
    written.set(String(pid), fieldOf(textOf(`/proc/${pid}/io`), "write_bytes"));
    for (const thread of threadsOf(pid))
      wakeUps.set(thread, fieldOf(textOf(`/proc/${pid}/task/${thread}/status`), "voluntary_ctxt_switches"));
  }
  return { wakeUps, written };
}

/** Milliseconds: a thread that lives for less is not seen. */
const LOOK_MS = 200;

/**
 * What the process, its descendants and their threads do from now on. A thread takes its counter with it when it ends: they are looked at
 * again and again, until what is returned is called for the sum.
 */
export function watchActivity(root: number): () => Activity {
  const first = countersOf(root);
  const last = { wakeUps: new Map(first.wakeUps), written: new Map(first.written) };
  const look = (): void => {
    const now = countersOf(root);
    for (const name of ["wakeUps", "written"] as const)
      for (const [id, count] of now[name]) last[name].set(id, Math.max(count, last[name].get(id) ?? 0));
  };
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  const since = (name: keyof Activity): number => {
    let sum = 0;
    for (const [id, count] of last[name]) sum += count - (first[name].get(id) ?? 0);
    return sum;
  };
  return () => {
    clearInterval(timer);
    look();
    return { wakeUps: since("wakeUps"), written: since("written") };
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
