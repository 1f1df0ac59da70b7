/** The addresses by which calls are relayed: what the world sees, and where this machine binds. */
import { isIPv4 } from "node:net";
import { isLoopback, parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import { domainToAscii } from "../jid/domain.ts";
import type { DnsAnswer } from "../net/dns-answer.ts";
import { canonicalAddress, normalizedAddress, reachOf } from "../net/ip-address.ts";
import { interfacesHere, outgoingAddress, ownPublicAddresses } from "../net/own-addresses.ts";

type Family = 4 | 6;

export interface PublicAddress {
  /** Undefined where none is known. */
  readonly of: (family: Family) => string | undefined;
  /** Where to bind a relay's socket; undefined where the family cannot be offered. */
  readonly hostFor: (family: Family) => string | undefined;
  /** All addresses that lead to this machine, its public ones included. */
  readonly own: () => readonly string[];
  /** Numeric addresses of this machine, but for link-local ones. */
  readonly local: () => readonly string[];
  /** Whether calls are relayed within this computer alone. */
  readonly isLoopback: () => boolean;
  /** Looks again. This machine's own addresses are known when it returns, those through a router when it resolves. */
  look(): Promise<void>;
}

const LOOPBACK = "127.0.0.1";
/** Any address of the Internet: which of ours is its source? */
const SOMEWHERE = "198.51.100.1";

const isOfThis = (family: Family) => (address: string) => isIPv4(address) === (family === 4);

/**
 * `routerAddress`: the router's IPv4 address outside, as it says; undefined where it says none that is public. `ownPublic`: the
 * public addresses of this machine.
 */
export function followPublicAddress(
  config: Config,
  resolver: Resolver,
  routerAddress: () => string | undefined,
  ownPublic = ownPublicAddresses,
): PublicAddress {
  const { general, listen, turn } = config;
  const configured = turn.public_address.split(",").flatMap((text) => canonicalAddress(text.trim()) ?? []);
  const listeners = [listen.turn, listen.turns].flatMap((text) => parseListener(text) ?? []);
  const isAlone = listeners.length > 0 && listeners.every(isLoopback);
  let all: readonly string[] = [];
  let local: readonly string[] = [];
  let found: readonly string[] = [];
  /** What came through the router the last time that anybody told. */
  let routed: readonly string[] = [];

  const look = async (): Promise<void> => {
    all = Object.values(interfacesHere())
      .flatMap((infos) => infos ?? [])
      .map(({ address }) => normalizedAddress(address));
    local = all.filter((address) => reachOf(address) !== "link-local");
    if (configured.length > 0) found = configured;
    else if (isAlone) found = [LOOPBACK];
    else {
      const own = ownPublic();
      const told = general.addresses.flatMap((text) => canonicalAddress(text) ?? []);
      const router = own.some(isIPv4) ? undefined : routerAddress();
      const known = [...own, ...told];
      if (router !== undefined) routed = [await ofTheRouter(router, told.filter(isIPv4))];
      else if (!known.some(isIPv4)) routed = await throughRouter();
      if (router !== undefined) found = [...routed, ...known.filter((address) => !isIPv4(address))];
      else found = known.some(isIPv4) ? known : [...known, ...routed];
    }
  };

  const recorded = async (): Promise<DnsAnswer<string>> => {
    const name = general.host || general.domains[0];
    return name === undefined ? { state: "absent" } : await resolver.query("A", domainToAscii(name));
  };

  /** What the router says is newer than config.toml. Where they differ, the domain's record decides if it is one of them. */
  const ofTheRouter = async (router: string, told: readonly string[]): Promise<string> => {
    if (told.length === 0 || told.includes(router)) return router;
    const answer = await recorded();
    const named = answer.state === "found" ? answer.values : [];
    return named.find((address) => address === router || told.includes(address)) ?? router;
  };

  /** Behind a router that says nothing: what the domain's record says, or in the house what others in it see. */
  const throughRouter = async (): Promise<readonly string[]> => {
    const answer = await recorded();
    // DNS that does not answer for a while ends no call.
    if (answer.state === "unknown" && routed.length > 0) return routed;
    const named = answer.state === "found" ? answer.values : [];
    const useful = named.filter((address) => reachOf(address) === "public" || turn.private_peers);
    if (useful.length > 0 || !turn.private_peers) return useful;
    const inside = await outgoingAddress(SOMEWHERE);
    return inside === undefined ? [] : [inside];
  };

  const of = (family: Family): string | undefined => found.find(isOfThis(family));
  return {
    of,
    hostFor: (family) => {
      const address = of(family);
      if (address === undefined) return undefined;
      if (local.includes(address)) return address;
      // A router translates IPv4; IPv6 has to be an address of this machine.
      return family === 4 ? "0.0.0.0" : local.find((one) => !isIPv4(one) && reachOf(one) === "public");
    },
    own: () => [...all, ...found],
    local: () => local,
    isLoopback: () => found.length > 0 && found.every((address) => reachOf(address) === "loopback"),
    look,
  };
}
