/** Gandi LiveDNS: a request for each record set. https://api.gandi.net/docs/livedns/ */

import { WRITTEN_TYPES } from "../record-set.ts";
import type { Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { apiClient } from "./http.ts";
import { labelIn } from "./zone-names.ts";

const MIN_TTL = 300;

export function gandi(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request } = apiClient("gandi", credentials, deps);
  const headers = { authorization: `Bearer ${credentials.token}` };
  const domain = (zone: string): string => `https://api.gandi.net/v5/livedns/domains/${encodeURIComponent(zone)}`;
  return {
    provider: "gandi",
    types: WRITTEN_TYPES,
    check: async (zone) => {
      await request({ method: "GET", url: domain(zone), headers });
    },
    replace: async (zone, sets) => {
      for (const { name, type, ttl, values } of sets) {
        const url = `${domain(zone)}/records/${encodeURIComponent(labelIn(zone, name) || "@")}/${type}`;
        if (values.length === 0) await request({ method: "DELETE", url, headers, accepts: [404] });
        else {
          const body = { rrset_ttl: Math.max(ttl, MIN_TTL), rrset_values: values };
          await request({ method: "PUT", url, headers, body });
        }
      }
    },
  };
}
