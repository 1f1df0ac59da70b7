/** A cgroup that bounds the memory and CPU of a server: cgroup v2, or the controllers of v1, made by hand as root. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Limits {
  readonly memoryBytes: number;
  /** Of one core. */
  readonly cpuShare: number;
}

export interface CgroupUsage {
  /** The most bytes so far, with the pages of files that were read and written by it. */
  readonly peak: number;
  /** Bytes that are no file's. */
  readonly anonymous: number;
  /** How often somebody was killed for want of memory. */
  readonly kills: number;
  /** Seconds for which it was kept waiting since its share of CPU was used up. */
  readonly throttled: number;
}

export interface Cgroup {
  /** The command as it is started within the cgroup. */
  confined(command: readonly string[]): readonly string[];
  usage(): CgroupUsage;
  /** Waits a moment for the system where the last process in it has just ended. */
  remove(): Promise<void>;
}

const ROOT = "/sys/fs/cgroup";
/** Microseconds in which a share is counted: the kernel's own default. */
const PERIOD = 100_000;

/** Throws with the system's error where this user may make none. */
export function makeCgroup(name: string, limits: Limits): Cgroup {
  return existsSync(join(ROOT, "cgroup.controllers")) ? version2(name, limits) : version1(name, limits);
}

const quota = ({ cpuShare }: Limits): number => Math.round(PERIOD * cpuShare);
const number = (file: string): number => Number(readFileSync(file, "latin1"));
/** The number of a line "key number"; 0 without one. */
const field = (file: string, key: string): number =>
  Number(new RegExp(`^${key} (\\d+)$`, "m").exec(readFileSync(file, "latin1"))?.[1] ?? 0);

/** Throws where somebody is in it for longer than a few seconds. */
async function removed(folder: string): Promise<void> {
  for (let tries = 50; ; tries -= 1) {
    try {
      return rmdirSync(folder);
    } catch (error) {
      if (tries === 0) throw error;
      await Bun.sleep(100);
    }
  }
}

function inFolders(folders: readonly string[], usage: () => CgroupUsage): Cgroup {
  return {
    confined: (command) => [
      ...["sh", "-c", `for folder in ${folders.join(" ")}; do echo $$ > $folder/cgroup.procs; done; exec "$@"`, "sh"],
      ...command,
    ],
    usage,
    remove: async () => {
      for (const folder of folders) await removed(folder);
    },
  };
}

function version1(name: string, limits: Limits): Cgroup {
  const [memory, cpu] = [join(ROOT, "memory", name), join(ROOT, "cpu", name)];
  for (const folder of [memory, cpu]) mkdirSync(folder);
  writeFileSync(join(memory, "memory.limit_in_bytes"), String(limits.memoryBytes));
  writeFileSync(join(cpu, "cpu.cfs_period_us"), String(PERIOD));
  writeFileSync(join(cpu, "cpu.cfs_quota_us"), String(quota(limits)));
  return inFolders([memory, cpu], () => ({
    peak: number(join(memory, "memory.max_usage_in_bytes")),
    anonymous: field(join(memory, "memory.stat"), "rss"),
    kills: field(join(memory, "memory.oom_control"), "oom_kill"),
    throttled: field(join(cpu, "cpu.stat"), "throttled_time") / 1e9,
  }));
}

function version2(name: string, limits: Limits): Cgroup {
  const folder = join(ROOT, name);
  writeFileSync(join(ROOT, "cgroup.subtree_control"), "+memory +cpu");
  mkdirSync(folder);
  writeFileSync(join(folder, "memory.max"), String(limits.memoryBytes));
  writeFileSync(join(folder, "memory.swap.max"), "0");
  writeFileSync(join(folder, "cpu.max"), `${quota(limits)} ${PERIOD}`);
  return inFolders([folder], () => ({
    peak: number(join(folder, "memory.peak")),
    anonymous: field(join(folder, "memory.stat"), "anon"),
    kills: field(join(folder, "memory.events"), "oom_kill"),
    throttled: field(join(folder, "cpu.stat"), "throttled_usec") / 1e6,
  }));
}
