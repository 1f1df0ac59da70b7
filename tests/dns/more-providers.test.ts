/** The APIs of further providers, by the requests and answers that their documentation shows. */
import { afterEach, expect, test } from "bun:test";
import { API_PROVIDERS, type ApiProvider, DnsApiError } from "../../src/dns/providers/api.ts";
import { openDnsApi, openRecordWriter } from "../../src/dns/providers/providers.ts";
import { type RecordSet, WRITTEN_TYPES } from "../../src/dns/record-set.ts";
import { openResolver } from "../../src/dns/resolver.ts";
import { type FakeAnswer, type FakeDnsApi, fakeDnsApi } from "../support/network/dns-api.ts";

const ZONE = "example.com";
const CREDENTIALS = {
  server: "192.0.2.53",
  key: "home.",
  secret: "c2VjcmV0",
  token: "the-token",
  api_key: "pk1_key",
  secret_api_key: "sk1_secret",
  url: "https://dyn.example.net/nic/update?wildcard=NOCHG",
  username: "ada",
  password: "lovelace",
};
const ADDRESS: RecordSet = { name: ZONE, type: "A", ttl: 60, values: ["192.0.2.12"] };
const SERVICE: RecordSet = {
  name: `_xmpp-client._tcp.${ZONE}`,
  type: "SRV",
  ttl: 7200,
  values: ["10 100 5222 tintin.example.com."],
};
const TEXT: RecordSet = { name: `_acme-challenge.${ZONE}`, type: "TXT", ttl: 60, values: ['"digest"'] };

let fake: FakeDnsApi | undefined;
afterEach(async () => {
  await fake?.stop();
  fake = undefined;
});

const apiOf = (provider: ApiProvider, answer: FakeAnswer) => {
  fake = fakeDnsApi(answer);
  return openDnsApi(provider, CREDENTIALS, fake.deps);
};
const lines = () => fake?.asked.map(({ line }) => line);
const bodies = (end: string) => fake?.asked.filter(({ line }) => line.endsWith(end)).map(({ body }) => body);
const reasonOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof DnsApiError) return error.reason;
  throw error ?? new Error("it did not fail");
};

test.each(API_PROVIDERS)("%s: what is asked of it is what it can write", (provider) => {
  fake = fakeDnsApi(() => new Response());
  const { types } = openDnsApi(provider, CREDENTIALS, fake.deps);
  const resolver = openResolver({ servers: ["127.0.0.1:1"], timeoutMs: 1 });
  const writer = openRecordWriter({ provider, token_file: "" }, resolver);
  expect(WRITTEN_TYPES.filter((type) => writer?.canWrite(type))).toEqual([...types]);
});

test("Hetzner: a record set is overwritten, made where there was none, and removed; its actions are waited for", async () => {
  const running = { id: 7, command: "set_rrset_records", status: "running", error: null };
  const missing = { error: { code: "not_found", message: "RRSet not found" } };
  let looks = 0;
  const answer: FakeAnswer = ({ line }) => {
    if (line.endsWith("/actions/7"))
      return Response.json({ action: { ...running, status: ++looks % 2 === 0 ? "success" : "running" } });
    if (line.startsWith("GET") && line.endsWith("/A")) return Response.json({ rrset: { ttl: null, records: [] } });
    return line.startsWith("GET") || line.startsWith("DELETE")
      ? Response.json(missing, { status: 404 })
      : Response.json({ action: running }, { status: 201 });
  };
  await apiOf("hetzner", answer).replace(ZONE, [ADDRESS, SERVICE, { ...TEXT, values: [] }]);
  const api = "https://api.hetzner.cloud/v1";
  const all = `${api}/zones/example.com/rrsets`;
  const finished = [`GET ${api}/actions/7`, `GET ${api}/actions/7`];
  expect(lines()).toEqual([
    ...[`GET ${all}/%40/A`, `POST ${all}/%40/A/actions/set_records`, ...finished],
    ...[`POST ${all}/%40/A/actions/change_ttl`, ...finished],
    ...[`GET ${all}/_xmpp-client._tcp/SRV`, `POST ${all}`, ...finished],
    `DELETE ${all}/_acme-challenge/TXT`,
  ]);
  expect(fake?.asked[0]?.headers.authorization).toBe("Bearer the-token");
  expect(bodies("/change_ttl")).toEqual([{ ttl: 60 }]);
  expect(bodies("/rrsets")).toEqual([
    { name: "_xmpp-client._tcp", type: "SRV", ttl: 7200, records: [{ value: "10 100 5222 tintin.example.com." }] },
  ]);
  expect(new Set(fake?.slept)).toEqual(new Set([1000]));
});

