/** Helpers that scenarios share: sessions, percentiles, CPU, wake-ups, bytes written. */
import { Client } from "../support/client/client.ts";
import { cpuOf } from "../support/process/processes.ts";
import type { Server } from "./scenario.ts";

/** Calls `task` for 0, 1, 2 … while `goesOn`, `width` at a time. Resolves with their number when the last has ended. */
export async function inParallel(
  width: number,
  goesOn: (index: number) => boolean,
  task: (index: number) => Promise<void>,
): Promise<number> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (goesOn(next)) {
      const index = next;
      next += 1;
      await task(index);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return next;
}

/** Logs in the account of this index, modulo the number of accounts. */
export const logIn = (server: Server, index: number): Promise<Client> =>
  logInAs(server, server.accounts[index % server.accounts.length] ?? "");

export const logInAs = ({ reach, password }: Server, username: string): Promise<Client> =>
  Client.login(reach, { username, password, resource: "bench" });

/** What every app can do: STARTTLS and SCRAM-SHA-1, or PLAIN where the server has no SCRAM. */
export async function logInByStarttls(server: Server, index: number): Promise<Client> {
  const { starttls, accounts, password, lacks } = server;
  const client = await Client.connect(starttls);
  const username = accounts[index % accounts.length] ?? "";
  const mechanism = lacks.includes("SCRAM") ? "PLAIN" : "SCRAM-SHA-1";
  try {
    await client.login({ username, password, mechanism, resource: "bench" });
  } catch (error) {
    client.destroy();
    throw error;
  }
  return client;
}

/** A session for each of the first `count` accounts, which discards what it receives. */
export const sessions = (server: Server, count: number): Promise<Client[]> =>
  sessionsOf(server, server.accounts.slice(0, count));

/** A session for each account, in order. */
export async function sessionsOf(server: Server, accounts: readonly string[]): Promise<Client[]> {
  const clients: Client[] = [];
  await inParallel(
    8,
    (index) => index < accounts.length,
    async (index) => {
      clients[index] = await logInAs(server, accounts[index] ?? "");
    },
  );
  return clients;
}

/** The value below which this share of the numbers is. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export interface Watch {
  /** Seconds since the watch was started. */
  readonly seconds: () => number;
  /** Milliseconds of CPU of the server, or of both servers, since then. */
  readonly serverCpu: () => number;
  /** The share of one core that this load generator has used since then. */
  readonly loadShare: () => number;
}

/** A server whose process is looked at, and its other one. */
export type Watched = Pick<Server, "pid"> & { readonly other?: Watched };

/** Seconds of CPU of the server, or of both servers, since their start. */
export const cpuOfServer = ({ pid, other }: Watched): number => cpuOf(pid) + (other ? cpuOf(other.pid) : 0);

export function startWatch(server: Server): Watch {
  const [began, cpu, own] = [performance.now(), cpuOfServer(server), process.cpuUsage()];
  const seconds = (): number => (performance.now() - began) / 1000;
  return {
    seconds,
    serverCpu: () => (cpuOfServer(server) - cpu) * 1000,
    loadShare: () => {
      const { user, system } = process.cpuUsage(own);
      return (user + system) / 1e6 / seconds();
    },
  };
}
