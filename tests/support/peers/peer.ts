/** An XMPP server that tests and the bench install, fill with accounts, start, measure and stop. */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, type ClientOptions, type Login } from "../client/client.ts";
import type { NetworkHost } from "../network/network-host.ts";
import { guard, killAll, stopAll } from "../process/processes.ts";

export interface Peer {
  readonly name: string;
  /** How it is set up here, in a few words for a table's foot. */
  readonly setting: string;
  /** What would have to be installed for it to run here; undefined when everything is there. */
  readonly missing: () => string | undefined;
  /** As the program says it. */
  readonly version: () => string;
  /** Prepares a home of its own below `folder`, with these accounts; starts nothing that stays. */
  readonly install: (folder: string, options: InstallOptions) => Promise<Installation>;
}

/** Who is in whose roster, by local part. Each sees the other: whoever stands in a list has a list with the account in it. */
export type Rosters = ReadonlyMap<string, readonly string[]>;

export interface InstallOptions {
  /** Local parts; all have the same password. */
  readonly accounts: readonly string[];
  readonly password: string;
  /** Of some of these accounts. */
  readonly rosters?: Rosters;
  /** Where it stands among other servers; without one it serves localhost, and talks to nobody. */
  readonly networkHost?: NetworkHost;
  /** For our own server: `--set`s beside those that it has here. */
  readonly settings?: readonly string[];
}

export interface Installation {
  readonly domain: string;
  readonly host: string;
  readonly ports: { readonly starttls: number; readonly direct: number };
  /** What is executed to run the server in the foreground. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Our own server's SQLite file, where a scenario may put what would take too long to be said. */
  readonly database?: string;
}

export interface Running {
  readonly installation: Installation;
  /** The root of its processes. */
  readonly pid: number;
  /** From exec to the first stream accepted, in milliseconds. */
  readonly startTime: number;
  readonly stop: () => Promise<void>;
  /** At once, without a last word. */
  readonly kill: () => Promise<void>;
}

/** What a server without a place serves. */
const LOCALHOST = "localhost";

/** The domain of its accounts. */
export const domainOf = ({ networkHost }: InstallOptions): string => networkHost?.domain ?? LOCALHOST;

/** Where each of these servers has its rooms (XEP-0045). */
export const roomsOf = (domain: string): string => `rooms.${domain}`;

/** A folder for one run, gone with `remove`. */
export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `jabber-home-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A folder below `parent`, made. */
export function folderIn(parent: string, name: string): string {
  const path = join(parent, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Ports of loopback that nothing listens on at this moment. */
export function freePorts(count: number): number[] {
  const listeners = Array.from({ length: count }, () =>
    Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } }),
  );
  const ports = listeners.map(({ port }) => port);
  for (const listener of listeners) listener.stop(true);
  return ports;
}

/** How a client reaches it. */
export const reach = ({ host, ports, domain }: Installation, tls: "direct" | "starttls" = "direct"): ClientOptions => ({
  host,
  port: ports[tls],
  domain,
  tls,
});

/** A session of one of the installed accounts. */
export const logIn = (
  installation: Installation,
  login: Login,
  tls: "direct" | "starttls" = "direct",
): Promise<Client> => Client.login(reach(installation, tls), login);

/** Runs it in a process group of its own, on one core if `core` is given; resolves when it accepts streams. Throws with its output when it does not. */
export async function start(
  installation: Installation,
  options: { core?: number; patience?: number } = {},
): Promise<Running> {
  const { folder, environment } = installation;
  const pinned = options.core === undefined ? [] : ["taskset", "-c", String(options.core)];
  const output = join(folder, "output.log");
  // Behind what it has said in an earlier life.
  const log = openSync(output, "a");
  const began = performance.now();
  const child = Bun.spawn([...pinned, ...installation.command], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", HOME: folder, ...environment },
    stdin: "ignore",
    stdout: log,
    stderr: log,
    detached: true,
  });
  closeSync(log);
  guard(child.pid);
  const stop = (): Promise<void> => stopAll(child.pid);
  const deadline = began + (options.patience ?? 30_000);
  while (!(await accepts(installation))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${installation.command[0]} does not accept a stream:\n${await Bun.file(output).text()}`);
    }
    await Bun.sleep(2);
  }
  return { installation, pid: child.pid, startTime: performance.now() - began, stop, kill: () => killAll(child.pid) };
}

/** Whether a stream gets its features now. */
async function accepts(installation: Installation): Promise<boolean> {
  try {
    const client = await Client.connect({ ...reach(installation, "starttls"), tls: "none", timeout: 5000 });
    client.destroy();
    return true;
  } catch {
    return false;
  }
}
