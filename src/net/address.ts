/** Remote addresses: one spelling for each, and what counts as one place. */
import { isIPv4, isIPv6 } from "node:net";
import { canonicalAddress } from "./ip-address.ts";

/** A remote address as one reads it in a log: an IPv4 peer of an IPv6 socket has its IPv4 address, and no zone is said. */
export function normalizedAddress(address: string): string {
  return isIPv4(address) ? address : (canonicalAddress(address.replace(/%.*/, "")) ?? address);
}

/** What one subscriber usually holds: the address itself for IPv4, its /64 for IPv6. For limits per address. */
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
