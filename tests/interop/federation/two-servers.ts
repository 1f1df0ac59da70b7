/** Two servers that can find each other, with their accounts. */
import { type Actor, actorOf } from "../../support/cast.ts";
import { Client } from "../../support/client/client.ts";
import type { FederationMethod } from "../../support/network/federation-methods.ts";
import { openNetwork } from "../../support/network/network.ts";
import { type Installation, type Peer, type Running, reach, start } from "../../support/peers/peer.ts";
import { PASSWORD } from "../../support/server.ts";
import { rosterOf } from "../../support/xep/roster.ts";

export interface Server {
  readonly domain: string;
  readonly installation: Installation;
  /** Signs in, requests the roster and sends presence. */
  enter(name: string): Promise<Actor>;
  /** Signs in, without presence. */
  signIn(name: string): Promise<Actor>;
  /** Whether a stream of somebody who has signed in has ended. */
  hasEndedStream(): boolean;
  /** Ends the server by SIGTERM or SIGKILL. */
  end(signal: "stop" | "kill"): Promise<void>;
  /** Starts the server again. */
  start(): Promise<void>;
  /** Ends the server and starts it again. */
  restart(signal: "stop" | "kill"): Promise<void>;
}

export interface TwoServers extends AsyncDisposable {
  readonly one: Server;
  readonly other: Server;
}

/** For one answer, in milliseconds: after a restart, the servers look for each other anew, however busy the machine is. */
const ANSWER_TIMEOUT_MS = 30_000;

/** Each server has accounts of these names; `settings` are for jabber-home. */
export async function openTwoServers(
  [onePeer, otherPeer]: readonly [Peer, Peer],
  method: FederationMethod,
  accounts: readonly string[],
  settings: readonly string[] = [],
): Promise<TwoServers> {
  await using opened = new AsyncDisposableStack();
  // Different domains, also for two servers of one kind.
  const domains = [`${onePeer.name}-1.example`, `${otherPeer.name}-2.example`];
  const network = opened.use(await openNetwork(domains, method));
  const actors = new Map<string, Actor>();
  const open = async (peer: Peer, index: number): Promise<Server> => {
    const networkHost = network.hosts[index];
    if (!networkHost) throw new Error("a peer without a host");
    const options = { accounts, password: PASSWORD, networkHost, settings };
    const installation = await peer.install(network.folder(networkHost.domain), options);
    let running: Running = await start(installation);
    // By SIGKILL: some servers take seconds to stop.
    opened.defer(() => running.kill());
    const clients: Client[] = [];
    const side: Server = {
      hasEndedStream: () => clients.some(({ wire }) => !wire.isOpen),
      domain: networkHost.domain,
      installation,
      signIn: async (name) => {
        const login = { username: name, password: PASSWORD, resource: "test" };
        const client = await Client.login({ ...reach(installation, "starttls"), timeout: ANSWER_TIMEOUT_MS }, login);
        clients.push(client);
        const actor = actorOf(client, actors);
        actors.set(name, actor);
        return actor;
      },
      enter: async (name) => {
        const actor = await side.signIn(name);
        // Some servers send subscription requests only to resources that have requested the roster (RFC 6121 §2.2).
        await rosterOf(actor);
        actor.sends("<presence/>");
        await actor.pings();
        return actor;
      },
      end: (signal) => running[signal](),
      start: async () => {
        running = await start(installation);
      },
      restart: async (signal) => {
        await side.end(signal);
        await side.start();
      },
    };
    return side;
  };
  const [one, other] = [await open(onePeer, 0), await open(otherPeer, 1)];
  const stack = opened.move();
  return { one, other, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** RFC 6121 §3.1: each requests and approves a subscription, and receives presence. */
export async function befriend(one: Actor, other: Actor): Promise<void> {
  one.sends(`<presence type="subscribe" to="${other.account}"/>`);
  await other.receives(`<presence type="subscribe" from="${one.account}"/>`);
  other.sends(`<presence type="subscribed" to="${one.account}"/><presence type="subscribe" to="${one.account}"/>`);
  await one.receives(`<presence type="subscribed" from="${other.account}"/>`);
  await one.receives(`<presence type="subscribe" from="${other.account}"/>`);
  one.sends(`<presence type="subscribed" to="${other.account}"/>`);
  await other.receives(`<presence type="subscribed" from="${one.account}"/>`);
  await one.receives(`<presence from="${other.jid}"/>`);
  await other.receives(`<presence from="${one.jid}"/>`);
}
