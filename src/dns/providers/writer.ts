/** Writes record sets into whichever zones they belong to. */
import { zoneOf } from "../authoritative-resolver.ts";
import type { DnsRecord } from "../records.ts";
import type { Resolver } from "../resolver.ts";
import { dataOf } from "../zone-file.ts";
import { type DnsApi, DnsApiError, type RecordSet } from "./api.ts";

export interface RecordWriter {
  readonly provider: DnsApi["provider"];
  /** Rejects with DnsApiError. */
  write(sets: readonly RecordSet[]): Promise<void>;
}

/** `resolver` finds the zones. */
export function recordWriter(api: DnsApi, resolver: Resolver): RecordWriter {
  const { provider, types } = api;
  return {
    provider,
    write: async (sets) => {
      const unsupported = sets.find(({ type }) => !types.includes(type));
      if (unsupported !== undefined) throw new DnsApiError(provider, "unsupported", unsupported.type);
      const zones = await Promise.all(
        sets.map(async ({ name }) => {
          const answer = await zoneOf(name, resolver);
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