test("Hetzner: an action that has failed is a failure, and so is one that does not end", async () => {
  const error = { code: "action_failed", message: "Action failed" };
  const failing: FakeAnswer = ({ line }) =>
    Response.json(line.startsWith("GET") ? { rrset: { ttl: 60 } } : { action: { id: 1, status: "error", error } });
  expect(await reasonOf(apiOf("hetzner", failing).replace(ZONE, [ADDRESS]))).toBe("refused");
  await fake?.stop();
  const endless = apiOf("hetzner", () => Response.json({ rrset: { ttl: 60 }, action: { id: 1, status: "running" } }));
  expect(await reasonOf(endless.replace(ZONE, [ADDRESS]))).toBe("unreachable");
  expect(fake?.slept).toHaveLength(60);
});

test("Infomaniak: what is missing comes before what is wrong goes, what is right stays; a refusal is in the body", async () => {
  const present = [
    { id: 1, source: ".", type: "A", target: "192.0.2.1", ttl: 3600 },
    { id: 2, source: "www", type: "A", target: "192.0.2.1", ttl: 3600 },
    { id: 3, source: ".", type: "TXT", target: "v=spf1 -all", ttl: 3600 },
    { id: 4, source: "_acme-challenge", type: "TXT", target: '"digest"', ttl: 60 },
  ];
  const answer: FakeAnswer = ({ line }) =>
    Response.json({ result: "success", data: line.startsWith("GET") ? present : true });
  await apiOf("infomaniak", answer).replace(ZONE, [ADDRESS, SERVICE, TEXT]);
  const records = "https://api.infomaniak.com/2/zones/example.com/records";
  expect(lines()).toEqual([`GET ${records}`, `POST ${records}`, `DELETE ${records}/1`, `POST ${records}`]);
  expect(bodies("/records")?.slice(1)).toEqual([
    { source: ".", type: "A", target: "192.0.2.12", ttl: 60 },
    { source: "_xmpp-client._tcp", type: "SRV", target: "10 100 5222 tintin.example.com", ttl: 7200 },
  ]);
  await fake?.stop();
  const error = { code: "not_authorized", description: "Not authorized" };
  const refusing = apiOf("infomaniak", () => Response.json({ result: "error", error }));
  expect(await reasonOf(refusing.replace(ZONE, [ADDRESS]))).toBe("refused");
});

test("Porkbun: an ALIAS in the way and what is wrong go; the priority of SRV has a field of its own", async () => {
  const records: Readonly<Record<string, object>> = {
    ALIAS: { id: "5", name: ZONE, type: "ALIAS", content: "pixie.porkbun.com" },
    A: { id: "106926652", name: ZONE, type: "A", content: "1.1.1.1", prio: "0" },
    SRV: { id: "9", name: SERVICE.name, type: "SRV", content: "100 5222 tintin.example.com", prio: "10" },
  };
  const answer: FakeAnswer = ({ line }) => {
    const [, type = ""] = /retrieveByNameType\/example\.com\/(\w+)/.exec(line) ?? [];
    return Response.json({ status: "SUCCESS", records: records[type] ? [records[type]] : [] });
  };
  const other = { ...SERVICE, values: [...SERVICE.values, "20 0 5222 tintin.example.com."] };
  await apiOf("porkbun", answer).replace(ZONE, [ADDRESS, other]);
  const dns = "https://api.porkbun.com/api/json/v3/dns";
  expect(lines()).toEqual([
    `POST ${dns}/retrieveByNameType/example.com/ALIAS`,
    `POST ${dns}/delete/example.com/5`,
    `POST ${dns}/retrieveByNameType/example.com/A`,
    `POST ${dns}/create/example.com`,
    `POST ${dns}/delete/example.com/106926652`,
    `POST ${dns}/retrieveByNameType/example.com/SRV/_xmpp-client._tcp`,
    `POST ${dns}/create/example.com`,
  ]);
  const keys = { apikey: "pk1_key", secretapikey: "sk1_secret" };
  const service = { name: "_xmpp-client._tcp", type: "SRV", ttl: "7200", prio: "20" };
  expect(bodies("/create/example.com")).toEqual([
    { ...keys, name: "", type: "A", ttl: "600", content: "192.0.2.12" },
    { ...keys, ...service, content: "0 5222 tintin.example.com" },
  ]);
});

test("DuckDNS: an address, the text for a name and all below it, and its removal; KO is a refusal", async () => {
  const text = { ...TEXT, name: "_acme-challenge.home.duckdns.org" };
  const sets = [{ ...ADDRESS, name: "home.duckdns.org" }, text, { ...text, values: [] }];
  await apiOf("duckdns", () => new Response("OK")).replace("duckdns.org", sets);
  const update = "GET https://www.duckdns.org/update?domains=home&token=the-token";
  expect(lines()).toEqual([`${update}&ip=192.0.2.12`, `${update}&txt=digest`, `${update}&txt=&clear=true`]);
  await fake?.stop();
  const refusing = apiOf("duckdns", () => new Response("KO"));
  expect(await reasonOf(refusing.replace("duckdns.org", [text]))).toBe("credentials");
  expect(await reasonOf(refusing.replace(ZONE, [ADDRESS]))).toBe("no-zone");
});
