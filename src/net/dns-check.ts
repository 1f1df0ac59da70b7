/** What the world sees of the records that it should see. */

import type { AddressRecord, AliasRecord, DnsRecord, SrvRecord } from "./dns-records.ts";
import { canonicalAddress } from "./ip-address.ts";
import type { Answer, Resolver, Unasked } from "./resolver.ts";

export type Sight =
  | { readonly state: "right" }
  | { readonly state: "missing" }
  /** `values` is what stands there and leads elsewhere, as one reads it in a zone file. */
  | { readonly state: "wrong"; readonly values: readonly string[] }
  /** Nobody could be asked. */
  | { readonly state: "unknown"; readonly reason: Unasked };

export type Checked = Sight & { readonly record: DnsRecord };

/** Asks for each record. Of several records at one name, each is right only when nothing else stands beside them. */
export function checkRecords(records: readonly DnsRecord[], resolver: Resolver): Promise<readonly Checked[]> {
  return Promise.all(records.map(async (record) => ({ record, ...(await sightOf(record, records, resolver)) })));
}

function sightOf(record: DnsRecord, records: readonly DnsRecord[], resolver: Resolver): Promise<Sight> {
  if (record.type === "SRV") return sightOfService(record, resolver);
  return record.type === "CNAME" ? sightOfAlias(record, resolver) : sightOfAddress(record, records, resolver);
}

/** Priority and weight are the owner's to choose; port and target are what leads here. */
async function sightOfService({ name, value }: SrvRecord, resolver: Resolver): Promise<Sight> {
  const answer = await resolver.ask("SRV", name);
  if (answer.state !== "found") return sightOfNothing(answer);
  const leadsHere = (found: typeof value): boolean => found.port === value.port && found.target === value.target;
  const elsewhere = answer.values.filter((found) => !leadsHere(found));
  return rightUnless(elsewhere.map(({ priority, weight, port, target }) => `${priority} ${weight} ${port} ${target}`));
}

async function sightOfAddress(
  { type, name, value }: AddressRecord,
  records: readonly DnsRecord[],
  resolver: Resolver,
): Promise<Sight> {
  const answer = await resolver.ask(type, name);
  if (answer.state !== "found") return sightOfNothing(answer);
  const found = answer.values.map(canonical);
  const ours = records.filter((other) => other.type === type && other.name === name).map((other) => other.value);
  const elsewhere = found.filter((address) => !ours.includes(address));
  return elsewhere.length === 0 && !found.includes(value) ? { state: "missing" } : rightUnless(elsewhere);
}

/** An alias may also be spelled out: what counts is that both names lead to the same addresses. */
async function sightOfAlias({ name, value }: AliasRecord, resolver: Resolver): Promise<Sight> {
  const alias = await resolver.ask("CNAME", name);
  if (alias.state === "unknown") return alias;
  if (alias.state === "found" && alias.values.includes(value)) return { state: "right" };
  const [here, there] = await Promise.all([addressesOf(value, resolver), addressesOf(name, resolver)]);
  if (here.state === "unknown") return here;
  const ours = here.state === "found" ? here.values : [];
  if (there.state === "found" && there.values.every((address) => ours.includes(address))) return { state: "right" };
  if (alias.state === "found") return { state: "wrong", values: alias.values };
  return there.state === "found" ? { state: "wrong", values: there.values } : there;
}

/** Addresses of both families; those of one are enough to say that the name is there. */
async function addressesOf(name: string, resolver: Resolver): Promise<AddressesAnswer> {
  const answers = await Promise.all([resolver.ask("A", name), resolver.ask("AAAA", name)]);
  const values = answers.flatMap((answer) => (answer.state === "found" ? answer.values.map(canonical) : []));
  if (values.length > 0) return { state: "found", values };
  return sightOfNothing(answers.find(({ state }) => state === "unknown") ?? { state: "absent" });
}

type AddressesAnswer = Exclude<Answer<string>, { state: "absent" }> | { readonly state: "missing" };

const sightOfNothing = (
  answer: Answer<unknown>,
): { readonly state: "missing" } | { readonly state: "unknown"; readonly reason: Unasked } =>
  answer.state === "unknown" ? answer : { state: "missing" };

const rightUnless = (elsewhere: readonly string[]): Sight =>
  elsewhere.length === 0 ? { state: "right" } : { state: "wrong", values: elsewhere };

const canonical = (address: string): string => canonicalAddress(address) ?? address;
