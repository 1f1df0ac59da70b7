/** Behind a web server of the same house: whom it asks for (X-Forwarded-For). */
import { isIP } from "node:net";
import { normalizedAddress } from "../net/ip-address.ts";
import type { Networks } from "../net/networks.ts";

/** How many proxies may stand one behind the other. */
const MAX_HOPS = 16;

/**
 * The client's address in canonical form: the last one in the field that is no trusted proxy, since those before it are what
 * the client said. `peer` is who has connected.
 */
export function forwardedFor(field: string | null, peer: string, trusted: Networks): string {
  const hops = (field ?? "").split(",").slice(-MAX_HOPS).reverse();
  let client = peer;
  for (const hop of hops) {
    if (!trusted.has(client)) return client;
    const address = addressIn(hop.trim());
    if (address === undefined) return client;
    client = address;
  }
  return client;
}

/** Whether the proxy says that the client has come to it without TLS (X-Forwarded-Proto). */
export const cameWithoutTls = ({ headers }: Request): boolean =>
  headers.get("x-forwarded-proto")?.trim().toLowerCase() === "http";

/** "192.0.2.1", "192.0.2.1:1234", "[2001:db8::1]:1234", "2001:db8::1". */
function addressIn(text: string): string | undefined {
  const [, bracketed, v4] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+)(?::\d+)?$/.exec(text) ?? [];
  const address = bracketed ?? v4 ?? text;
  return isIP(address) === 0 ? undefined : normalizedAddress(address);
}
