/** DuckDNS: addresses and one text for a name and all below it; no SRV, no aliases. https://www.duckdns.org/spec.jsp */

import type { RecordSet } from "../record-set.ts";
import { type Credentials, type DnsApi, type DnsApiDeps, DnsApiError } from "./api.ts";
import { apiClient } from "./http.ts";
import { textOf } from "./zone-names.ts";

const SUFFIX = ".duckdns.org";

export function duckdns(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("duckdns", credentials, deps);
  return {
    provider: "duckdns",
    types: ["A", "AAAA", "TXT"],
    check: async (zone) => {
      if (zone !== SUFFIX.slice(1) && !zone.endsWith(SUFFIX)) throw new DnsApiError("duckdns", "no-zone", zone);
    },
    replace: async (_zone, sets) => {
      for (const set of sets) {
        if (!set.name.endsWith(SUFFIX)) throw new DnsApiError("duckdns", "no-zone", set.name);
        const domains = set.name.slice(0, -SUFFIX.length).split(".").at(-1) ?? "";
        const query = new URLSearchParams({ domains, token: credentials.token ?? "", ...changeOf(set) });
        const { text } = await request({
          method: "GET",
          url: `https://www.duckdns.org/update?${query}`,
          format: "text",
        });
        if (!text.startsWith("OK")) throw refusal("credentials", text);
      }
    },
  };
}

/** Of several values it takes one. */
function changeOf({ type, values: [value] }: RecordSet): Readonly<Record<string, string>> {
  if (type === "TXT") return value === undefined ? { txt: "", clear: "true" } : { txt: textOf(value) };
  // Clearing takes both families.
  if (value === undefined) throw new DnsApiError("duckdns", "unsupported", `${type} (-)`);
  return type === "A" ? { ip: value } : { ipv6: value };
}
