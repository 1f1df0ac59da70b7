/** Hetzner Cloud: actions for each record set, which are waited for. https://docs.hetzner.cloud/reference/cloud#zone-rrsets */
import { SECOND } from "../../clock.ts";
import { type RecordSet, WRITTEN_TYPES } from "../record-set.ts";
import type { Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { type ApiAnswer, apiClient, member } from "./http.ts";
import { labelIn } from "./zone-names.ts";

const MIN_TTL = 60;
const API = "https://api.hetzner.cloud/v1";
/** An action takes a second or two; so many looks, a second apart. */
const LOOKS = 60;
/** Besides 429: something else changes the zone at the moment. */
const BUSY = [409, 423, 429];

export function hetzner(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("hetzner", credentials, deps, { busy: BUSY });
  const headers = { authorization: `Bearer ${credentials.token}` };

  /** The answer to a change has an action, which may run on. */
  const finish = async ({ json }: ApiAnswer): Promise<void> => {
    let action = member(json, "action");
    for (let looks = 0; member(action, "status") === "running"; looks += 1) {
      const id = member(action, "id");
      if (!Number.isSafeInteger(id)) throw refusal("unreadable", json);
      if (looks === LOOKS) throw refusal("unreachable", `action ${id} is still running`);
      await deps.sleep(SECOND);
      action = member((await request({ method: "GET", url: `${API}/actions/${id}`, headers })).json, "action");
    }
    if (member(action, "status") === "error") throw refusal("refused", member(action, "error"));
  };
  const replaceOne = async (zone: string, { name: whole, type, ttl, values }: RecordSet): Promise<void> => {
    const all = `${API}/zones/${encodeURIComponent(zone)}/rrsets`;
    const name = labelIn(zone, whole) || "@";
    const url = `${all}/${encodeURIComponent(name)}/${type}`;
    if (values.length === 0) return await finish(await request({ method: "DELETE", url, headers, accepts: [404] }));
    const body = { records: values.map((value) => ({ value })) };
    const least = Math.max(ttl, MIN_TTL);
    const present = await request({ method: "GET", url, headers, accepts: [404] });
    if (present.status === 404)
      return await finish(
        await request({ method: "POST", url: all, headers, body: { name, type, ttl: least, ...body } }),
      );
    await finish(await request({ method: "POST", url: `${url}/actions/set_records`, headers, body }));
    // Null: the zone's own.
    if (member(member(present.json, "rrset"), "ttl") === least) return;
    await finish(await request({ method: "POST", url: `${url}/actions/change_ttl`, headers, body: { ttl: least } }));
  };
  return {
    provider: "hetzner",
    types: WRITTEN_TYPES,
    check: async (zone) => {
      await request({ method: "GET", url: `${API}/zones/${encodeURIComponent(zone)}`, headers });
    },
    replace: async (zone, sets) => {
      for (const set of sets) await replaceOne(zone, set);
    },
  };
}
