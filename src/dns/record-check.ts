/** Compares the published DNS records with those that should be there: each record of each name, in both address families. */
import type { DnsAnswer, LookupFailure } from "../net/dns-answer.ts";
import { canonicalAddress } from "../net/ip-address.ts";
import { misplacedAt, targetMistake } from "./record-mistakes.ts";
import {
  type AddressRecord,
  type AliasRecord,
  type DnsRecord,
  domainOf,
  isUsualPort,
  type SrvRecord,
} from "./records.ts";
import type { Resolver, SrvValue } from "./resolver.ts";

export type WhyWrong =
  /** An address that is not of this machine, or a name that has one. */
  | "elsewhere"
  /** RFC 2782: the target of an SRV record must not be an alias. */
  | "alias"
  /** An alias stands in place of the address that such a target needs. */
  | "alias-instead"
  /** The target has no address. */
  | "no-address"
  /** Whether the target leads here is not known: DNS did not answer. */
  | "unanswered"
  /** This server listens on another port. */
  | "port"
  /** RFC 2782: the target "." says that there is no such service. */
  | "refused"
  /** "tintin.example.com.example.com": without a final dot, the provider has added the domain. */
  | "domain-twice"
  /** "tintin": the name of a machine, without a domain. */
  | "not-whole";

export interface WrongValue {
  /** As in a zone file, without the final dot. */
  readonly value: string;
  readonly why: WhyWrong;
}

export type RecordState =
  | { readonly state: "right" }
  /** `misplaced`: the name at which it was found, with the domain twice. */
  | { readonly state: "missing"; readonly misplaced?: string }
  /** `isBeside`: the right record is there, too, so that the others have to go. */
  | { readonly state: "wrong"; readonly values: readonly WrongValue[]; readonly isBeside: boolean }
  /** The query was not answered. */
  | { readonly state: "unknown"; readonly reason: LookupFailure };

export type CheckedRecord = RecordState & { readonly record: DnsRecord };

/** What records are judged by. */
export interface World {
  readonly resolver: Resolver;
  readonly domains: readonly string[];
  readonly records: readonly DnsRecord[];
  /** The addresses that lead to this machine. */
  readonly ours: ReadonlySet<string>;
}

/** Of one name: what is more is nobody's plan, and each is looked at, with the names to which it leads. */
const MAX_VALUES = 32;

/** A resolver whose answers have at most MAX_VALUES values. */
const bounded = ({ query }: Resolver): Resolver => ({
  query: async (type, name) => {
    const answer = await query(type, name);
    return answer.state === "found" ? { ...answer, values: answer.values.slice(0, MAX_VALUES) } : answer;
  },
});

/** `domains` in A-labels. */
export async function openWorld(
  records: readonly DnsRecord[],
  domains: readonly string[],
  unbounded: Resolver,
): Promise<World> {
  const resolver = bounded(unbounded);
  const known = records.flatMap((record) => (record.type === "A" || record.type === "AAAA" ? [record.value] : []));
  const hosts = new Set(records.flatMap((record) => (record.type === "SRV" ? [record.value.target] : [])));
  // The machine knows its IPv6 addresses; its router's IPv4 address it may not know: then DNS is believed.
  const isBelieved = (address: string): boolean =>
    known.length === 0 || (!address.includes(":") && known.every((other) => other.includes(":")));
  const named = await Promise.all([...hosts].map((host) => addressesOf(host, resolver)));
  const believed = named.flatMap((answer) => (answer.state === "found" ? answer.values.filter(isBelieved) : []));
  return { resolver, domains, records, ours: new Set([...known, ...believed]) };
}

/** Queries each record. Of several records of one name, each is right only where no other record is beside them. */
export function checkRecords(world: World): Promise<readonly CheckedRecord[]> {
  return Promise.all(
    world.records.map(async (expected) => {
      const record = await withNeed(expected, world);
      return { record, ...(await stateOf(record, world)) };
    }),
  );
}

/** RFC 6120 §3.2.2: where the domain itself leads here, at the usual port, its SRV record is optional. */
async function withNeed(record: DnsRecord, { resolver, ours }: World): Promise<DnsRecord> {
  if (record.type !== "SRV" || record.isOptional || !isUsualPort(record)) return record;
  const answer = await addressesOf(domainOf(record), resolver);
  const isHere = answer.state === "found" && answer.values.every((address) => ours.has(address));
  return { ...record, isOptional: isHere };
}

async function stateOf(record: DnsRecord, world: World): Promise<RecordState> {
  const state = await stateOfType(record, world);
  if (state.state !== "missing") return state;
  const misplaced = await misplacedAt(record, world);
  return misplaced === undefined ? state : { ...state, misplaced };
}

function stateOfType(record: DnsRecord, world: World): Promise<RecordState> {
  if (record.type === "SRV") return stateOfSrv(record, world);
  return record.type === "CNAME" ? stateOfAlias(record, world) : stateOfAddress(record, world);
}

