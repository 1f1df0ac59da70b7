/** What an IP address is good for (RFC 6890): which the world can reach, and which only the house. */

import { BlockList, isIPv4, isIPv6 } from "node:net";

/**
 * "private" is the house's own (RFC 1918, RFC 4193), "shared" the provider's behind which many subscribers are
 * (RFC 6598: no port can be forwarded), "reserved" what no host on the Internet has.
 */
export type Reach = "public" | "private" | "shared" | "link-local" | "loopback" | "reserved";

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

const LISTS = BLOCKS.map(([reach, family, subnets]) => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [net = "", prefix] = subnet.split("/");
    list.addSubnet(net, Number(prefix), family);
  }
  return { reach, family, list };
});

/** The reach of an IPv4 or IPv6 address. Throws RangeError where it is none. */
export function reachOf(address: string): Reach {
  const canonical = canonicalAddress(address);
  if (canonical === undefined) throw new RangeError(`not an IP address: ${address}`);
  const family = isIPv6(canonical) ? "ipv6" : "ipv4";
  const block = LISTS.find((one) => one.family === family && one.list.check(canonical, family));
  return block?.reach ?? "public";
}

/** An address in its one spelling (RFC 5952; an IPv4-mapped one is its IPv4 address); undefined where it is none. */
export function canonicalAddress(address: string): string | undefined {
  if (isIPv4(address)) return address;
  if (!isIPv6(address) || address.includes("%")) return undefined;
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = mapped.slice(1).map((group) => Number.parseInt(group, 16));
  return [high ?? 0, low ?? 0].flatMap((group) => [group >> 8, group & 255]).join(".");
}
