/** The DNS records that a configuration requires. */

import { type Deployment, type DnsRecord, recordsFor } from "../dns/records.ts";
import { isLoopback, parseListener } from "./listener.ts";
import type { Config } from "./schema.ts";
import { textsIn } from "./services.ts";
import { HTTPS_PORT, sharedPortOf, webAddressOf } from "./web-address.ts";

/** The label of the rooms' subdomain. */
export function labelOfRooms({ modules }: Pick<Config, "modules">): string {
  const label = modules.rooms?.subdomain;
  return typeof label === "string" ? label : "rooms";
}

/** Further labels at which rooms answer. */
export const furtherRooms = ({ modules }: Pick<Config, "modules">): readonly string[] => textsIn(modules.rooms?.also);

/** Of services at subdomains that people elsewhere rarely need. */
export const OPTIONAL_SERVICES = ["pubsub"];

/** The records for all domains of `config`. `addresses` are those of the host on the Internet. */
export const recordsOf = (config: Config, addresses: readonly string[]): readonly DnsRecord[] =>
  recordsFor(deploymentOf(config, addresses));

/** What `config` has the world know. */
export function deploymentOf(config: Config, addresses: readonly string[]): Deployment {
  const { general, listen } = config;
  const port = (listener: string): number | undefined => parseListener(listener)?.port || undefined;
  const serverPort = (listener: string): number | undefined => (config.federation.enabled ? port(listener) : undefined);
  const [first = ""] = general.domains;
  return {
    domains: general.domains,
    host: general.host || first,
    addresses,
    ports: {
      "xmpp-client": port(listen.client),
      "xmpps-client": port(listen.client_tls),
      "xmpp-server": serverPort(listen.server),
      "xmpps-server": serverPort(listen.server_tls),
    },
    // Another port is not let through either, where only that of HTTPS is.
    ...(sharedPortOf(config) === HTTPS_PORT ? { sharedPort: HTTPS_PORT } : {}),
    rooms: labelOfRooms(config),
    furtherRooms: furtherRooms(config),
    optionalServices: OPTIONAL_SERVICES,
    ...webOf(config),
  };
}

/** A web server on another machine, which is in front of this one, has a name that leads there. */
function webOf(config: Config): Pick<Deployment, "web" | "furtherWeb"> {
  const proxied = parseListener(config.listen.http_proxied);
  const isElsewhere = proxied !== undefined && !isLoopback(proxied);
  const web = isElsewhere ? undefined : webAddressOf(config)?.name;
  return web === undefined ? {} : { web, furtherWeb: config.web.also };
}
