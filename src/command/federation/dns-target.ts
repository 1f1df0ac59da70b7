/** Where DNS leads other servers that look for a domain of ours (RFC 6120 §3.2, XEP-0368). */
import type { Resolver } from "../../dns/resolver.ts";
import type { ServerTargets } from "../../dns/server-targets.ts";
import type { DialTarget } from "../../net/dial.ts";
import type { LookupFailure } from "../../net/dns-answer.ts";
import { canonicalAddress } from "../../net/ip-address.ts";

export type DnsTarget =
  | { readonly state: "here" }
  /** Each "HOST:PORT". */
  | { readonly state: "elsewhere"; readonly targets: readonly string[] }
  /** There are no records, or they say that there is no service ("."). */
  | { readonly state: "absent" | "refused" }
  /** DNS did not answer. */
  | { readonly state: "unknown"; readonly reason: LookupFailure };

export interface ThisMachine {
  /** The name of this machine in A-labels. */
  readonly host: string;
  /** The addresses that are known to lead here, besides those that DNS gives for `host`. */
  readonly addresses: readonly string[];
  /** Where other servers are listened to. */
  readonly ports: Readonly<Record<"starttls" | "direct", readonly number[]>>;
}

export interface DnsTargetDeps {
  readonly targets: ServerTargets;
  readonly resolver: Resolver;
}

/** Where the targets of `domain` (as parseDomain returns it) lead, by their addresses and ports. */
export async function dnsTargetOf(
  domain: string,
  here: ThisMachine,
  { targets, resolver }: DnsTargetDeps,
): Promise<DnsTarget> {
  const found = await targets.find(domain);
  if (found.state !== "found") return found;
  const ours = new Set([...here.addresses, ...(await addressesOf(here.host, resolver))]);
  const leadsHere = async ({ host, port, tls }: DialTarget): Promise<boolean> => {
    if (!here.ports[tls].includes(port)) return false;
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
