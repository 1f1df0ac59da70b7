/** IP addresses: their canonical form (RFC 5952), who can reach them (RFC 6890), and the network of a subscriber. */
import { BlockList, isIPv4, isIPv6 } from "node:net";
import { canonicalIPv6 } from "../ipv6.ts";

/**
 * "private": of a local network (RFC 1918, RFC 4193). "shared": of a provider's NAT for many subscribers (RFC 6598), where no
 * port can be forwarded. "reserved": of no host on the Internet.
 */
export type Reach = "public" | "private" | "shared" | "link-local" | "loopback" | "reserved";

/** What an address is that nobody on the Internet could reach. */
export type Unreachable = Exclude<Reach, "public"> | "documentation" | "multicast" | "unspecified" | "tunnel";

type Family = "ipv4" | "ipv6";

const BLOCKS: readonly [Reach, Family, readonly string[]][] = [
  ["loopback", "ipv4", ["127.0.0.0/8"]],
  ["private", "ipv4", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]],
  ["shared", "ipv4", ["100.64.0.0/10"]],
  ["link-local", "ipv4", ["169.254.0.0/16"]],
  ["reserved", "ipv4", ["0.0.0.0/8", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24"]],
  ["reserved", "ipv4", ["192.88.99.0/24", "203.0.113.0/24", "224.0.0.0/3"]],
  ["loopback", "ipv6", ["::1/128"]],
  ["private", "ipv6", ["fc00::/7"]],
  ["link-local", "ipv6", ["fe80::/10"]],
  // RFC 4291 §2.4: global unicast is 2000::/3; of it, what is for protocols (Teredo, RFC 4380), documentation and 6to4.
  ["reserved", "ipv6", ["::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"]],
];

/** Of those that are reserved: what for (RFC 5737, RFC 3849, RFC 9637, RFC 5771, RFC 4291, RFC 3056, RFC 4380, RFC 6052). */
const RESERVED_BLOCKS: readonly [Unreachable, Family, readonly string[]][] = [
  ["documentation", "ipv4", ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"]],
  ["documentation", "ipv6", ["2001:db8::/32", "3fff::/20"]],
  ["multicast", "ipv4", ["224.0.0.0/4"]],
  ["multicast", "ipv6", ["ff00::/8"]],
  ["unspecified", "ipv4", ["0.0.0.0/8"]],
  ["unspecified", "ipv6", ["::/128"]],
  ["tunnel", "ipv6", ["2002::/16", "2001::/32", "64:ff9b::/96"]],
];

const listsOf = <Kind>(blocks: readonly [Kind, Family, readonly string[]][]) =>
  blocks.map(([kind, family, subnets]) => {
    const list = new BlockList();
    for (const subnet of subnets) {
      const [net = "", prefix] = subnet.split("/");
      list.addSubnet(net, Number(prefix), family);
    }
    return { kind, family, list };
  });

const LISTS = listsOf(BLOCKS);
const RESERVED_LISTS = listsOf(RESERVED_BLOCKS);

/** The reach of an IPv4 or IPv6 address. Throws RangeError for anything else. */
export function reachOf(address: string): Reach {
  const canonical = canonicalAddress(address);
  if (canonical === undefined) throw new RangeError(`not an IP address: ${address}`);
  return kindIn(LISTS, canonical) ?? "public";
}

/** Why nobody on the Internet reaches an IP address; undefined for a public one. Throws RangeError for anything else. */
export function whyUnreachable(address: string): Unreachable | undefined {
  const reach = reachOf(address);
  if (reach === "public") return undefined;
  return reach === "reserved" ? (kindIn(RESERVED_LISTS, canonicalAddress(address) ?? "") ?? reach) : reach;
}

function kindIn<Kind>(lists: ReturnType<typeof listsOf<Kind>>, canonical: string): Kind | undefined {
  const family = isIPv6(canonical) ? "ipv6" : "ipv4";
  return lists.find((one) => one.family === family && one.list.check(canonical, family))?.kind;
}

/** The canonical form of an address (RFC 5952; an IPv4-mapped one becomes its IPv4 address); undefined for anything else. */
export function canonicalAddress(address: string): string | undefined {
  if (isIPv4(address)) return address;
  const canonical = canonicalIPv6(address);
  if (canonical === undefined) return undefined;
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = mapped.slice(1).map((group) => Number.parseInt(group, 16));
  return [high ?? 0, low ?? 0].flatMap((group) => [group >> 8, group & 255]).join(".");
}

/** The remote address of a socket in canonical form, without a zone: the IPv4 address for an IPv4 peer of an IPv6 socket. */
export function normalizedAddress(address: string): string {
  return isIPv4(address) ? address : (canonicalAddress(address.replace(/%.*/, "")) ?? address);
}

/** The network that one subscriber usually has: an IPv4 address, or the /64 of an IPv6 one. For limits per address. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("::");
  const first = head === "" ? [] : head.split(":");
  const last = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  const groups = [...first, ...Array<string>(zeros).fill("0"), ...last];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

/** RFC 6052 §2.1: an IPv4 address as seen through NAT64; the last two groups are the address. */
const NAT64 = /^64:ff9b::(?:([0-9a-f]+):)?([0-9a-f]+)$/;

/**
 * Whether a connection to an IP address that somebody else has named leads to the Internet, and neither to this machine nor to
 * its network, also where one address is embedded in another. `own`: the addresses of this machine. Its IPv6 neighbours (the same
 * /64) have public addresses as well, and the router's firewall keeps out everybody but this machine.
 */
export function isPublicTarget(address: string, own: Iterable<string>): boolean {
  const canonical = canonicalAddress(address);
  if (canonical === undefined) return false;
  const within = embeddedIn(canonical) ?? canonical;
  if (reachOf(within) !== "public") return false;
  for (const mine of own) if (networkOf(canonicalAddress(mine) ?? mine) === networkOf(within)) return false;
  return true;
}

/** The IPv4 address in a NAT64 address; undefined for other addresses. */
function embeddedIn(address: string): string | undefined {
  const found = isIPv6(address) ? NAT64.exec(address) : null;
  if (!found) return undefined;
  const [high, low] = found.slice(1).map((group) => Number.parseInt(group ?? "0", 16));
  return [high ?? 0, low ?? 0].flatMap((group) => [group >> 8, group & 255]).join(".");
}
