/** Where a connection may lead when somebody else says where to: to the Internet, and not into the house. */
import { isIPv6 } from "node:net";
import { networkOf } from "./address.ts";
import { canonicalAddress, reachOf } from "./ip-address.ts";

/** RFC 6052 §2.1: an IPv4 address as seen through NAT64; the last two groups are the address. */
const NAT64 = /^64:ff9b::(?:([0-9a-f]+):)?([0-9a-f]+)$/;

/**
 * Whether an IP address is one of the Internet: neither of this machine nor of its network, in none of the forms in which
 * one address stands within another. `own` are the addresses of this machine: behind a router that guards the house, its
 * IPv6 neighbours (the same /64) have public addresses, too, and are guarded from everybody but us.
 */
export function isPublicTarget(address: string, own: Iterable<string>): boolean {
  const canonical = canonicalAddress(address);
  if (canonical === undefined) return false;
  const within = embeddedIn(canonical) ?? canonical;
  if (reachOf(within) !== "public") return false;
  for (const mine of own) if (networkOf(canonicalAddress(mine) ?? mine) === networkOf(within)) return false;
  return true;
}

/** The IPv4 address behind the translator, where there is one; of those without one, `reachOf` knows what they are. */
function embeddedIn(address: string): string | undefined {
  const found = isIPv6(address) ? NAT64.exec(address) : null;
  if (!found) return undefined;
  const [high, low] = found.slice(1).map((group) => Number.parseInt(group ?? "0", 16));
  return [high ?? 0, low ?? 0].flatMap((group) => [group >> 8, group & 255]).join(".");
}
