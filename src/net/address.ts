/** Where sockets are: written addresses read, remote addresses in one spelling. */
import { isIP, isIPv6 } from "node:net";

export interface ListenAddress {
  /** An IPv4 or IPv6 address without brackets, or a host name. */
  readonly host: string;
  readonly port: number;
}

/** Reads "ADDRESS:PORT" ("0.0.0.0:5222", "[::]:5222", "localhost:0"); undefined where it is not one. */
export function parseListenAddress(text: string): ListenAddress | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]\s]+)):([0-9]{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || port > 65535) return undefined;
  if (match?.[1] !== undefined && !isIPv6(host)) return undefined;
  return { host, port };
}

/** A remote address as one sees it in a log: an IPv4 peer of an IPv6 socket is its IPv4 address; no zone. */
export function normalizedAddress(address: string): string {
  const bare = address.split("%", 1)[0] ?? address;
  const mapped = /^::ffff:([0-9.]+)$/i.exec(bare)?.[1];
  return mapped !== undefined && isIP(mapped) === 4 ? mapped : bare.toLowerCase();
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
