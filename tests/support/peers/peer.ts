/** An XMPP server that tests and the bench install, fill with accounts, start, measure and stop. */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client, type ClientOptions, type Login } from "../client/client.ts";
import type { NetworkHost } from "../network/network-host.ts";
import { guard, killAll, stopAll } from "../process/processes.ts";

/**
 * What a load may need of a server. "direct fill": its database may be filled while it runs; "import": it takes in other servers' data;
 * "logins without pause": it keeps connections that come in the moment in which others end.
 */
export type Ability =
  | "XEP-0198"
  | "archive"
  | "calls"
  | "direct fill"
  | "federation by certificate"
  | "HTTPS"
  | "import"
  | "logins without pause"
  | "pages"
  | "PEP"
  | "rooms"
  | "SCRAM";

/** What jabber-home alone has. */
export const OURS_ALONE: readonly Ability[] = ["calls", "direct fill", "import", "pages"];

export interface Peer {
  readonly name: string;
  /** What it is called in tables. */
  readonly title: string;
  /** This server, another program, or another program with its other storage. */
  readonly kind: "ours" | "program" | "variant";
  readonly lacks: readonly Ability[];
  /** The configuration in a few words, for the note below a table. */
  readonly setting: string;
  /** Missing programs or files; undefined when it can run here. */
  readonly missing: () => string | undefined;
  /** The version that the program prints. */
  readonly version: () => string;
  /** Prepares a home below `folder` with these accounts; leaves no process running. */
  readonly install: (folder: string, options: InstallOptions) => Promise<Installation>;
}

/** Contacts by account, as localparts. Subscriptions are mutual: a contact in a list has a list with the account in it. */
export type Rosters = ReadonlyMap<string, readonly string[]>;

export interface InstallOptions {
  /** Local parts; all have the same password. */
  readonly accounts: readonly string[];
  readonly password: string;
  /** Rosters of some of these accounts. */
  readonly rosters?: Rosters;
  /** The host in a network of servers; without one it serves localhost, without federation. */
  readonly networkHost?: NetworkHost;
  /** Serves HTTPS as well: files, WebSocket and BOSH. */
  readonly web?: boolean;
  /** jabber-home: further `--set` arguments. */
  readonly settings?: readonly string[];
}

/** What a server has over HTTPS. */
export interface WebAccess {
  readonly port: number;
  /** The paths of RFC 7395 and XEP-0124. */
  readonly webSocket: string;
  readonly bosh: string;
  /** The address that answers XEP-0363. */
  readonly upload: string;
}

export interface Installation {
  readonly domain: string;
  readonly host: string;
  readonly ports: { readonly starttls: number; readonly direct: number };
  readonly web?: WebAccess;
  /** The command that runs the server in the foreground. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** jabber-home's SQLite file, which a scenario may fill directly. */
  readonly database?: string;
}

export interface Running {
  readonly installation: Installation;
  /** The id of the root process. */
  readonly pid: number;
  /** From exec to the first stream accepted, in milliseconds. */
  readonly startTime: number;
  readonly stop: () => Promise<void>;
  /** Ends it by SIGKILL. */
  readonly kill: () => Promise<void>;
}

/** The domain of a server without a network host. */
const LOCALHOST = "localhost";

/** The domain of its accounts. */
export const domainOf = ({ networkHost }: InstallOptions): string => networkHost?.domain ?? LOCALHOST;

/** The domain of a server's rooms (XEP-0045). */
export const roomsOf = (domain: string): string => `rooms.${domain}`;

/** A temporary folder, and a function that removes it. A process that is ended before removes it, too. */
export function temporaryFolder(name: string): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `jabber-home-${name}-`));
  const remove = (): void => {
    process.off("exit", remove);
    rmSync(path, { recursive: true, force: true });
  };
  process.on("exit", remove);
  return { path, remove };
}

/** Creates a folder below `parent`; returns its path. */
export function folderIn(parent: string, name: string): string {
  const path = join(parent, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** How a client connects to it. */
export const reach = ({ host, ports, domain }: Installation, tls: "direct" | "starttls" = "direct"): ClientOptions => ({
  host,
  port: ports[tls],
  domain,
  tls,
});

/** Signs in one of the installed accounts. */
export const logIn = (
  installation: Installation,
  login: Login,
  tls: "direct" | "starttls" = "direct",
): Promise<Client> => Client.login(reach(installation, tls), login);

/** Runs it in its own process group, on one core if `core` is given. Resolves when it accepts streams; throws with its output when it does not. */
export async function start(
  installation: Installation,
  options: { core?: number; timeoutMs?: number } = {},
): Promise<Running> {
  const { folder, environment } = installation;
  const pinned = options.core === undefined ? [] : ["taskset", "-c", String(options.core)];
  const output = join(folder, "output.log");
  // Appended to the output of earlier runs.
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
  const deadline = began + (options.timeoutMs ?? 30_000);
  while (!(await accepts(installation))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop();
      throw new Error(`${installation.command[0]} accepts no stream:\n${await Bun.file(output).text()}`);
    }
    await Bun.sleep(2);
  }
  return { installation, pid: child.pid, startTime: performance.now() - began, stop, kill: () => killAll(child.pid) };
}

/** Whether a stream can be opened now. */
async function accepts(installation: Installation): Promise<boolean> {
  try {
    const client = await Client.connect({ ...reach(installation, "starttls"), tls: "none", timeout: 5000 });
    client.destroy();
    return true;
  } catch {
    return false;
  }
}
