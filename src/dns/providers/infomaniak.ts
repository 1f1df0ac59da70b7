/** Infomaniak: a request for each record. https://developer.infomaniak.com/docs/api (zones/{zone}/records) */
import { type Credentials, type DnsApi, type DnsApiDeps, WRITTEN_TYPES } from "./api.ts";
import { type ApiRequest, apiClient, items, member } from "./http.ts";
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
  return {
    provider: "infomaniak",
    types: WRITTEN_TYPES,
    replace: async (zone, sets) => {
      const records = `https://api.infomaniak.com/2/zones/${encodeURIComponent(zone)}/records`;
      const present = items(await dataOf("GET", records));
      for (const { name, type, ttl, values } of sets) {
        const source = labelIn(zone, name);
        const isSame = (record: unknown): boolean => {
          const found = member(record, "source");
          return member(record, "type") === type && (source === "" ? APEX.includes(found) : found === source);
        };
        const ids = present.filter(isSame).map((record) => member(record, "id"));
        for (const id of ids.filter(Number.isSafeInteger)) await dataOf("DELETE", `${records}/${id}`);
        for (const value of values) {
          const target = type === "TXT" ? textOf(value) : value.replace(/\.$/, "");
          await dataOf("POST", records, { source: source || ".", type, target, ttl: Math.max(ttl, MIN_TTL) });
        }
      }
    },
  };
}
