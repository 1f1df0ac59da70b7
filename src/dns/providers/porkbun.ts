/** Porkbun: the keys are in the body of each request. https://porkbun.com/api/json/v3/documentation */

import { type RecordSet, WRITTEN_TYPES } from "../record-set.ts";
import type { Credentials, DnsApi, DnsApiDeps } from "./api.ts";
import { apiClient, items, member } from "./http.ts";
import { applyChanges, changesTo } from "./zone-changes.ts";
import { labelIn, textOf } from "./zone-names.ts";

const MIN_TTL = 600;
const API = "https://api.porkbun.com/api/json/v3/dns";
/** Both mean there that it was asked too fast. */
const BUSY = [202, 429, 503];

export function porkbun(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { request, refusal } = apiClient("porkbun", credentials, deps, { busy: BUSY, reasonOf });
  const keys = { apikey: credentials.api_key, secretapikey: credentials.secret_api_key };

  const call = async (path: string, body: object = {}): Promise<unknown> => {
    const { json, text } = await request({ method: "POST", url: `${API}/${path}`, body: { ...keys, ...body } });
    if (member(json, "status") !== "SUCCESS") throw refusal(reasonOf(200, text) ?? "refused", member(json, "message"));
    return json;
  };
  const present = async (zone: string, name: string, type: string): Promise<readonly unknown[]> => {
    const of = [encodeURIComponent(zone), type, ...(name === "" ? [] : [encodeURIComponent(name)])].join("/");
    const whole = name === "" ? zone : `${name}.${zone}`;
    return items(member(await call(`retrieveByNameType/${of}`), "records")).filter(
      (record) => member(record, "name") === whole && member(record, "type") === type && idOf(record) !== undefined,
    );
  };
  const remove = (zone: string) => async (record: unknown) => {
    await call(`delete/${encodeURIComponent(zone)}/${idOf(record)}`);
  };
  const replaceOne = async (zone: string, set: RecordSet): Promise<void> => {
    const { type, values, ttl } = set;
    const name = labelIn(zone, set.name);
    // A new domain has one at its apex, which is shown as addresses, and stands in their way.
    if ((type === "A" || type === "AAAA") && values.length > 0)
      for (const alias of await present(zone, name, "ALIAS")) await remove(zone)(alias);
    const changes = changesTo(
      values.map((value) => contentOf(type, value)),
      await present(zone, name, type),
      (record) => contentIn(record, type),
    );
    const fixed = { name, type, ttl: String(Math.max(ttl, MIN_TTL)) };
    await applyChanges(type, changes, {
      add: async (content) => {
        await call(`create/${encodeURIComponent(zone)}`, { ...fixed, ...fieldsOf(type, content) });
      },
      remove: remove(zone),
    });
  };
  return {
    provider: "porkbun",
    types: WRITTEN_TYPES,
    check: async (zone) => {
      await call(`retrieveByNameType/${encodeURIComponent(zone)}/A`);
    },
    replace: async (zone, sets) => {
      for (const set of sets) await replaceOne(zone, set);
    },
  };
}

function idOf(record: unknown): string | undefined {
  const id = String(member(record, "id"));
  return /^\d+$/.test(id) ? id : undefined;
}

/** Keys that are none, and a domain for which the API is not switched on: bad requests, told apart by their sentence alone. */
const reasonOf = (status: number, text: string) =>
  status < 500 && /api key|api access|opt(ed)? in/i.test(text) ? "credentials" : undefined;

/** Without a final dot, and a text without quotes. */
const contentOf = (type: string, value: string): string => (type === "TXT" ? textOf(value) : value.replace(/\.$/, ""));

/** The priority of SRV has a field of its own. */
function fieldsOf(type: string, content: string): object {
  const [, prio, rest] = /^(\d+) (.*)$/s.exec(content) ?? [];
  return type === "SRV" && rest !== undefined ? { prio, content: rest } : { content };
}

function contentIn(record: unknown, type: string): string {
  const content = contentOf(type, String(member(record, "content")));
  return type === "SRV" ? `${member(record, "prio")} ${content}` : content;
}
