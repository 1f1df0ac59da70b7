/** Where this machine is on the Internet, from what is certain and from what DNS says. */
import { isIPv4 } from "node:net";
import type { PublicAddresses } from "./source.ts";

/**
 * `certain` are the addresses that the configuration tells and the machine has, `named` those that its name leads to: of a
 * family (IPv4, IPv6) of which nothing is certain, these have to be believed.
 */
export function publicAddresses(certain: readonly string[], named: readonly string[]): PublicAddresses {
  const isSettled = (address: string): boolean => certain.some((other) => isIPv4(other) === isIPv4(address));
  const believed = named.filter((address) => !isSettled(address));
  return { known: [...new Set([...certain, ...believed])], likely: [...new Set([...certain, ...named])] };
}
