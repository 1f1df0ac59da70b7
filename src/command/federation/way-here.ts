/** Where other servers are led that look for a domain of ours: DNS is asked as they ask it. */
import type { Resolver } from "../../dns/resolver.ts";
import type { ServerTargets } from "../../dns/server-targets.ts";
import type { DialTarget } from "../../net/dial.ts";
import type { LookupFailure } from "../../net/dns-answer.ts";
import { canonicalAddress } from "../../net/ip-address.ts";

export type WayHere =
  | { readonly state: "here" }
  /** Each "HOST:PORT". */
  | { readonly state: "elsewhere"; readonly targets: readonly string[] }
  /** DNS knows nothing of it, or its records say that it takes no part. */
  | { readonly state: "absent" | "refused" }
  /** DNS could not be asked. */
  | { readonly state: "unknown"; readonly reason: LookupFailure };

export interface Here {
  /** The name of this machine in A-labels. */
  readonly host: string;
  /** The addresses that are known to lead here, besides those that DNS gives for `host`. */
  readonly addresses: readonly string[];
  /** Where other servers are listened to; undefined where they are not. */
  readonly ports: { readonly starttls: number | undefined; readonly direct: number | undefined };
}

export interface WayMeans {
  readonly targets: ServerTargets;
  readonly resolver: Resolver;
}

/** `domain` as parseDomain returns it. */
export async function wayTo(domain: string, here: Here, { targets, resolver }: WayMeans): Promise<WayHere> {
  const found = await targets.find(domain);
  if (found.state !== "found") return found;
  const ours = new Set([...here.addresses, ...(await addressesOf(here.host, resolver))]);
  const leadsHere = async ({ host, port, tls }: DialTarget): Promise<boolean> => {
    if (port !== here.ports[tls]) return false;
    const addresses = await addressesOf(host, resolver);
    return addresses.length > 0 && addresses.every((address) => ours.has(address));
  };
  const judged = await Promise.all(found.targets.map(async (target) => ({ target, isHere: await leadsHere(target) })));
  const elsewhere = judged.filter(({ isHere }) => !isHere);
  if (elsewhere.length === 0) return { state: "here" };
  return { state: "elsewhere", targets: elsewhere.map(({ target: { host, port } }) => `${host}:${port}`) };
}

async function addressesOf(host: string, resolver: Resolver): Promise<readonly string[]> {
  const answers = await Promise.all([resolver.query("A", host), resolver.query("AAAA", host)]);
  const addresses = answers.flatMap((answer) => (answer.state === "found" ? answer.values : []));
  return addresses.map((address) => canonicalAddress(address) ?? address);
}
