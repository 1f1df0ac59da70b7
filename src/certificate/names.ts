/** Which names a certificate is ordered for, and what each of them resolves to. */
import { isIPv4 } from "node:net";
import type { Resolver } from "../dns/resolver.ts";
import type { LookupFailure } from "../net/dns-answer.ts";
import { canonicalAddress } from "../net/ip-address.ts";
import { covers } from "./facts.ts";

/** Where this machine or its router is on the Internet. */
export interface PublicAddresses {
  /** The most certain ones: shown to a person whose name leads elsewhere. */
  readonly known: readonly string[];
  /** Those, and what the machine's name resolves to: enough to try a name. */
  readonly likely: readonly string[];
}

/**
 * `certain` are configured or the machine's own, `named` is what its name resolves to: believed for a family (IPv4, IPv6)
 * that has no certain one.
 */
export function publicAddresses(certain: readonly string[], named: readonly string[]): PublicAddresses {
  const isCertain = (address: string): boolean => certain.some((other) => isIPv4(other) === isIPv4(address));
  const uncertain = named.filter((address) => !isCertain(address));
  return { known: [...new Set([...certain, ...uncertain])], likely: [...new Set([...certain, ...named])] };
}

/** What a name resolves to, seen from this machine. */
export type Destination =
  | { readonly kind: "here"; readonly addresses: readonly string[] }
  /** At least one address is not one of ours: those in `foreign`. */
  | { readonly kind: "elsewhere"; readonly addresses: readonly string[]; readonly foreign: readonly string[] }
  /** It has no address. */
  | { readonly kind: "nowhere" }
  /** DNS did not answer. */
  | { readonly kind: "unknown"; readonly reason: LookupFailure };

/** What a name (in A-labels) resolves to; `publicAddresses` are those of this machine or its router. */
export async function resolveDestination(
  name: string,
  publicAddresses: readonly string[],
  dns: Resolver,
): Promise<Destination> {
  const answers = await Promise.all([dns.query("A", name), dns.query("AAAA", name)]);
  // Half an answer counts as none: an AAAA record that was not seen may lead elsewhere, and authorities prefer it.
  const unknown = answers.find((answer) => answer.state === "unknown");
  if (unknown?.state === "unknown") return { kind: "unknown", reason: unknown.reason };
  const addresses = answers.flatMap((answer) => (answer.state === "found" ? answer.values : []));
  if (addresses.length === 0) return { kind: "nowhere" };
  const own = publicAddresses.map(canonicalAddress);
  const foreign = addresses.filter((address) => !own.includes(canonicalAddress(address)));
  return foreign.length === 0 ? { kind: "here", addresses } : { kind: "elsewhere", addresses, foreign };
}

/** What a profile of Let's Encrypt takes at least. */
const MAX_NAMES = 25;

/**
 * The names to order: the required ones, and of the others those that resolve to this machine, or that DNS cannot tell of
 * and `current` (the names of the present certificate) has. `publicAddresses` as in resolveDestination.
 */
export async function namesToOrder(
  names: { readonly required: readonly string[]; readonly optional: readonly string[] },
  {
    publicAddresses,
    current,
    dns,
  }: { readonly publicAddresses: readonly string[]; readonly current: readonly string[]; readonly dns: Resolver },
): Promise<readonly string[]> {
  const others = names.optional.filter((name) => !names.required.includes(name));
  const destinations = await Promise.all(others.map((name) => resolveDestination(name, publicAddresses, dns)));
  const wanted = others.filter((name, at) => {
    const kind = destinations[at]?.kind;
    return kind === "here" || (kind === "unknown" && covers(current, name));
  });
  return [...new Set([...names.required, ...wanted])].slice(0, MAX_NAMES);
}
