/** Writes record sets into whichever zones they belong to. */
import { zoneOf } from "../authoritative-resolver.ts";
import type { CheckedRecord } from "../record-check.ts";
import type { RecordSet, WrittenType } from "../record-set.ts";
import type { DnsRecord } from "../records.ts";
import type { Resolver } from "../resolver.ts";
import { dataOf } from "../zone-file.ts";
import { type DnsApi, DnsApiError } from "./api.ts";

export interface RecordWriter {
  readonly provider: DnsApi["provider"];
  readonly canWrite: (type: WrittenType) => boolean;
  /** There is one text for all names of a zone. */
  readonly hasOneText: boolean;
  /** Addresses can go without others in their place. */
  readonly canRemoveAddresses: boolean;
  /** Rejects with DnsApiError. */
  write(sets: readonly RecordSet[]): Promise<void>;
}

export const hasOneText = (provider: DnsApi["provider"]): boolean => provider === "duckdns";

/** `resolver` finds the zones. */
export function recordWriter(api: DnsApi, resolver: Resolver): RecordWriter {
  const { provider, types } = api;
  return {
    provider,
    canWrite: (type) => types.includes(type),
    canRemoveAddresses: types.includes("CNAME"),
    hasOneText: hasOneText(provider),
    write: async (sets) => {
      const unsupported = sets.find(({ type }) => !types.includes(type));
      if (unsupported !== undefined) throw new DnsApiError(provider, "unsupported", unsupported.type);
      const zones = await Promise.all(
        sets.map(async ({ name }) => {
          const known = api.zoneOf?.(name);
          if (known !== undefined) return known;
          const answer = await zoneOf(name, resolver);
          // Which zone it is may be known later.
          if (answer.state === "unknown")
            throw new DnsApiError(provider, "unreachable", `NS ${name}: ${answer.reason}`);
          const [zone] = answer.state === "found" ? answer.values : [];
          // A top-level domain is nobody's zone.
          if (zone === undefined || !zone.name.includes(".")) throw new DnsApiError(provider, "no-zone", name);
          return zone.name;
        }),
      );
      for (const zone of new Set(zones))
        await api.replace(
          zone,
          sets.filter((_, at) => zones[at] === zone),
        );
    },
  };
}

/** The records of each name and type together: those that stand there are replaced by all of them. */
export function recordSets(records: readonly DnsRecord[]): readonly RecordSet[] {
  const sets = Map.groupBy(records, ({ name, type }) => `${type} ${name}`);
  return [...sets.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const { name, type, ttl } = first;
    return [{ name, type, ttl, values: [...new Set(members.map(dataOf))] }];
  });
}

/**
 * What has to be written so that the records become right. An alias that stands in an address's place goes first, and addresses
 * that stand in an alias's place (RFC 1034 §3.6.2). Where DNS did not answer, nothing is touched.
 */
export function plannedSets(checked: readonly CheckedRecord[]): readonly RecordSet[] {
  const keyOf = ({ name, type }: Pick<RecordSet, "name" | "type">): string => `${type} ${name}`;
  const amiss = checked.filter(({ state }) => state === "missing" || state === "wrong");
  const keys = new Set(amiss.map(({ record }) => keyOf(record)));
  const obstacles = amiss.flatMap((one) => {
    if (one.state !== "wrong") return [];
    const { name, type, ttl } = one.record;
    const isAliased = one.values.some(({ why }) => why === "alias-instead");
    const types = type === "CNAME" ? (["A", "AAAA"] as const) : isAliased ? (["CNAME"] as const) : [];
    return types.map((other): RecordSet => ({ name, type: other, ttl, values: [] }));
  });
  const unique = [...new Map(obstacles.map((set) => [keyOf(set), set])).values()];
  const wanted = recordSets(checked.map(({ record }) => record)).filter((set) => keys.has(keyOf(set)));
  return [...unique, ...wanted];
}
