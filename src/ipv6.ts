/** RFC 4291 §2.2, RFC 5952: IPv6 addresses as people write them, and their one canonical form. */
import { isIPv6 } from "node:net";

/** The last 32 bits in the form of an IPv4 address: RFC 4291 §2.2, the third form. */
const DOTTED = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/;

/** The canonical form (RFC 5952), without dotted quads; undefined for what is no IPv6 address, or has a zone. */
export function canonicalIPv6(address: string): string | undefined {
  if (!isIPv6(address) || address.includes("%")) return undefined;
  // The URL parser writes any address in its short form, but not every one with a dotted quad behind "::".
  const hexadecimal = address.replace(DOTTED, (_, ...octets: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = octets.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  return URL.parse(`http://[${hexadecimal}]`)?.hostname.slice(1, -1);
}
