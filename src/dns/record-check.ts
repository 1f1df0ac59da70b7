/** Compares the published DNS records with those that should be there. */
import type { DnsAnswer, LookupFailure } from "../net/dns-answer.ts";
import { canonicalAddress } from "../net/ip-address.ts";
import type { AddressRecord, AliasRecord, DnsRecord, SrvRecord } from "./records.ts";
import type { Resolver } from "./resolver.ts";

export type RecordState =
  | { readonly state: "right" }
  | { readonly state: "missing" }
  /** `values`: the records there that lead elsewhere, as in a zone file. */
  | { readonly state: "wrong"; readonly values: readonly string[] }
  /** The query was not answered. */
  | { readonly state: "unknown"; readonly reason: LookupFailure };

export type CheckedRecord = RecordState & { readonly record: DnsRecord };

/** Queries each record. Of several records of one name, each is right only where no other record is beside them. */
export function checkRecords(records: readonly DnsRecord[], resolver: Resolver): Promise<readonly CheckedRecord[]> {
  return Promise.all(records.map(async (record) => ({ record, ...(await stateOf(record, records, resolver)) })));
}

function stateOf(record: DnsRecord, records: readonly DnsRecord[], resolver: Resolver): Promise<RecordState> {
  if (record.type === "SRV") return stateOfSrv(record, resolver);
  return record.type === "CNAME" ? stateOfAlias(record, resolver) : stateOfAddress(record, records, resolver);
}

/** Priority and weight are the owner's choice; port and target decide. */
async function stateOfSrv({ name, value }: SrvRecord, resolver: Resolver): Promise<RecordState> {
  const answer = await resolver.query("SRV", name);
  if (answer.state !== "found") return stateWithout(answer);
  const leadsHere = (found: typeof value): boolean => found.port === value.port && found.target === value.target;
  const elsewhere = answer.values.filter((found) => !leadsHere(found));
  return rightUnless(elsewhere.map(({ priority, weight, port, target }) => `${priority} ${weight} ${port} ${target}`));
}

async function stateOfAddress(
  { type, name, value }: AddressRecord,
  records: readonly DnsRecord[],
  resolver: Resolver,
): Promise<RecordState> {
  const answer = await resolver.query(type, name);
  if (answer.state !== "found") return stateWithout(answer);
  const found = answer.values.map(canonical);
  const ours = records.filter((other) => other.type === type && other.name === name).map((other) => other.value);
  const elsewhere = found.filter((address) => !ours.includes(address));
  return elsewhere.length === 0 && !found.includes(value) ? { state: "missing" } : rightUnless(elsewhere);
}

/** In place of a CNAME there may be addresses: it is enough that both names have the same ones. */
async function stateOfAlias({ name, value }: AliasRecord, resolver: Resolver): Promise<RecordState> {
  const alias = await resolver.query("CNAME", name);
  if (alias.state === "unknown") return alias;
  if (alias.state === "found" && alias.values.includes(value)) return { state: "right" };
  const [here, there] = await Promise.all([addressesOf(value, resolver), addressesOf(name, resolver)]);
  if (here.state === "unknown") return here;
  const ours = here.state === "found" ? here.values : [];
  if (there.state === "found" && there.values.every((address) => ours.includes(address))) return { state: "right" };
  if (alias.state === "found") return { state: "wrong", values: alias.values };
  return there.state === "found" ? { state: "wrong", values: there.values } : there;
}

/** Addresses of both families; those of one are enough for the name to exist. */
async function addressesOf(name: string, resolver: Resolver): Promise<AddressesAnswer> {
  const answers = await Promise.all([resolver.query("A", name), resolver.query("AAAA", name)]);
  const values = answers.flatMap((answer) => (answer.state === "found" ? answer.values.map(canonical) : []));
  if (values.length > 0) return { state: "found", values };
  return stateWithout(answers.find(({ state }) => state === "unknown") ?? { state: "absent" });
}

type AddressesAnswer = Exclude<DnsAnswer<string>, { state: "absent" }> | { readonly state: "missing" };

const stateWithout = (
  answer: DnsAnswer<unknown>,
): { readonly state: "missing" } | { readonly state: "unknown"; readonly reason: LookupFailure } =>
  answer.state === "unknown" ? answer : { state: "missing" };

const rightUnless = (elsewhere: readonly string[]): RecordState =>
  elsewhere.length === 0 ? { state: "right" } : { state: "wrong", values: elsewhere };

const canonical = (address: string): string => canonicalAddress(address) ?? address;
