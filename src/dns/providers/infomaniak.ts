/** Infomaniak: a request for each record. https://developer.infomaniak.com/docs/api (zones/{zone}/records) */

import { type RecordSet, WRITTEN_TYPES } from "../record-set.ts";
import type { Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { type ApiRequest, apiClient, items, member } from "./http.ts";
import { applyChanges, changesTo } from "./zone-changes.ts";
import { labelIn, textOf } from "./zone-names.ts";

const MIN_TTL = 60;
/** How the zone itself is called in answers, and in requests. */
const APEX: readonly unknown[] = [".", "", "@"];

export function infomaniak(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("infomaniak", credentials, deps);
  const headers = { authorization: `Bearer ${credentials.token}` };

  const dataOf = async (method: ApiRequest["method"], url: string, body?: unknown): Promise<unknown> => {
    const { json } = await request({ method, url, headers, body });
    if (member(json, "result") !== "success") throw refusal("refused", member(json, "error"));
    return member(json, "data");
  };
  const recordsOf = (zone: string): string => `https://api.infomaniak.com/2/zones/${encodeURIComponent(zone)}/records`;

  const replaceOne = async (zone: string, present: readonly unknown[], set: RecordSet): Promise<void> => {
    const { name, type, ttl, values } = set;
    const source = labelIn(zone, name);
    const isSame = (record: unknown): boolean => {
      const found = member(record, "source");
      const isNamed = source === "" ? APEX.includes(found) : found === source;
      return isNamed && member(record, "type") === type && Number.isSafeInteger(member(record, "id"));
    };
    const targets = values.map((value) => (type === "TXT" ? textOf(value) : value.replace(/\.$/, "")));
    const changes = changesTo(targets, present.filter(isSame), (record) => targetOf(record, type));
    await applyChanges(type, changes, {
      add: async (target) => {
        await dataOf("POST", recordsOf(zone), { source: source || ".", type, target, ttl: Math.max(ttl, MIN_TTL) });
      },
      remove: async (record) => {
        await dataOf("DELETE", `${recordsOf(zone)}/${member(record, "id")}`);
      },
    });
  };
  return {
    provider: "infomaniak",
    types: WRITTEN_TYPES,
    check: async (zone) => {
      await dataOf("GET", recordsOf(zone));
    },
    replace: async (zone, sets) => {
      const present = items(await dataOf("GET", recordsOf(zone)));
      for (const set of sets) await replaceOne(zone, present, set);
    },
  };
}

/** As this program writes it: texts without quotes, names without a final dot. */
function targetOf(record: unknown, type: string): string {
  const target = String(member(record, "target"));
  return type === "TXT" ? textOf(target) : target.replace(/\.$/, "");
}
