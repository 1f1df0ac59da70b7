/** The addresses of this machine's name in DNS, kept current as config.toml says. */
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import { openAuthoritativeResolver } from "../dns/authoritative-resolver.ts";
import { openRecordWriter } from "../dns/providers/providers.ts";
import { type EchoService, publicIPv4 } from "../dns/public-address.ts";
import { openResolver, type Resolver } from "../dns/resolver.ts";
import { type AddressWatch, type AddressWatchDeps, watchAddresses } from "../dns/update/address-watch.ts";
import { domainToAscii, parseDomain } from "../jid/domain.ts";
import type { Logger } from "../log.ts";
import { ownPublicAddresses } from "../net/own-addresses.ts";

const TIMEOUT_MS = 5000;
/** DNS servers that answer with the address of the client; dns.update = true lets them be asked. */
const ECHOES: readonly EchoService[] = [
  { name: "myip.opendns.com", type: "A", server: "208.67.222.222" },
  { name: "o-o.myaddr.l.google.com", type: "TXT", server: "216.239.32.10" },
];

export interface AddressUpdateDeps {
  readonly config: Config;
  readonly resolver: Resolver;
  readonly log: Logger;
  readonly isBack: AddressWatchDeps["isBack"];
}

/** Undefined where config.toml does not want it. */
export function openAddressUpdates({ config, resolver, log, isBack }: AddressUpdateDeps): AddressWatch | undefined {
  const { general, dns } = config;
  const records = openRecordWriter(dns, resolver);
  const host = general.host || general.domains[0];
  if (!dns.update || records === undefined || host === undefined) return undefined;
  const open = (servers: readonly string[]): Resolver => openResolver({ servers, timeoutMs: TIMEOUT_MS });
  return watchAddresses({
    host: domainToAscii(parseDomain(host)),
    knownAddresses: () => [...general.addresses, ...ownPublicAddresses()],
    publicIPv4: async () => (await publicIPv4(ECHOES, { fetch, open, timeoutMs: TIMEOUT_MS })).address,
    records,
    // Its name servers are found anew each time: they may have changed by now, or have been out of reach.
    dns: { query: (type, name) => openAuthoritativeResolver(resolver, open).query(type, name) },
    clock: systemClock,
    log,
    isBack,
  });
}
