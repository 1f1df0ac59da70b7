/** How much memory there is for the server: of the machine (proc_meminfo(5)), and of its control groups (cgroups(7)). */
import { dirname, join } from "node:path";
import { type SystemRoot, systemNumber, systemText } from "./system-files.ts";

/** In bytes; what the system does not tell is not there. */
export interface MemoryFacts {
  readonly total?: number;
  /** What programs could have without swapping. */
  readonly available?: number;
  readonly swap?: number;
  readonly freeSwap?: number;
  /** The smallest limit of the groups that the process is in, and what that group uses. */
  readonly limit?: number;
  readonly used?: number;
  /** Processes of its group that were killed for lack of memory. */
  readonly killed?: number;
}

/** Of a process, by default this one. */
export function memoryFacts(pid: number | "self" = "self", root: SystemRoot = ""): MemoryFacts {
  const text = systemText(`${root}/proc/meminfo`) ?? "";
  const bytesOf = (name: string): number | undefined => {
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  };
  const machine = {
    total: bytesOf("MemTotal"),
    available: bytesOf("MemAvailable"),
    swap: bytesOf("SwapTotal"),
    freeSwap: bytesOf("SwapFree"),
  };
  return { ...defined(machine), ...groupFacts(pid, root) };
}

/** cgroups(7), version 2: "0::/system.slice/jabber-home.service". */
function groupFacts(pid: number | "self", root: SystemRoot): MemoryFacts {
  const path = /^0::(\/.*)$/m.exec(systemText(`${root}/proc/${pid}/cgroup`) ?? "")?.[1];
  if (path === undefined) return {};
  const top = `${root}/sys/fs/cgroup`;
  let facts: MemoryFacts = {};
  for (let at = join(top, path); at.length >= top.length; at = dirname(at)) {
    const limit = systemNumber(join(at, "memory.max"));
    if (limit !== undefined && (facts.limit === undefined || limit < facts.limit))
      facts = defined({ limit, used: systemNumber(join(at, "memory.current")) });
  }
  const events = systemText(join(top, path, "memory.events")) ?? "";
  const killed = Number(/^oom_kill (\d+)$/m.exec(events)?.[1] ?? 0);
  return { ...facts, ...(killed > 0 ? { killed } : {}) };
}

/** Without what is undefined. */
const defined = <Values extends object>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]?: NonNullable<Values[Key]>;
  };
