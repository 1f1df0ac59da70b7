/** The network as the wizard sees it: this machine's addresses, and what DNS says. */
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import type { Config } from "../src/config/schema.ts";
import { authoritativeResolver } from "../src/net/authority.ts";
import { checkRecords } from "../src/net/dns-check.ts";
import { outgoingAddress, ownAddresses } from "../src/net/own-addresses.ts";
import { type EchoService, publicIPv4 } from "../src/net/public-address.ts";
import { openResolver, type Resolver } from "../src/net/resolver.ts";
import type { Environment } from "./environment.ts";

const DNS_TIMEOUT = 5000;
/** Asked only when the person says so: a DNS server that answers with the address of who asks. */
const ECHO: EchoService = { name: "myip.opendns.com", type: "A", server: "208.67.222.222" };
/** RFC 5737: an address that nobody has; where the way to it begins, the way to the Internet does. */
const TEST_NET_ADDRESS = "192.0.2.1";

type Network = Pick<
  Environment,
  "ownAddresses" | "echoService" | "askEchoService" | "localAddress" | "resolveAddresses" | "checkRecords"
>;

const open = (servers: readonly string[]): Resolver => openResolver({ servers, timeoutMs: DNS_TIMEOUT });

/** Asks each zone's own name servers; finds them by the resolvers that are configured, else by the system's. */
export function openZoneResolver({ dns }: Pick<Config, "dns">): Resolver {
  const base = dns.resolvers.length > 0 ? open(dns.resolvers) : openResolver({ timeoutMs: DNS_TIMEOUT });
  return authoritativeResolver(base, open);
}

export function openNetwork(resolver: Resolver): Network {
  return {
    ownAddresses: () =>
      ownAddresses(networkInterfaces(), inet6Flags())
        .filter(({ reach, isTemporary }) => reach === "public" && !isTemporary)
        .map(({ address }) => address),
    echoService: "OpenDNS",
    askEchoService: async () => (await publicIPv4([ECHO], { fetch, open, timeoutMs: DNS_TIMEOUT })).address,
    localAddress: () => outgoingAddress(TEST_NET_ADDRESS),
    resolveAddresses: async (name) => {
      const answers = await Promise.all([resolver.ask("A", name), resolver.ask("AAAA", name)]);
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
