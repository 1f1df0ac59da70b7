/** The DNS records that a configuration makes necessary. */
import { parseListener } from "../src/config/listener.ts";
import type { Config } from "../src/config/schema.ts";
import { type DnsRecord, recordsFor } from "../src/net/dns-records.ts";

/** The label of the chat rooms' domain. */
export const ROOMS = "rooms";

/** For all domains of `config`. `addresses` are those of the host on the Internet. */
export function recordsOf({ general, listen }: Config, addresses: readonly string[]): readonly DnsRecord[] {
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
    rooms: ROOMS,
  });
}
