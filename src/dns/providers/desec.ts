/** deSEC: all record sets of a zone in one request. https://desec.readthedocs.io/en/latest/dns/rrsets.html */
import { type Credentials, type DnsApi, type DnsApiDeps, WRITTEN_TYPES } from "./api.ts";
import { apiClient } from "./http.ts";
import { labelIn } from "./zone-names.ts";

/** What deSEC allows, unless a domain has another minimum_ttl. */
const MIN_TTL = 3600;

export function desec(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request } = apiClient("desec", credentials, deps);
  const headers = { authorization: `Token ${credentials.token}` };
  return {
    provider: "desec",
    types: WRITTEN_TYPES,
    replace: async (zone, sets) => {
      const body = sets.map(({ name, type, ttl, values }) => ({
        subname: labelIn(zone, name),
        type,
        ttl: Math.max(ttl, MIN_TTL),
        records: values,
      }));
      const url = `https://desec.io/api/v1/domains/${encodeURIComponent(zone)}/rrsets/`;
      await request({ method: "PATCH", url, headers, body });
    },
  };
}
