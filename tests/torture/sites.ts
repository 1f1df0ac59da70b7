/** Two servers of one network, each with its home: they are killed, started again and looked at. */
import { join } from "node:path";
import { DAY } from "../../src/clock.ts";
import type { ClientOptions } from "../support/client/client.ts";
import { EXTERNAL_AS_CLIENT } from "../support/network/federation-methods.ts";
import { openNetwork } from "../support/network/network.ts";
import { jabberHome } from "../support/peers/jabber-home.ts";
import { type Installation, type Running, reach, start } from "../support/peers/peer.ts";
import { aliveOf } from "../support/process/processes.ts";
import { PATIENCE_MS } from "./load/patience.ts";

export const PASSWORD = "the course of true love";

/** Those of each server, by its domain. */
export const PEOPLE = {
  "one.example": ["alice", "bob", "carol"],
  "other.example": ["dora", "emil", "fay"],
} as const;

export interface Site {
  readonly domain: string;
  readonly home: string;
  /** The port of HTTPS on 127.0.0.1. */
  readonly https: number;
  /** The file of its certificate. */
  readonly certificate: string;
  /** Where its output goes, of all its processes one after the other. */
  readonly log: string;
  readonly pid: number;
  /** Whether its process has not ended by itself. */
  isAlive(): boolean;
  at(): ClientOptions;
  /** Starts it, with these variables and by this command before its own. Rejects with its output where it does not listen. */
  start(options?: StartOptions): Promise<void>;
  /** Starts it, and kills it so many milliseconds later, wherever it has got to by then. */
  startAndKill(afterMs: number, options?: StartOptions): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGTERM. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Sites extends AsyncDisposable {
  readonly all: readonly [one: Site, other: Site];
  /** The server of an address. */
  of(address: string): Site;
  /** A folder for files beside the homes. */
  folder(name: string): string;
}

/** For so long an invitation is good. */
export const INVITATION_MS = 7 * DAY;

/** Quick passwords, and no limits that a load from one address would meet. */
const SETTINGS = [
  "accounts.iterations=4096",
  "log_format=json",
  "limits.failures_per_address=1000000",
  "invitations.max_open=100000",
  `invitations.validity=${INVITATION_MS / DAY}d`,
  "registration.per_address=1000000",
  "registration.per_hour=1000000",
];

/** Sets up both; none runs yet. */
export async function openSites(): Promise<Sites> {
  await using opened = new AsyncDisposableStack();
  const network = opened.use(await openNetwork(Object.keys(PEOPLE), EXTERNAL_AS_CLIENT));
  const sites: Site[] = [];
  for (const networkHost of network.hosts) {
    const accounts = PEOPLE[networkHost.domain as keyof typeof PEOPLE];
    const options = { accounts, password: PASSWORD, networkHost, web: true, settings: SETTINGS };
    const installation = await jabberHome.install(network.folder(networkHost.domain), options);
    const { folder, web } = installation;
    let running: Running | undefined;
    const end = async (how: "kill" | "stop"): Promise<void> => {
      await running?.[how]();
      running = undefined;
    };
    const site: Site = {
      ...{ domain: networkHost.domain, home: join(folder, "home"), https: web?.port ?? 0 },
      ...{ certificate: networkHost.certificate.certificate, log: join(folder, "output.log") },
      get pid() {
        return running?.pid ?? 0;
      },
      isAlive: () => running !== undefined && aliveOf(running.pid).length > 0,
      at: () => ({ ...reach(installation), timeout: PATIENCE_MS }),
      start: async ({ environment = {} } = {}) => {
        running = await start({ ...installation, environment }, { timeoutMs: PATIENCE_MS });
      },
      startAndKill: async (afterMs, { environment = {} } = {}) => {
        const child = spawned({ ...installation, environment });
        await Bun.sleep(afterMs);
        child.kill("SIGKILL");
        await child.exited;
      },
      kill: () => end("kill"),
      stop: () => end("stop"),
    };
    opened.defer(() => site.kill());
    sites.push(site);
  }
  const [one, other] = sites;
  if (!one || !other) throw new Error("two domains have two servers");
  const stack = opened.move();
  return {
    all: [one, other],
    of: (address) => (address.endsWith(`@${one.domain}`) ? one : other),
    folder: (name) => network.folder(name),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const spawned = ({ command, environment, folder }: Installation) =>
  Bun.spawn([...command], {
    ...{ cwd: folder, stdin: "ignore", stdout: "ignore", stderr: "ignore" },
    env: { PATH: process.env.PATH ?? "", LANG: "C.UTF-8", HOME: folder, ...environment },
  });
