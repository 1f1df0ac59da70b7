/** The real network: this machine's addresses, and DNS. */
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { Config } from "../src/config/schema.ts";
import { openAuthoritativeResolver } from "../src/dns/authoritative-resolver.ts";
import { type EchoService, publicIPv4 } from "../src/dns/public-address.ts";
import { checkRecords } from "../src/dns/record-check.ts";
import { openResolver, type Resolver } from "../src/dns/resolver.ts";
import { outgoingAddress, ownAddresses } from "../src/net/own-addresses.ts";
import type { Environment } from "./environment.ts";

const DNS_TIMEOUT_MS = 5000;
/** Used only where the person agrees: a DNS server that answers with the address of the client. */
const ECHO: EchoService = { name: "myip.opendns.com", type: "A", server: "208.67.222.222" };
/** RFC 5737: an address that is never used: the route to it is the route to the Internet. */
const TEST_NET_ADDRESS = "192.0.2.1";

type Network = Pick<
  Environment,
  "ownAddresses" | "echoService" | "askEchoService" | "localAddress" | "resolveAddresses" | "checkRecords"
>;

const open = (servers: readonly string[]): Resolver => openResolver({ servers, timeoutMs: DNS_TIMEOUT_MS });

/** Asks the authoritative name servers, found by the configured resolvers, else by the system's. */
export function openZoneResolver({ dns }: Pick<Config, "dns">): Resolver {
  const base = dns.resolvers.length > 0 ? open(dns.resolvers) : openResolver({ timeoutMs: DNS_TIMEOUT_MS });
  return openAuthoritativeResolver(base, open);
}

export function openNetwork(resolver: Resolver): Network {
  return {
    ownAddresses: () =>
      ownAddresses(networkInterfaces(), inet6Flags())
        .filter(({ reach, isTemporary }) => reach === "public" && !isTemporary)
        .map(({ address }) => address),
    echoService: "OpenDNS",
    askEchoService: async () => (await publicIPv4([ECHO], { fetch, open, timeoutMs: DNS_TIMEOUT_MS })).address,
    localAddress: () => outgoingAddress(TEST_NET_ADDRESS),
    resolveAddresses: async (name) => {
      const answers = await Promise.all([resolver.query("A", name), resolver.query("AAAA", name)]);
      return answers.flatMap((answer) => (answer.state === "found" ? answer.values : []));
    },
    checkRecords: (records) => checkRecords(records, resolver),
  };
}

/** Linux alone tells which addresses are temporary. */
function inet6Flags(): string {
  try {
    return readFileSync("/proc/net/if_inet6", "utf8");
  } catch {
    return "";
  }
}
