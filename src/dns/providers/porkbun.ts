/** Porkbun: the keys are in the body of each request. https://porkbun.com/api/json/v3/documentation */
import { type Credentials, type DnsApi, type DnsApiDeps, type RecordSet, WRITTEN_TYPES } from "./api.ts";
import { apiClient, items, member } from "./http.ts";
import { labelIn, textOf } from "./zone-names.ts";

const MIN_TTL = 600;
const API = "https://api.porkbun.com/api/json/v3/dns";

export function porkbun(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("porkbun", credentials, deps);
  const keys = { apikey: credentials.api_key, secretapikey: credentials.secret_api_key };

  const call = async (path: string, body: object = {}): Promise<unknown> => {
    const { json } = await request({ method: "POST", url: `${API}/${path}`, body: { ...keys, ...body } });
    if (member(json, "status") !== "SUCCESS") throw refusal("refused", member(json, "message"));
    return json;
  };
  return {
    provider: "porkbun",
    types: WRITTEN_TYPES,
    replace: async (zone, sets) => {
      for (const set of sets) {
        const name = labelIn(zone, set.name);
        const of = [encodeURIComponent(zone), set.type, ...(name === "" ? [] : [encodeURIComponent(name)])].join("/");
        const present = items(member(await call(`retrieveByNameType/${of}`), "records"));
        if (present.length > 0) await call(`deleteByNameType/${of}`);
        for (const value of set.values) await call(`create/${encodeURIComponent(zone)}`, recordOf(set, name, value));
      }
    },
  };
}

function recordOf({ type, ttl }: RecordSet, name: string, value: string): object {
  const record = { name, type, ttl: String(Math.max(ttl, MIN_TTL)) };
  if (type === "TXT") return { ...record, content: textOf(value) };
  const plain = value.replace(/\.$/, "");
  if (type !== "SRV") return { ...record, content: plain };
  const [priority, ...others] = plain.split(" ");
  return { ...record, prio: priority, content: others.join(" ") };
}