/** Of several records of one name, the first one has what is wrong there. */
async function stateOfSrv({ name, value: { port } }: SrvRecord, world: World): Promise<RecordState> {
  const answer = await world.resolver.query("SRV", name);
  if (answer.state !== "found") return stateWithout(answer);
  const ports = world.records.flatMap((record) =>
    record.type === "SRV" && record.name === name ? [record.value.port] : [],
  );
  const judged = await judgedTargets(answer.values, ports, world);
  const isThere = judged.some(({ value, why }) => why === undefined && value.port === port);
  const wrong = port === ports[0] ? wrongOf(judged) : [];
  return wrong.length === 0 && !isThere ? { state: "missing" } : rightUnless(wrong, isThere);
}

/** Priority and weight are the owner's choice; the port, and where the target leads, decide. */
export const wrongTargets = async (
  found: readonly SrvValue[],
  ports: readonly number[],
  world: World,
): Promise<readonly WrongValue[]> => wrongOf(await judgedTargets(found, ports, world));

interface JudgedTarget {
  readonly value: SrvValue;
  readonly why: WhyWrong | undefined;
}

const judgedTargets = (
  found: readonly SrvValue[],
  ports: readonly number[],
  world: World,
): Promise<readonly JudgedTarget[]> =>
  Promise.all(found.map(async (value) => ({ value, why: await whyWrong(value, ports, world) })));

const wrongOf = (judged: readonly JudgedTarget[]): readonly WrongValue[] =>
  judged.flatMap(({ value, why }) => (why === undefined ? [] : [{ value: srvText(value), why }]));

async function whyWrong(found: SrvValue, ports: readonly number[], world: World): Promise<WhyWrong | undefined> {
  const { resolver, ours, domains, records } = world;
  if (found.target === ".") return "refused";
  const mistake = targetMistake(found.target, domains);
  if (mistake !== undefined) return mistake;
  if (!ports.includes(found.port)) return "port";
  // What is wrong with the addresses of this machine's own name stands at those.
  if (records.some(({ type, name }) => (type === "A" || type === "AAAA") && name === found.target)) return undefined;
  if ((await resolver.query("CNAME", found.target)).state === "found") return "alias";
  const addresses = await addressesOf(found.target, resolver);
  if (addresses.state === "unknown") return "unanswered";
  if (addresses.state !== "found") return "no-address";
  return addresses.values.every((address) => ours.has(address)) ? undefined : "elsewhere";
}

export const srvText = ({ priority, weight, port, target }: SrvValue): string =>
  `${priority} ${weight} ${port} ${target}`;

async function stateOfAddress({ type, name, value }: AddressRecord, world: World): Promise<RecordState> {
  const { resolver, records } = world;
  const [answer, alias] = await Promise.all([resolver.query(type, name), resolver.query("CNAME", name)]);
  const isTarget = records.some((record) => record.type === "SRV" && record.value.target === name);
  if (alias.state === "found" && isTarget)
    return rightUnless(alias.values.map((target) => ({ value: target, why: "alias-instead" }) as const));
  if (answer.state !== "found") return stateWithout(answer);
  const found = answer.values.map(canonical);
  const expected = records.filter((other) => other.type === type && other.name === name).map((other) => other.value);
  const elsewhere = found.filter((address) => !expected.includes(address));
  const isThere = found.includes(value);
  if (elsewhere.length === 0 && !isThere) return { state: "missing" };
  return rightUnless(
    elsewhere.map((address) => ({ value: address, why: "elsewhere" })),
    isThere,
  );
}

/** In place of a CNAME there may be addresses: it is enough that both names have the same ones. */
async function stateOfAlias({ name, value }: AliasRecord, { resolver, domains }: World): Promise<RecordState> {
  const alias = await resolver.query("CNAME", name);
  if (alias.state === "unknown") return alias;
  if (alias.state === "found" && alias.values.includes(value)) return { state: "right" };
  const [here, there] = await Promise.all([addressesOf(value, resolver), addressesOf(name, resolver)]);
  if (here.state === "unknown") return here;
  const ours = here.state === "found" ? here.values : [];
  if (there.state === "found" && there.values.every((address) => ours.includes(address))) return { state: "right" };
  if (alias.state === "found")
    return rightUnless(
      alias.values.map((target) => ({ value: target, why: targetMistake(target, domains) ?? "elsewhere" })),
    );
  if (there.state !== "found") return there;
  const elsewhere = there.values.filter((address) => !ours.includes(address));
  return rightUnless(
    elsewhere.map((address) => ({ value: address, why: "elsewhere" })),
    elsewhere.length < there.values.length,
  );
}

/** Addresses of both families; those of one are enough for the name to exist. */
export async function addressesOf(name: string, resolver: Resolver): Promise<AddressesAnswer> {
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

const rightUnless = (values: readonly WrongValue[], isBeside = false): RecordState =>
  values.length === 0 ? { state: "right" } : { state: "wrong", values, isBeside };

const canonical = (address: string): string => canonicalAddress(address) ?? address;
