/** Which process listens at a port: read from Linux's /proc, as far as this process may look. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface Holder {
  readonly name: string;
  readonly pid: number;
}

/** proc(5): a socket that listens has state 0A in /proc/net/tcp. */
const LISTENING = "0A";

/** The process that listens at `port`; undefined where nobody does or it may not be seen. */
export function holderOf(port: number, proc = "/proc"): Holder | undefined {
  const tables = ["net/tcp", "net/tcp6"].map((table) => readOr(`${proc}/${table}`));
  const wanted = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (wanted.size === 0) return undefined;
  for (const pid of listOr(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    const isHolder = listOr(`${proc}/${pid}/fd`).some((fd) => wanted.has(linkOr(`${proc}/${pid}/fd/${fd}`)));
    if (isHolder) return { name: readOr(`${proc}/${pid}/comm`).trim(), pid: Number(pid) };
  }
  return undefined;
}

/** The inodes of the sockets of one table of proc(5) that listen at `port`. */
export function listeningInodes(table: string, port: number): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(`:${hexPort}`) && columns[3] === LISTENING)
    .flatMap((columns) => columns[9] ?? []);
}

// Processes come and go while they are read, and those of others may not be looked into.
const orElse = <Value>(read: () => Value, otherwise: Value): Value => {
  try {
    return read();
  } catch {
    return otherwise;
  }
};
const readOr = (path: string): string => orElse(() => readFileSync(path, "utf8"), "");
const listOr = (path: string): string[] => orElse(() => readdirSync(path), []);
const linkOr = (path: string): string => orElse(() => readlinkSync(path), "");
