/** Two servers that can find each other, with their accounts. */
import { type Actor, actorOf } from "../../support/cast.ts";
import type { FederationMethod } from "../../support/network/federation-methods.ts";
import { openNetwork } from "../../support/network/network.ts";
import { type Installation, logIn, type Peer, type Running, start } from "../../support/peers/peer.ts";
import { PASSWORD } from "../../support/server.ts";
import { rosterOf } from "../../support/xep/roster.ts";

export interface Server {
  readonly domain: string;
  readonly installation: Installation;
  /** Signed in and present. */
  enter(name: string): Promise<Actor>;
  /** Signed in, and not present yet. */
  signIn(name: string): Promise<Actor>;
  /** Ends it, with a last word or without. */
  ends(how: "stop" | "kill"): Promise<void>;
  /** Starts it again. */
  returns(): Promise<void>;
  /** Both. */
  restart(how: "stop" | "kill"): Promise<void>;
}

export interface TwoServers extends AsyncDisposable {
  readonly one: Server;
  readonly other: Server;
}

/** Each has accounts of these names; `settings` are for those that are ours. */
export async function openTwoServers(
  [onePeer, otherPeer]: readonly [Peer, Peer],
  way: FederationMethod,
  accounts: readonly string[],
  settings: readonly string[] = [],
): Promise<TwoServers> {
  await using opened = new AsyncDisposableStack();
  // Two of a kind are told apart, and everybody can see who is who.
  const domains = [`${onePeer.name}-1.example`, `${otherPeer.name}-2.example`];
  const network = opened.use(await openNetwork(domains, way));
  const everybody = new Map<string, Actor>();
  const open = async (peer: Peer, index: number): Promise<Server> => {
    const networkHost = network.hosts[index];
    if (!networkHost) throw new Error("a peer without a host");
    const options = { accounts, password: PASSWORD, networkHost, settings };
    const installation = await peer.install(network.folder(networkHost.domain), options);
    let running: Running = await start(installation);
    // Without a last word: some take seconds for it.
    opened.defer(() => running.kill());
    const side: Server = {
      domain: networkHost.domain,
      installation,
      signIn: async (name) => {
        const client = await logIn(installation, { username: name, password: PASSWORD, resource: "test" }, "starttls");
        const actor = actorOf(client, everybody);
        everybody.set(name, actor);
        return actor;
      },
      enter: async (name) => {
        const actor = await side.signIn(name);
        // Some servers tell of subscriptions only those who have asked for the roster (RFC 6121 §2.2).
        await rosterOf(actor);
        actor.sends("<presence/>");
        await actor.pings();
        return actor;
      },
      ends: (how) => running[how](),
      returns: async () => {
        running = await start(installation);
      },
      restart: async (how) => {
        await side.ends(how);
        await side.returns();
      },
    };
    return side;
  };
  const [one, other] = [await open(onePeer, 0), await open(otherPeer, 1)];
  const stack = opened.move();
  return { one, other, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}
