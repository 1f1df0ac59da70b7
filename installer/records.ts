/** The DNS records that a configuration requires. */
import { parseListener } from "../src/config/listener.ts";
import type { Config } from "../src/config/schema.ts";
import { type DnsRecord, recordsFor } from "../src/dns/records.ts";

/** The label of the rooms' subdomain. */
export function labelOfRooms({ modules }: Pick<Config, "modules">): string {
  const label = modules.rooms?.subdomain;
  return typeof label === "string" ? label : "rooms";
}

/** For all domains of `config`. `addresses` are those of the host on the Internet. */
export function recordsOf(config: Config, addresses: readonly string[]): readonly DnsRecord[] {
  const { general, listen } = config;
  const port = (listener: string): number | undefined => parseListener(listener)?.port || undefined;
  const [first = ""] = general.domains;
  return recordsFor({
    domains: general.domains,
    host: general.host || first,
    addresses,
    ports: {
      "xmpp-client": port(listen.client),
      "xmpps-client": port(listen.client_tls),
      "xmpp-server": port(listen.server),
      "xmpps-server": port(listen.server_tls),
    },
    rooms: labelOfRooms(config),
  });
}
