/** What goes wrong in a registrar's form: the domain is there twice, or not at all, since its form adds it, or does not. */
import { canonicalAddress } from "../net/ip-address.ts";
import type { DnsRecord } from "./records.ts";
import type { Resolver } from "./resolver.ts";

/** A domain and those above it, one of which is the zone that its provider's form is for. */
const possibleZones = (domain: string): readonly string[] => {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, from) => labels.slice(from).join("."));
};

/** Of the target of a record: what was added to it, or is missing; undefined where that is not its mistake. */
export function targetMistake(target: string, domains: readonly string[]): "domain-twice" | "not-whole" | undefined {
  const isTwice = (zone: string): boolean => `.${target}`.endsWith(`.${zone}.${zone}`);
  if (domains.flatMap(possibleZones).some(isTwice)) return "domain-twice";
  return target.includes(".") ? undefined : "not-whole";
}

/** The name with the domain twice at which a missing record is; undefined where it is not there either. */
export async function misplacedAt(
  record: DnsRecord,
  { domains, resolver }: { readonly domains: readonly string[]; readonly resolver: Resolver },
): Promise<string | undefined> {
  for (const zone of new Set(domains.flatMap(possibleZones))) {
    if (!`.${record.name}`.endsWith(`.${zone}`)) continue;
    const name = `${record.name}.${zone}`;
    const answer = await resolver.query(record.type, name);
    // Of a wildcard, a value that is not ours says nothing.
    if (answer.state === "found" && answer.values.some((value) => isMeant(value, record))) return name;
  }
  return undefined;
}

function isMeant(found: unknown, { type, value }: DnsRecord): boolean {
  if (type === "SRV") return true;
  if (typeof found !== "string") return false;
  return type === "CNAME" ? found.startsWith(value) : canonicalAddress(found) === value;
}
