/** A set of IP addresses and networks (CIDR, RFC 4632). */
import { BlockList, isIP } from "node:net";

export interface Networks {
  has(address: string): boolean;
}

/** "192.0.2.1", "10.0.0.0/8", "fd00::/8". Throws RangeError for anything else. */
export function networksOf(texts: readonly string[]): Networks {
  const list = new BlockList();
  for (const text of texts) {
    const [address = "", prefix, ...more] = text.split("/");
    const version = isIP(address);
    const bits = version === 4 ? 32 : 128;
    const length = prefix === undefined ? bits : Number(prefix);
    const isLength = prefix === undefined || (/^\d{1,3}$/.test(prefix) && length <= bits);
    if (version === 0 || !isLength || more.length > 0) throw new RangeError(`not an address or a network: ${text}`);
    list.addSubnet(address, length, version === 4 ? "ipv4" : "ipv6");
  }
  return { has: (address) => list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6") };
}
