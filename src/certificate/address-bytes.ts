/** RFC 5280 §4.2.1.6: an IP address as it stands in a certificate. */
import { isIP } from "node:net";

/** The 4 or 16 bytes of an IP address. Throws RangeError for anything else. */
export function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  if (isIP(address) !== 6) throw new RangeError(`${address} is not an IP address`);
  // The URL parser writes any IPv6 address in the one short form of RFC 5952, without dotted quads.
  const [head = "", tail = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(zeros).fill("0"), ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
