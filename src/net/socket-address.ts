/** struct sockaddr_in and sockaddr_in6 (ip(7), ipv6(7)). */
import { canonicalAddress } from "./ip-address.ts";

export const SOCKADDR_BYTES = 28;
const [AF_INET, AF_INET6] = [2, 10] as const;

/** The address and the port in it, the address in its canonical form; undefined for another family. */
export function addressIn(name: Uint8Array): { host: string; port: number } | undefined {
  const view = new DataView(name.buffer, name.byteOffset, name.byteLength);
  const port = view.getUint16(2);
  switch (view.getUint16(0, true)) {
    case AF_INET:
      return { host: [...name.subarray(4, 8)].join("."), port };
    case AF_INET6: {
      const groups = Array.from({ length: 8 }, (_, group) => view.getUint16(8 + group * 2).toString(16));
      return { host: canonicalAddress(groups.join(":")) ?? "", port };
    }
    default:
      return undefined;
  }
}
