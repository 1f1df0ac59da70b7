/** Servers that are started for one scenario alone. */
import { EXTERNAL_AS_CLIENT } from "../support/network/federation-methods.ts";
import { openNetwork } from "../support/network/network.ts";
import {
  type Installation,
  type InstallOptions,
  type Peer,
  type Running,
  reach,
  temporaryFolder,
} from "../support/peers/peer.ts";
import type { Extent, Scenario, Server, Stage } from "./scenario.ts";

export const PASSWORD = "measured, not guessed";

/** How many accounts scenarios may count on: `user0` and up. */
const ACCOUNTS = 160;

export const accountsFor = ({ connections }: Extent): string[] =>
  Array.from({ length: Math.max(connections, ACCOUNTS) }, (_, index) => `user${index}`);

export interface OpenStage extends AsyncDisposable {
  /** A second one is its property `other`. */
  readonly server: Server;
}

interface StageDeps {
  readonly peer: Peer;
  readonly scenario: Scenario;
  readonly extent: Extent;
  /** Starts an installation. */
  readonly begin: (installation: Installation) => Promise<Running>;
}

export const serverOf = (peer: Peer, { installation, pid }: Running, accounts: readonly string[]): Server => ({
  ...{ reach: reach(installation), starttls: reach(installation, "starttls"), web: installation.web },
  ...{ pid, accounts, password: PASSWORD, lacks: peer.lacks, database: installation.database },
});

/** Installs and starts one in a folder of its own. */
async function openOne(
  { peer, extent, begin }: StageDeps,
  stack: AsyncDisposableStack,
  options: Partial<InstallOptions>,
): Promise<Server> {
  const accounts = accountsFor({ ...extent, connections: 0 });
  const folder = temporaryFolder(peer.name);
  stack.defer(() => folder.remove());
  const all = [...accounts, ...(options.rosters?.keys() ?? [])];
  const running = await begin(await peer.install(folder.path, { ...options, accounts: all, password: PASSWORD }));
  stack.defer(() => running.stop());
  return serverOf(peer, running, accounts);
}

type Open = (deps: StageDeps, stack: AsyncDisposableStack) => Promise<Server>;

const OPEN: Readonly<Record<Exclude<Stage, "shared">, Open>> = {
  own: (deps, stack) => openOne(deps, stack, { web: true, rosters: deps.scenario.rosters?.(deps.extent) ?? new Map() }),
  federated: async (deps, stack) => {
    const { peer, extent, begin } = deps;
    const accounts = accountsFor({ ...extent, connections: 0 });
    const network = stack.use(await openNetwork(["one.example", "other.example"], EXTERNAL_AS_CLIENT));
    const servers: Server[] = [];
    for (const networkHost of network.hosts) {
      const options = { accounts, password: PASSWORD, networkHost };
      const running = await begin(await peer.install(network.folder(networkHost.domain), options));
      stack.defer(() => running.stop());
      servers.push(serverOf(peer, running, accounts));
    }
    const [one, other] = servers;
    if (!one || !other) throw new Error("two hosts have two servers");
    return { ...one, other };
  },
  "with and without HTTPS": async (deps, stack) => {
    const other = await openOne(deps, stack, { web: false });
    return { ...(await openOne(deps, stack, { web: true })), other };
  },
};

/** Throws where a server does not start, and with the missing programs of a network. */
export async function openStage(stage: Exclude<Stage, "shared">, deps: StageDeps): Promise<OpenStage> {
  await using opened = new AsyncDisposableStack();
  const server = await OPEN[stage](deps, opened);
  const stack = opened.move();
  return { server, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
