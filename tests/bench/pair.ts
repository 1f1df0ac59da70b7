/** Two servers of one kind, started for one scenario. */

import { EXTERNAL_AS_CLIENT } from "../support/network/federation-methods.ts";
import { openNetwork } from "../support/network/network.ts";
import { type Installation, type Peer, type Running, reach, temporaryFolder } from "../support/peers/peer.ts";
import type { Server } from "./scenario.ts";

/** Accounts on each of the two servers. */
const ACCOUNTS = Array.from({ length: 100 }, (_, index) => `user${index}`);

export interface ServerPair extends AsyncDisposable {
  /** One server, with the other as a property. */
  readonly server: Server;
}

const serverOf = ({ installation, pid }: Running, password: string): Server => ({
  ...{ reach: reach(installation), web: installation.web, pid, accounts: ACCOUNTS, password },
});

/** Starts two federated servers; `begin` starts an installation. Throws with the missing programs of a network. */
export async function openPair(
  peer: Peer,
  password: string,
  begin: (installation: Installation) => Promise<Running>,
): Promise<ServerPair> {
  await using opened = new AsyncDisposableStack();
  const network = opened.use(await openNetwork(["one.example", "other.example"], EXTERNAL_AS_CLIENT));
  const servers: Server[] = [];
  for (const networkHost of network.hosts) {
    const options = { accounts: ACCOUNTS, password, networkHost };
    const running = await begin(await peer.install(network.folder(networkHost.domain), options));
    opened.defer(() => running.stop());
    servers.push(serverOf(running, password));
  }
  const [one, other] = servers;
  if (!one || !other) throw new Error("two hosts have two servers");
  const stack = opened.move();
  return { server: { ...one, other }, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Starts one with HTTPS, and its `other` without. */
export async function openWithAndWithoutHttps(
  peer: Peer,
  password: string,
  begin: (installation: Installation) => Promise<Running>,
): Promise<ServerPair> {
  await using opened = new AsyncDisposableStack();
  const started = async (web: boolean): Promise<Server> => {
    const folder = temporaryFolder(peer.name);
    opened.defer(() => folder.remove());
    const running = await begin(await peer.install(folder.path, { accounts: ACCOUNTS, password, web }));
    opened.defer(() => running.stop());
    return serverOf(running, password);
  };
  const [other, server] = [await started(false), await started(true)];
  const stack = opened.move();
  return { server: { ...server, other }, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
