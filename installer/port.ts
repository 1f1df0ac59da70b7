/** Whether the server could listen at an address (tried, not guessed), and which process listens there (Linux: /proc). */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import type { ListenAddress } from "../src/config/listener.ts";
import { homeAt } from "../src/home.ts";
import { onEveryAddressLater } from "../src/net/every-address.ts";

export type PortState =
  | { readonly kind: "free" }
  /** Another server has it, which is stopped before this one starts: its name for people. */
  | { readonly kind: "freed"; readonly by: string }
  /** The server that is being set up again listens there. */
  | { readonly kind: "own" }
  /** `holder` is undefined where the system does not tell. */
  | { readonly kind: "taken"; readonly holder: Holder | undefined }
  /** Low ports belong to the administrator. */
  | { readonly kind: "denied" }
  /** For instance, the machine has no such address. */
  | { readonly kind: "impossible"; readonly reason: string };

export type Transport = "tcp" | "udp";

/** By TCP where nothing else is said. */
export interface AskedPort extends ListenAddress {
  readonly transport?: Transport;
}

/** The state of the port: listens on it for a moment. */
export async function portState(
  { host, port, transport = "tcp" }: AskedPort,
  findHolder = holderOf,
  tryPort = TRIES[transport],
): Promise<PortState> {
  try {
    await onEveryAddressLater(host, (address) => tryPort(address, port));
    return { kind: "free" };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return { kind: "taken", holder: findHolder(port, transport) };
    return code === "EACCES" ? { kind: "denied" } : { kind: "impossible", reason: code ?? message };
  }
}

function listenForAMoment(host: string, port: number): Promise<void> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

async function bindForAMoment(hostname: string, port: number): Promise<void> {
  (await Bun.udpSocket({ hostname, port })).close();
}

const TRIES = { tcp: listenForAMoment, udp: bindForAMoment } as const;

export interface Holder {
  readonly name: string;
  readonly pid: number;
  /** The service that it belongs to: "prosody"; "docker" for what runs in a container of it. */
  readonly unit?: string | undefined;
  /** Of a server of this program: the folder whose lock it holds. */
  readonly home?: string | undefined;
  /** It is `jabber-home demo`. */
  readonly isDemo?: boolean;
}

/** proc(5): a socket that listens has state 0A in /proc/net/tcp; in /proc/net/udp, one that is not connected has 07. */
const LISTENING = { tcp: "0A", udp: "07" } as const satisfies Record<Transport, string>;

/** The process that listens at `port`, the first of the system only where no other does; undefined where there is none or this process may not see it. */
export function holderOf(port: number, transport: Transport = "tcp", proc = "/proc"): Holder | undefined {
  const tables = [transport, `${transport}6`].map((table) => readOr(`${proc}/net/${table}`));
  const inodes = tables.flatMap((table) => listeningInodes(table, port, transport));
  const wanted = new Set(inodes.map((inode) => `socket:[${inode}]`));
  if (wanted.size === 0) return undefined;
  // systemd has the sockets of a service open, too (systemd.socket(5)): whoever accepts is another process.
  const pids = listOr(proc).filter((name) => /^\d+$/.test(name) && name !== "1");
  for (const pid of [...pids, "1"]) {
    const open = listOr(`${proc}/${pid}/fd`).map((fd) => linkOr(`${proc}/${pid}/fd/${fd}`));
    if (!open.some((link) => wanted.has(link))) continue;
    const home = homeOf(open);
    const isDemo = home?.endsWith("-demo") === true && readOr(`${proc}/${pid}/cmdline`).split("\0").includes("demo");
    const unit = unitIn(readOr(`${proc}/${pid}/cgroup`));
    return { name: readOr(`${proc}/${pid}/comm`).trim(), pid: Number(pid), unit, home, isDemo };
  }
  return undefined;
}

/** cgroups(7): "0::/system.slice/prosody.service", "0::/system.slice/docker-HASH.scope". */
function unitIn(groups: string): string | undefined {
  if (/\/docker[-/]/.test(groups)) return "docker";
  return /\/([\w@.:-]+)\.service$/m.exec(groups)?.[1];
}

/** The home of the server that has these files open: it holds the lock beside its database. */
const homeOf = (open: readonly string[]): string | undefined =>
  open
    .filter((path) => basename(path) === basename(homeAt("/").lock))
    .map(dirname)
    .find((folder) => open.includes(join(folder, basename(homeAt("/").database))));

/** The inodes of the sockets of one table of proc(5) that listen at `port`. */
export function listeningInodes(table: string, port: number, transport: Transport = "tcp"): string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  return table
    .split("\n")
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(`:${hexPort}`) && columns[3] === LISTENING[transport])
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
