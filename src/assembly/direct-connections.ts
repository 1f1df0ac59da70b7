/** XEP-0487: how apps and other servers reach this server without DNS. */
import { isLoopback, parseListener } from "../config/listener.ts";
import type { Config } from "../config/schema.ts";
import { HTTPS_PORT, sharedPortOf } from "../config/web-address.ts";
import { ownPublicAddresses } from "../net/own-addresses.ts";
import type { DirectConnections } from "../xep/0156-host-meta.ts";

/** Listeners by their names: "[::]:5223". */
type Listening = Readonly<Partial<Record<"client_tls" | "server_tls", string>>>;

/**
 * Undefined where not all of it is known: who reads of some connections does not look for others. An IPv4 address has to be
 * among those of the configuration, the router and this machine, since half of the world has no other; both kinds of peers need direct TLS;
 * and the web pages have to be this machine's.
 */
export function directConnections(
  config: Pick<Config, "general" | "listen" | "federation" | "web">,
  listening: Listening = config.listen,
  routerAddress?: string,
): DirectConnections | undefined {
  const { general, listen, federation } = config;
  const router = routerAddress === undefined ? [] : [routerAddress];
  const addresses = [...new Set([...general.addresses, ...router, ...ownPublicAddresses()])];
  const clientPort = publicPort(listening.client_tls);
  const serverPort = federation.enabled ? publicPort(listening.server_tls) : undefined;
  if (!addresses.some((address) => !address.includes(":")) || clientPort === undefined) return undefined;
  if (federation.enabled && serverPort === undefined) return undefined;
  if (isPublic(listen.http_proxied)) return undefined;
  const shared = sharedPortOf(config);
  return { addresses, clientPort, serverPort, ...(shared === HTTPS_PORT ? { sharedPort: shared } : {}) };
}

/** Undefined for a listener that is off, or of this machine alone. */
const publicPort = (listener = "off"): number | undefined =>
  isPublic(listener) ? parseListener(listener)?.port || undefined : undefined;

function isPublic(listener: string): boolean {
  const address = parseListener(listener);
  return address !== undefined && !isLoopback(address);
}
