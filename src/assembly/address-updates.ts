/** The addresses of this machine's name in DNS, kept current as config.toml says. */

import { isIPv4, isIPv6 } from "node:net";
import { join } from "node:path";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { type AddressWatch, type AddressWatchDeps, watchAddresses } from "../dns/addresses/address-watch.ts";
import { openAuthoritativeResolver } from "../dns/authoritative-resolver.ts";
import { openRecordWriter } from "../dns/providers/providers.ts";
import { type EchoService, publicIPv4 } from "../dns/public-address.ts";
import { openResolver, type Resolver } from "../dns/resolver.ts";
import { fetchIfPossible } from "../event-loop.ts";
import { domainToAscii, parseDomain } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { reachOf } from "../net/ip-address.ts";
import { outgoingAddress, ownPublicAddresses } from "../net/own-addresses.ts";
import { textOf, writeDurably } from "../store/durable-file.ts";

const TIMEOUT_MS = 5000;
/** In the home. */
const MEMORY = "addresses.json";
/** DNS servers that answer with the address of the client; dns.update = true lets them be asked. */
const ECHOES: readonly EchoService[] = [
  { name: "myip.opendns.com", type: "A", server: "208.67.222.222" },
  { name: "o-o.myaddr.l.google.com", type: "TXT", server: "216.239.32.10" },
];

export interface AddressUpdateDeps {
  readonly config: Config;
  /** The home, which keeps what has to be known over restarts. */
  readonly folder: string;
  readonly resolver: Resolver;
  readonly log: Logger;
  /** The router's public IPv4 address, as it says once it has been asked; undefined where it says none that is public. */
  readonly routerAddress: () => Promise<string | undefined>;
}

export interface AddressUpdates extends AddressWatch {
  /** The IPv4 address that a public DNS server saw last; undefined where none was asked, or none answered. */
  readonly seen: () => string | undefined;
}

/** Undefined where config.toml does not want it. */
export function openAddressUpdates(deps: AddressUpdateDeps): AddressUpdates | undefined {
  const { config, folder, resolver, log, routerAddress } = deps;
  const { general, dns } = config;
  const records = openRecordWriter(dns, resolver);
  const host = general.host || general.domains[0];
  if (!dns.update || records === undefined || host === undefined) return undefined;
  const open = (servers: readonly string[]): Resolver => openResolver({ servers, timeoutMs: TIMEOUT_MS });
  let seen: string | undefined;
  const ask = async (): Promise<string | undefined> => {
    seen = (await publicIPv4(ECHOES, { fetch: fetchIfPossible, open, timeoutMs: TIMEOUT_MS })).address;
    return seen;
  };
  const watch = watchAddresses({
    host: domainToAscii(parseDomain(host)),
    addresses: () => leadingHere({ own: ownPublicAddresses(), told: general.addresses, routerAddress, ask }),
    records,
    // Its name servers are found anew each time: they may have changed by now, or have been out of reach.
    dns: { query: (type, name) => openAuthoritativeResolver(resolver, open).query(type, name) },
    interfaces: ownPublicAddresses,
    hasWay,
    clock: systemClock,
    log,
    memory: memoryIn(folder, log),
  });
  return { ...watch, seen: () => seen };
}

/** RFC 5737, RFC 3849: addresses that are never used: the route to them is the route to the Internet. */
const SOMEWHERE = { A: "192.0.2.1", AAAA: "2001:db8::1" } as const;

/** By IPv4 also through a router that translates; by IPv6 only with an address that others can answer to. */
async function hasWay(): Promise<Readonly<Record<"A" | "AAAA", boolean>>> {
  const [four, six] = await Promise.all([outgoingAddress(SOMEWHERE.A), outgoingAddress(SOMEWHERE.AAAA)]);
  return { A: four !== undefined, AAAA: six !== undefined && reachOf(six) === "public" };
}

/** A file of the home; what cannot be read is as if nothing had been kept. */
function memoryIn(folder: string, log: Logger): AddressWatchDeps["memory"] {
  const path = join(folder, MEMORY);
  return {
    read: () => {
      try {
        return JSON.parse(textOf(path) ?? "{}") as unknown;
      } catch (error) {
        log.warn({ event: "address-memory-unreadable", path, error });
        return {};
      }
    },
    write: (memory) => writeDurably(path, `${JSON.stringify(memory)}\n`),
  };
}

interface Witnesses {
  /** Public addresses of this machine's interfaces. */
  readonly own: readonly string[];
  /** `addresses` of config.toml. */
  readonly told: readonly string[];
  readonly routerAddress: () => Promise<string | undefined>;
  /** Asks a public DNS server which IPv4 address it sees. */
  readonly ask: () => Promise<string | undefined>;
}

/**
 * Addresses that lead here. Of IPv4, by the first witness that knows: this machine's interfaces; the router, unless config.toml
 * names others: then a public DNS server decides; config.toml; a public DNS server.
 */
export async function leadingHere({ own, told, routerAddress, ask }: Witnesses): Promise<readonly string[]> {
  if (own.some(isIPv4)) return [...told, ...own];
  const ipv6 = [...told.filter(isIPv6), ...own];
  const toldIPv4 = told.filter(isIPv4);
  const router = await routerAddress();
  const isAgreed = router === undefined ? toldIPv4.length > 0 : toldIPv4.length === 0 || toldIPv4.includes(router);
  if (isAgreed) return [...(toldIPv4.length > 0 || router === undefined ? toldIPv4 : [router]), ...ipv6];
  const seen = await ask();
  return seen === undefined ? ipv6 : [seen, ...ipv6];
}
