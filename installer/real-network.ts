/** The real network: this machine's addresses, and DNS. */
import type { Config } from "../src/config/schema.ts";
import { openAuthoritativeResolver, zoneOf } from "../src/dns/authoritative-resolver.ts";
import { providerOf } from "../src/dns/provider.ts";
import { dedynDomain } from "../src/dns/providers/desec.ts";
import { type EchoService, publicIPv4 } from "../src/dns/public-address.ts";
import type { Deployment } from "../src/dns/records.ts";
import { openResolver, type Resolver } from "../src/dns/resolver.ts";
import { lookAtDns } from "../src/dns/stray-records.ts";
import { outgoingAddress, ownPublicAddresses } from "../src/net/own-addresses.ts";
import type { Environment, SeenDns, SeenZone } from "./environment.ts";

const DNS_TIMEOUT_MS = 5000;
/** Used only where the person agrees: a DNS server that answers with the address of the client. */
const ECHO: EchoService = { name: "myip.opendns.com", type: "A", server: "208.67.222.222" };
/** RFC 5737: an address that is never used: the route to it is the route to the Internet. */
const TEST_NET_ADDRESS = "192.0.2.1";
/** That one, and RFC 3849. */
const TEST_NETS = [TEST_NET_ADDRESS, "2001:db8::1"];

type Network = Pick<
  Environment,
  "ownAddresses" | "echoService" | "askEchoService" | "localAddress" | "resolveAddresses" | "zoneOf" | "hasZone"
>;

const open = (servers: readonly string[]): Resolver => openResolver({ servers, timeoutMs: DNS_TIMEOUT_MS });

/** Asks the authoritative name servers, found by the configured resolvers, else by the system's. */
export function openZoneResolver({ dns }: Pick<Config, "dns">): Resolver {
  const base = dns.resolvers.length > 0 ? open(dns.resolvers) : openResolver({ timeoutMs: DNS_TIMEOUT_MS });
  return openAuthoritativeResolver(base, open);
}

export function openNetwork(resolver: Resolver): Network {
  return {
    ownAddresses: ownPublicAddresses,
    echoService: "OpenDNS",
    askEchoService: async () => (await publicIPv4([ECHO], { fetch, open, timeoutMs: DNS_TIMEOUT_MS })).address,
    localAddress: () => outgoingAddress(TEST_NET_ADDRESS),
    resolveAddresses: async (name) => {
      const answers = await Promise.all([resolver.query("A", name), resolver.query("AAAA", name)]);
      return answers.flatMap((answer) => (answer.state === "found" ? answer.values : []));
    },
    zoneOf: (domain) => seeZone(domain, resolver),
    hasZone: async (name) => {
      const { state } = await resolver.query("NS", name);
      return state === "unknown" ? undefined : state === "found";
    },
  };
}

/** What DNS says, and whether this machine has a way to the Internet at all. */
export async function seeDns(deployment: Deployment, resolver: Resolver): Promise<SeenDns> {
  const [sight, ...own] = await Promise.all([
    lookAtDns(deployment, resolver),
    ...TEST_NETS.map((address) => outgoingAddress(address)),
  ]);
  return { ...sight, isConnected: own.some((address) => address !== undefined) };
}

/** The zone of a domain and its provider; the domain itself where that is not known. */
export async function seeZone(domain: string, resolver: Resolver): Promise<SeenZone> {
  // Each name there is a zone of its own, also before it is made.
  const free = dedynDomain(domain);
  if (free !== undefined) return { name: free, provider: "desec" };
  const answer = await zoneOf(domain, resolver);
  const [zone] = answer.state === "found" ? answer.values : [];
  // A top-level domain is nobody's zone: the domain is not registered, or not delegated yet.
  if (zone === undefined || !zone.name.includes(".")) return { name: domain, provider: undefined };
  return { name: zone.name, provider: providerOf(zone.nameServers) };
}
