/** The APIs of further providers, by the requests and answers that their documentation shows. */
import { afterEach, expect, test } from "bun:test";
import {
  API_PROVIDERS,
  type ApiProvider,
  DnsApiError,
  type RecordSet,
  WRITTEN_TYPES,
} from "../../src/dns/providers/api.ts";
import { openDnsApi, openRecordWriter } from "../../src/dns/providers/providers.ts";
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

test("Hetzner: a record set is overwritten, made where there was none, and removed", async () => {
  const running = { id: 1, command: "set_rrset_records", status: "running", error: null };
  const missing = { error: { code: "not_found", message: "RRSet not found" } };
  const answer: FakeAnswer = ({ line }) =>
    line.includes("/SRV/actions/") || line.startsWith("DELETE")
      ? Response.json(missing, { status: 404 })
      : Response.json({ action: running }, { status: 201 });
  await apiOf("hetzner", answer).replace(ZONE, [ADDRESS, SERVICE, { ...TEXT, values: [] }]);
  const all = "https://api.hetzner.cloud/v1/zones/example.com/rrsets";
  expect(lines()).toEqual([
    `POST ${all}/%40/A/actions/set_records`,
    `POST ${all}/_xmpp-client._tcp/SRV/actions/set_records`,
    `POST ${all}`,
    `DELETE ${all}/_acme-challenge/TXT`,
  ]);
  expect(fake?.asked[0]?.headers.authorization).toBe("Bearer the-token");
  expect(bodies("/rrsets")).toEqual([
    { name: "_xmpp-client._tcp", type: "SRV", ttl: 7200, records: [{ value: "10 100 5222 tintin.example.com." }] },
  ]);
});

test("Hetzner: an action that has failed is a failure", async () => {
  const action = { status: "error", error: { code: "action_failed", message: "Action failed" } };
  expect(await reasonOf(apiOf("hetzner", () => Response.json({ action })).replace(ZONE, [ADDRESS]))).toBe("refused");
});

test("Infomaniak: records of that name and type go, new ones come; a refusal is in the body", async () => {
  const present = [
    { id: 1, source: ".", type: "A", target: "192.0.2.1", ttl: 3600 },
    { id: 2, source: "www", type: "A", target: "192.0.2.1", ttl: 3600 },
    { id: 3, source: ".", type: "TXT", target: "v=spf1 -all", ttl: 3600 },
  ];
  const answer: FakeAnswer = ({ line }) =>
    Response.json({ result: "success", data: line.startsWith("GET") ? present : true });
  await apiOf("infomaniak", answer).replace(ZONE, [ADDRESS, SERVICE, TEXT]);
  const records = "https://api.infomaniak.com/2/zones/example.com/records";
  expect(lines()).toEqual([
    `GET ${records}`,
    `DELETE ${records}/1`,
    `POST ${records}`,
    `POST ${records}`,
    `POST ${records}`,
  ]);
  expect(bodies("/records")?.slice(1)).toEqual([
    { source: ".", type: "A", target: "192.0.2.12", ttl: 60 },
    { source: "_xmpp-client._tcp", type: "SRV", target: "10 100 5222 tintin.example.com", ttl: 7200 },
    { source: "_acme-challenge", type: "TXT", target: "digest", ttl: 60 },
  ]);
  await fake?.stop();
  const error = { code: "not_authorized", description: "Not authorized" };
  const refusing = apiOf("infomaniak", () => Response.json({ result: "error", error }));
  expect(await reasonOf(refusing.replace(ZONE, [ADDRESS]))).toBe("refused");
});

test("Porkbun: what is there is removed first; the priority of SRV has a field of its own", async () => {
  const answer: FakeAnswer = ({ line }) =>
    Response.json({
      status: "SUCCESS",
      ...(line.endsWith("/A") ? { records: [{ id: "106926652", name: ZONE, type: "A", content: "1.1.1.1" }] } : {}),
    });
  await apiOf("porkbun", answer).replace(ZONE, [ADDRESS, SERVICE]);
  const dns = "https://api.porkbun.com/api/json/v3/dns";
  expect(lines()).toEqual([
    `POST ${dns}/retrieveByNameType/example.com/A`,
    `POST ${dns}/deleteByNameType/example.com/A`,
    `POST ${dns}/create/example.com`,
    `POST ${dns}/retrieveByNameType/example.com/SRV/_xmpp-client._tcp`,
    `POST ${dns}/create/example.com`,
  ]);
  const keys = { apikey: "pk1_key", secretapikey: "sk1_secret" };
  expect(bodies("/create/example.com")).toEqual([
    { ...keys, name: "", type: "A", ttl: "600", content: "192.0.2.12" },
    {
      ...keys,
      name: "_xmpp-client._tcp",
      type: "SRV",
      ttl: "7200",
      prio: "10",
      content: "100 5222 tintin.example.com",
    },
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

test("dyndns2: any URL, Basic authentication, a client with a name; the first word is the answer", async () => {
  const six = { ...ADDRESS, type: "AAAA", values: ["2001:db8::12"] } as const;
  await apiOf("dyndns2", () => new Response("good 192.0.2.12\n")).replace(ZONE, [ADDRESS, six]);
  const url = "GET https://dyn.example.net/nic/update?wildcard=NOCHG&hostname=example.com";
  expect(lines()).toEqual([`${url}&myip=192.0.2.12`, `${url}&myip=2001%3Adb8%3A%3A12`]);
  expect(fake?.asked[0]?.headers).toMatchObject({
    authorization: `Basic ${Buffer.from("ada:lovelace").toString("base64")}`,
    "user-agent": expect.stringMatching(/^jabber-home\//),
  });
  for (const [answer, reason] of [
    ["badauth", "credentials"],
    ["nohost", "no-zone"],
    ["abuse", "too-many"],
    ["911", "unreachable"],
    ["<html>", "unreadable"],
    ["constructor", "unreadable"],
  ]) {
    await fake?.stop();
    const api = apiOf("dyndns2", () => new Response(answer));
    expect([answer, await reasonOf(api.replace(ZONE, [ADDRESS]))]).toEqual([answer, reason]);
  }
  const plain = { ...CREDENTIALS, url: "http://dyn.example.net/" };
  expect(() => openDnsApi("dyndns2", plain, (fake as FakeDnsApi).deps)).toThrow(DnsApiError);
});
