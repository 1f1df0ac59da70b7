/** Hetzner Cloud: a request for each record set, two for a new one. https://docs.hetzner.cloud/reference/cloud#zone-rrsets */
import { type Credentials, type DnsApi, type DnsApiDeps, WRITTEN_TYPES } from "./api.ts";
import { apiClient, member } from "./http.ts";
import { labelIn } from "./zone-names.ts";

const MIN_TTL = 60;

export function hetzner(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("hetzner", credentials, deps);
  const headers = { authorization: `Bearer ${credentials.token}` };
  return {
    provider: "hetzner",
    types: WRITTEN_TYPES,
    replace: async (zone, sets) => {
      const all = `https://api.hetzner.cloud/v1/zones/${encodeURIComponent(zone)}/rrsets`;
      for (const { name: whole, type, ttl, values } of sets) {
        const name = labelIn(zone, whole) || "@";
        const one = `${all}/${encodeURIComponent(name)}/${type}`;
        const records = values.map((value) => ({ value }));
        const isGone = records.length === 0;
        const request404 = { headers, accepts: [404] } as const;
        let answer = isGone
          ? await request({ ...request404, method: "DELETE", url: one })
          : await request({ ...request404, method: "POST", url: `${one}/actions/set_records`, body: { records } });
        if (answer.status === 404 && !isGone)
          answer = await request({
            method: "POST",
            url: all,
            headers,
            body: { name, type, ttl: Math.max(ttl, MIN_TTL), records },
          });
        // What is still running is seen at the name servers, like everything else.
        const action = member(answer.json, "action");
        if (member(action, "status") === "error") throw refusal("refused", member(action, "error"));
      }
    },
  };
}
