/** What the memory of a server consists of that has just started, and that nobody has asked anything. */
import { readFileSync } from "node:fs";
import type { Figure, Scenario } from "../scenario.ts";

/** After that, what only the start has needed is given back (src/assembly/memory-release.ts). */
const REST_MS = 15_000;

/** By its permissions and its file, a mapping of /proc/PID/smaps (proc(5)): what of it is counted, and what it is called. */
const PARTS = [
  {
    name: "code of the executable",
    field: "Pss",
    is: (path: string, rights: string) => isProgram(path) && /x/.test(rights),
  },
  { name: "its constants", field: "Pss", is: (path: string, rights: string) => isProgram(path) && rights === "r--p" },
  {
    // Of the program's own section; what of it has been written to is anonymous.
    name: "its pieces with their bytecode",
    field: "Pss",
    is: (path: string, rights: string) => isProgram(path) && rights === "rw-p",
  },
  { name: "libraries", field: "Pss", is: (path: string) => /\.so(\.|$)/.test(path) },
  { name: "compiled code", field: "Anonymous", is: (path: string, rights: string) => path === "" && /x/.test(rights) },
  {
    name: "heap and buffers",
    field: "Anonymous",
    is: (path: string, rights: string) => path === "" && !/x/.test(rights),
  },
] as const;

const isProgram = (path: string): boolean => /\/(jabber-home|bun)[^/]*$/.test(path);

function kilobytesOf(smaps: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const mapping of smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m)) {
    const [, rights = "", path = ""] = /^\S+ (\S+) \S+ \S+ \d+ *(.*)/.exec(mapping) ?? [];
    const part = PARTS.find(({ is }) => is(path, rights));
    const amount = part && new RegExp(`^${part.field}:\\s+(\\d+) kB`, "m").exec(mapping)?.[1];
    if (part) found.set(part.name, (found.get(part.name) ?? 0) + Number(amount));
  }
  return found;
}

export const scenario: Scenario = {
  name: "idle",
  about: `memory ${REST_MS / 1000} seconds after the start, by what is mapped: pages of files in proportion to who has them (PSS), the rest as what no file holds.`,
  scope: "ours",
  stage: "own",
  run: async ({ pid }) => {
    await Bun.sleep(REST_MS);
    const kilobytes = kilobytesOf(readFileSync(`/proc/${pid}/smaps`, "latin1"));
    return PARTS.map(
      ({ name }): Figure => ({ name, unit: "MiB", value: (kilobytes.get(name) ?? 0) / 1024, better: "less" }),
    );
  },
};
