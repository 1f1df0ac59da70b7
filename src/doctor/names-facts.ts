/** What DNS says of every name of a server, and of the record by which its certificate is renewed. */
import { isPersistRecord } from "../certificate/challenges/dns-persist-01.ts";
import { openStateFile } from "../certificate/state.ts";
import { deploymentOf } from "../config/deployment.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import { lookAtDns } from "../dns/stray-records.ts";
import { dataOf } from "../dns/zone-file.ts";
import { outgoingAddress, ownPublicAddresses } from "../net/own-addresses.ts";
import { isPrivateName } from "../special-names.ts";
import { orNothing } from "./system-files.ts";

/** A record as in a zone file. */
export interface NamedRecord {
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

export interface NamesFacts {
  /** How many records were looked at, and how many are right. */
  readonly records: number;
  readonly right: number;
  /** Without which others do not find this server. */
  readonly missing: readonly NamedRecord[];
  /** Without which it works, if less well. */
  readonly recommended: readonly NamedRecord[];
  /** `value` is what was found. */
  readonly wrong: readonly NamedRecord[];
  /** That lead people astray, or are left over. */
  readonly strays: readonly NamedRecord[];
  /** Names for which DNS gave no answer. */
  readonly unanswered: readonly string[];
  /** This machine has no way to the Internet. */
  readonly isOffline?: true;
  /** The name of the record by which the authority would let the certificate be renewed (dns-persist-01), where it is not there. */
  readonly renewal?: string;
}

/** RFC 5737, RFC 3849: the route to these is the route to the Internet. */
const ELSEWHERE = ["192.0.2.1", "2001:db8::1"];

export interface NamesDeps {
  readonly config: Config;
  readonly resolver: Resolver;
  /** The folder of the certificate. */
  readonly certificate: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Undefined where no domain is one of the Internet. Rejects never. */
export async function namesFacts({ config, resolver, certificate, now }: NamesDeps): Promise<NamesFacts | undefined> {
  const { domains, addresses } = config.general;
  if (domains.every(isPrivateName)) return undefined;
  const deployment = deploymentOf(config, [...new Set([...addresses, ...ownPublicAddresses()])]);
  const [{ records, strays }, renewal, ...ways] = await Promise.all([
    lookAtDns(deployment, resolver),
    lackingRenewalRecord(config, { resolver, certificate, now }),
    ...ELSEWHERE.map((address) => outgoingAddress(address)),
  ]);
  const named = (wanted: (typeof records)[number]): NamedRecord => ({
    ...{ type: wanted.record.type, name: wanted.record.name, value: dataOf(wanted.record) },
  });
  const missing = records.filter(({ state }) => state === "missing");
  return {
    records: records.length,
    right: records.filter(({ state }) => state === "right").length,
    missing: missing.filter(({ record }) => !record.isOptional).map(named),
    recommended: missing.filter(({ record }) => record.isOptional).map(named),
    wrong: records.flatMap((one) =>
      one.state === "wrong" ? one.values.map(({ value }) => ({ ...named(one), value })) : [],
    ),
    strays: strays.map(({ type, name, value }) => ({ type, name, value })),
    unanswered: [...new Set(records.filter(({ state }) => state === "unknown").map(({ record }) => record.name))],
    ...(ways.every((way) => way === undefined) ? { isOffline: true as const } : {}),
    ...(renewal === undefined ? {} : { renewal }),
  };
}

/** draft-ietf-acme-dns-persist: it names the account, which is known once there was an order. */
async function lackingRenewalRecord(
  { general, certificate: { source, challenge, directory } }: Config,
  { resolver, certificate, now }: Pick<NamesDeps, "resolver" | "certificate" | "now">,
): Promise<string | undefined> {
  if (source !== "acme" || challenge !== "dns-persist-01") return undefined;
  const account = orNothing(() => openStateFile(certificate).read().accounts[directory]);
  if (account === undefined) return undefined;
  for (const domain of general.domains.filter((one) => !isPrivateName(one))) {
    const name = `_validation-persist.${domain}`;
    const answer = await resolver.query("TXT", name);
    if (answer.state === "unknown") continue;
    const found = answer.state === "found" ? answer.values : [];
    // Of which authority it is, the account says.
    const isThere = found.some((value) => isPersistRecord(value, `${value.split(";")[0]}; accounturi=${account}`, now));
    if (!isThere) return name;
  }
  return undefined;
}
