/** XEP-0485: the connected servers: one entry for each domain pair. */
import { type DomainPair, pairKey } from "../federation/domain-pair.ts";
import type { Peer } from "../xep/publishing/0485-server-info.ts";
import type { Federation } from "./federation.ts";

export function connectedServers({ incoming, outgoing }: Federation): readonly Peer[] {
  const peers = new Map<string, Peer>();
  const add = (pair: DomainPair, type: Peer["connections"][number]): void => {
    const { connections = [] } = peers.get(pairKey(pair)) ?? {};
    peers.set(pairKey(pair), { local: pair.local, domain: pair.remote, connections: [...connections, type] });
  };
  for (const { pairs, isBidirectional } of incoming.streams())
    for (const pair of pairs) add(pair, isBidirectional ? "bidi" : "incoming");
  for (const { pair, state, isAdopted } of outgoing.routes())
    if (state === "connected" && !isAdopted) add(pair, "outgoing");
  return [...peers.values()];
}
