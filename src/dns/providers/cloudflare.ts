/** Cloudflare: the changes of a zone in one batch. https://developers.cloudflare.com/api/resources/dns/ */

import { type RecordSet, WRITTEN_TYPES } from "../record-set.ts";
import type { Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { apiClient, items, member } from "./http.ts";

const MIN_TTL = 60;
const API = "https://api.cloudflare.com/client/v4";

export function cloudflare(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("cloudflare", credentials, deps, { reasonOf });
  const headers = { authorization: `Bearer ${credentials.token}` };

  const resultOf = async (method: "GET" | "POST", path: string, body?: unknown): Promise<readonly unknown[]> => {
    const { json } = await request({ method, url: `${API}${path}`, headers, body });
    if (member(json, "success") !== true) throw refusal("refused", member(json, "errors"));
    return items(member(json, "result"));
  };
  const zoneId = async (zone: string): Promise<string> => {
    const found = await resultOf("GET", `/zones?name=${encodeURIComponent(zone)}`);
    const id = member(
      found.find((one) => member(one, "name") === zone),
      "id",
    );
    if (typeof id !== "string" || !/^\w+$/.test(id)) throw refusal("no-zone", zone);
    return id;
  };
  /** The records of that name and type, whatever else the answer has. */
  const present = async (id: string, { name, type }: RecordSet): Promise<readonly { readonly id: string }[]> => {
    const query = `type=${type}&name=${encodeURIComponent(name)}&per_page=100`;
    return (await resultOf("GET", `/zones/${id}/dns_records?${query}`))
      .filter((one) => member(one, "name") === name && member(one, "type") === type)
      .map((one) => ({ id: String(member(one, "id")) }));
  };
  return {
    provider: "cloudflare",
    types: WRITTEN_TYPES,
    check: async (zone) => {
      await resultOf("GET", `/zones/${await zoneId(zone)}/dns_records?per_page=1`);
    },
    replace: async (zone, sets) => {
      const id = await zoneId(zone);
      const deletes: { readonly id: string }[] = [];
      // An alias at the zone itself is shown as addresses (CNAME flattening), and stands in their way.
      const aliases = sets.filter(isAddress).map(({ name }) => name);
      const inTheWay = [...new Set(aliases)].map((name): RecordSet => ({ name, type: "CNAME", ttl: 0, values: [] }));
      const unplanned = inTheWay.filter(({ name }) => !sets.some((set) => set.type === "CNAME" && set.name === name));
      for (const set of [...sets, ...unplanned]) deletes.push(...(await present(id, set)));
      const posts = sets.flatMap((set) => set.values.map((value) => recordOf(set, value)));
      if (deletes.length + posts.length === 0) return;
      // The result of a batch is an object: that it succeeded is enough.
      await resultOf("POST", `/zones/${id}/dns_records/batch`, { deletes, posts });
    },
  };
}

const isAddress = ({ type, values }: RecordSet): boolean => (type === "A" || type === "AAAA") && values.length > 0;

/** A token of the wrong form is a bad request there: "Invalid request headers". */
const reasonOf = (status: number, text: string) =>
  status === 400 && /"code":\s*6(003|111)\b/.test(text) ? "credentials" : undefined;

/** "DNS only": Cloudflare's proxy carries web pages, not messages. */
function recordOf({ name, type, ttl }: RecordSet, value: string): object {
  const record = { type, name, ttl: Math.max(ttl, MIN_TTL), proxied: false };
  if (type === "TXT") return { ...record, content: value };
  if (type !== "SRV") return { ...record, content: value.replace(/\.$/, "") };
  const [priority, weight, port, target = ""] = value.split(" ");
  const numbers = { priority: Number(priority), weight: Number(weight), port: Number(port) };
  return { type, name, ttl: record.ttl, data: { ...numbers, target: target.replace(/\.$/, "") } };
}
