/** OVH: a request for each record, signed; nothing is published before the zone is refreshed. https://eu.api.ovh.com/console/ */
import { createHash } from "node:crypto";
import { type RecordSet, WRITTEN_TYPES } from "../record-set.ts";
import { type Credentials, type DnsApi, type DnsApiDeps, DnsApiError } from "./api.ts";
import { type ApiRequest, apiClient, items, member } from "./http.ts";
import { applyChanges, changesTo } from "./zone-changes.ts";
import { labelIn, textOf } from "./zone-names.ts";

const MIN_TTL = 60;
/** Records of one name and type that are looked at. */
const MAX_RECORDS = 100;
/** By the key `endpoint` of the file. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  "ovh-eu": "https://eu.api.ovh.com/1.0",
  "ovh-ca": "https://ca.api.ovh.com/1.0",
};

interface Present {
  readonly id: number;
  readonly target: string;
}

export function ovh(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("ovh", credentials, deps, { reasonOf });
  const base = ENDPOINTS[credentials.endpoint ?? "ovh-eu"];
  if (base === undefined) throw new DnsApiError("ovh", "credentials", "endpoint: ovh-eu, ovh-ca");

  /** The signature holds the time, by OVH's clock: this machine's may be wrong. */
  const openSession = async () => {
    const { json } = await request({ method: "GET", url: `${base}/auth/time` });
    if (typeof json !== "number") throw refusal("unreadable", json);
    const ahead = json - Math.floor(deps.now() / 1000);
    return async (method: ApiRequest["method"], path: string, body?: unknown): Promise<unknown> => {
      const url = base + path;
      const time = Math.floor(deps.now() / 1000) + ahead;
      const text = body === undefined ? "" : JSON.stringify(body);
      const { application_key = "", application_secret, consumer_key = "" } = credentials;
      const signed = [application_secret, consumer_key, method, url, text, time].join("+");
      const headers = {
        "x-ovh-application": application_key,
        "x-ovh-consumer": consumer_key,
        "x-ovh-timestamp": String(time),
        "x-ovh-signature": `$1$${createHash("sha1").update(signed).digest("hex")}`,
      };
      return (await request({ method, url, headers, body })).json;
    };
  };
  type Call = Awaited<ReturnType<typeof openSession>>;

  /** The records of that name and type: each is looked at, so that nothing else is ever removed. */
  const present = async (call: Call, records: string, subDomain: string, type: string): Promise<readonly Present[]> => {
    const found = items(
      await call("GET", `${records}?fieldType=${type}&subDomain=${encodeURIComponent(subDomain)}`),
    ).filter((id) => Number.isSafeInteger(id)) as number[];
    if (found.length > MAX_RECORDS) throw new DnsApiError("ovh", "refused", `more than ${MAX_RECORDS} records`);
    const same: Present[] = [];
    for (const id of found) {
      const record = await call("GET", `${records}/${id}`);
      const isSame = member(record, "fieldType") === type && (member(record, "subDomain") ?? "") === subDomain;
      if (isSame) same.push({ id, target: String(member(record, "target")) });
    }
    return same;
  };
  /** What comes is written before what goes: a failure in between publishes too much with the next refresh, never too little. */
  const replaceOne = async (call: Call, zone: string, records: string, set: RecordSet): Promise<void> => {
    const { type, ttl, values } = set;
    const subDomain = labelIn(zone, set.name);
    const written = (value: string): string => (type === "TXT" ? textOf(value) : value);
    const former = await present(call, records, subDomain, type);
    await applyChanges(
      type,
      changesTo(values.map(written), former, ({ target }) => written(target)),
      {
        add: async (target) => {
          await call("POST", records, { fieldType: type, subDomain, target, ttl: Math.max(ttl, MIN_TTL) });
        },
        remove: async ({ id }) => {
          await call("DELETE", `${records}/${id}`);
        },
      },
    );
  };
  return {
    provider: "ovh",
    types: WRITTEN_TYPES,
    // The narrowest rule for a key is /domain/zone/ZONE/*, which does not hold the zone itself.
    check: async (zone) => {
      const call = await openSession();
      await call("GET", `/domain/zone/${encodeURIComponent(zone)}/record?fieldType=A&subDomain=`);
    },
    replace: async (zone, sets) => {
      const call = await openSession();
      const path = `/domain/zone/${encodeURIComponent(zone)}`;
      for (const set of sets) await replaceOne(call, zone, `${path}/record`, set);
      await call("POST", `${path}/refresh`);
    },
  };
}

/** A bad signature or key is a bad request there. */
const reasonOf = (status: number, text: string) =>
  status === 400 && /"(errorCode|class)":\s*"[^"]*(INVALID_|Signature|Credential)/.test(text)
    ? "credentials"
    : undefined;
