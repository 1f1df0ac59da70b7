/** deSEC: all record sets of a zone in one request. https://desec.readthedocs.io/en/latest/dns/rrsets.html */

import { WRITTEN_TYPES } from "../record-set.ts";
import type { Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { apiClient, member } from "./http.ts";
import { labelIn } from "./zone-names.ts";

/** Where a domain does not say what it allows: a minute below dedyn.io, an hour elsewhere. */
const MIN_TTL = 3600;
const DOMAINS = "https://desec.io/api/v1/domains/";

/** The suffix below which deSEC gives a free name to an account. */
export const DEDYN = "dedyn.io";

/** "tintin.dedyn.io" of "rooms.tintin.dedyn.io"; undefined for a name elsewhere, and for the suffix itself. */
export function dedynDomain(name: string): string | undefined {
  const labels = name.split(".");
  return name.endsWith(`.${DEDYN}`) ? labels.slice(-3).join(".") : undefined;
}

const headersOf = ({ token }: Credentials) => ({ authorization: `Token ${token}` });

export function desec(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request } = apiClient("desec", credentials, deps);
  const headers = headersOf(credentials);

  /** The domain, as the account has it. */
  const look = async (zone: string): Promise<unknown> =>
    (await request({ method: "GET", url: `${DOMAINS}${encodeURIComponent(zone)}/`, headers })).json;

  return {
    provider: "desec",
    types: WRITTEN_TYPES,
    zoneOf: dedynDomain,
    check: async (zone) => {
      await look(zone);
    },
    replace: async (zone, sets) => {
      const named = sets.map((set) => ({ ...set, subname: labelIn(zone, set.name) }));
      const found = member(await look(zone), "minimum_ttl");
      const least = typeof found === "number" && found > 0 ? found : MIN_TTL;
      const body = named.map(({ subname, type, ttl, values: records }) => {
        return { subname, type, ttl: Math.max(ttl, least), records };
      });
      await request({ method: "PATCH", url: `${DOMAINS}${encodeURIComponent(zone)}/rrsets/`, headers, body });
    },
  };
}

/**
 * Makes a domain in the account of the token. Rejects with DnsApiError: "taken" where it is somebody else's or not allowed,
 * "refused" where the account may have no more domains, "credentials" also where the token may not make any.
 */
export async function createDesecDomain(name: string, credentials: Credentials, deps: DnsApiDeps): Promise<void> {
  const reasonOf = (status: number, text: string) => {
    if (status === 400 || status === 409) return "taken";
    return status === 403 && /limit/i.test(text) ? "refused" : undefined;
  };
  const { request } = apiClient("desec", credentials, deps, { reasonOf });
  await request({ method: "POST", url: DOMAINS, headers: headersOf(credentials), body: { name } });
}
