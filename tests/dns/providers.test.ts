/** The APIs of providers, by the requests and answers that their documentation shows. */
import { afterEach, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SERVER_OPTIONS } from "../../src/config/schema.ts";
import { PROVIDERS } from "../../src/dns/provider.ts";
import { API_PROVIDERS, type ApiProvider, DnsApiError } from "../../src/dns/providers/api.ts";
import { openDnsApi } from "../../src/dns/providers/providers.ts";
import type { RecordSet } from "../../src/dns/record-set.ts";
import { type FakeAnswer, type FakeDnsApi, fakeDnsApi, NOW } from "../support/network/dns-api.ts";

const ZONE = "example.com";
const TOKEN = "s3cret-token-value";
const CREDENTIALS = {
  token: TOKEN,
  application_key: "app-key",
  application_secret: "app-secret",
  consumer_key: "consumer-key",
  api_key: "pk1_the-key",
  secret_api_key: "sk1_the-secret",
  url: "https://dyn.example.net/nic/update",
  username: "tintin-of-example",
  password: "milou-et-moi",
};
const ADDRESS: RecordSet = { name: ZONE, type: "A", ttl: 60, values: ["192.0.2.12"] };
const SERVICE: RecordSet = {
  name: `_xmpp-client._tcp.${ZONE}`,
  type: "SRV",
  ttl: 7200,
  values: ["10 100 5222 tintin.example.com."],
};
const TEXT: RecordSet = { name: `_acme-challenge.${ZONE}`, type: "TXT", ttl: 60, values: ['"digest"'] };
const GONE: RecordSet = { name: `old.${ZONE}`, type: "CNAME", ttl: 60, values: [] };

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
const failureOf = async (work: Promise<unknown>): Promise<DnsApiError> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof DnsApiError) return error;
  throw error ?? new Error("it did not fail");
};

test("dns.provider, the providers known by their name servers, and the documentation name the same", () => {
  const named: readonly string[] = [...SERVER_OPTIONS.dns.provider.choices].sort();
  const all = [...API_PROVIDERS].sort();
  expect(named).toEqual(["none", ...all].sort());
  const ofAnyServer: readonly string[] = ["rfc2136", "dyndns2"];
  expect(all.filter((one) => !ofAnyServer.includes(one) && !PROVIDERS.some((known) => known === one))).toEqual([]);
  const docs = readFileSync(join(import.meta.dir, "../../docs/dns.md"), "utf8");
  expect([...docs.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name ?? "").sort()).toEqual(all);
});

test("deSEC: all record sets of a zone in one request, an empty one removes", async () => {
  const api = apiOf("desec", () => Response.json([]));
  await api.replace(ZONE, [ADDRESS, SERVICE, TEXT, GONE]);
  const domain = "https://desec.io/api/v1/domains/example.com/";
  expect(lines()).toEqual([`GET ${domain}`, `PATCH ${domain}rrsets/`]);
  expect(fake?.asked[1]?.headers.authorization).toBe(`Token ${TOKEN}`);
  expect(fake?.asked[1]?.body).toEqual([
    { subname: "", type: "A", ttl: 3600, records: ["192.0.2.12"] },
    { subname: "_xmpp-client._tcp", type: "SRV", ttl: 7200, records: ["10 100 5222 tintin.example.com."] },
    { subname: "_acme-challenge", type: "TXT", ttl: 3600, records: ['"digest"'] },
    { subname: "old", type: "CNAME", ttl: 3600, records: [] },
  ]);
});

test("deSEC: the shortest TTL is the domain's own", async () => {
  const api = apiOf("desec", () => Response.json({ name: ZONE, minimum_ttl: 60 }));
  await api.replace(ZONE, [ADDRESS]);
  expect(fake?.asked[1]?.body).toEqual([{ subname: "", type: "A", ttl: 60, records: ["192.0.2.12"] }]);
});

test("Gandi: a request for each record set; what is not there any more is removed already", async () => {
  const api = apiOf("gandi", ({ line }) =>
    line.startsWith("DELETE")
      ? Response.json({ object: "HTTPNotFound", cause: "Not Found", code: 404 }, { status: 404 })
      : Response.json({ message: "DNS Record Created" }, { status: 201 }),
  );
  await api.replace(ZONE, [ADDRESS, SERVICE, GONE]);
  const base = "https://api.gandi.net/v5/livedns/domains/example.com/records";
  expect(lines()).toEqual([`PUT ${base}/%40/A`, `PUT ${base}/_xmpp-client._tcp/SRV`, `DELETE ${base}/old/CNAME`]);
  expect(fake?.asked[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
  expect(fake?.asked[1]?.body).toEqual({ rrset_ttl: 7200, rrset_values: ["10 100 5222 tintin.example.com."] });
});

describe("OVH", () => {
  const base = "https://eu.api.ovh.com/1.0";
  /** Its clock is 1,000 seconds ahead; the search for a name finds a record of another one, too. */
  const answer: FakeAnswer = ({ line }) => {
    if (line.endsWith("/auth/time")) return Response.json(NOW / 1000 + 1000);
    if (line.includes("?fieldType=TXT")) return Response.json([11, 12]);
    if (line.includes("?fieldType=")) return Response.json([]);
    if (line === `GET ${base}/domain/zone/example.com/record/11`)
      return Response.json({ id: 11, fieldType: "TXT", subDomain: "_acme-challenge", target: "former", ttl: 60 });
    if (line === `GET ${base}/domain/zone/example.com/record/12`)
      return Response.json({ id: 12, fieldType: "TXT", subDomain: "", target: "v=spf1 -all", ttl: 60 });
    return Response.json(null);
  };

  test("new records are made, former ones of that very name and type removed, then the zone is refreshed", async () => {
    await apiOf("ovh", answer).replace(ZONE, [TEXT, ADDRESS]);
    const records = `${base}/domain/zone/example.com/record`;
    expect(lines()?.filter((line) => !line.startsWith("GET"))).toEqual([
      `POST ${records}`,
      `DELETE ${records}/11`,
      `POST ${records}`,
      `POST ${base}/domain/zone/example.com/refresh`,
    ]);
    expect(fake?.asked.filter(({ line }) => line === `POST ${records}`).map(({ body }) => body)).toEqual([
      { fieldType: "TXT", subDomain: "_acme-challenge", target: "digest", ttl: 60 },
      { fieldType: "A", subDomain: "", target: "192.0.2.12", ttl: 60 },
    ]);
  });

  test("each request is signed over method, address, body and the time of OVH's clock", async () => {
    await apiOf("ovh", answer).replace(ZONE, [ADDRESS]);
    const posted = fake?.asked.find(({ line }) => line.endsWith("/record"));
    const time = NOW / 1000 + 1000;
    const body = '{"fieldType":"A","subDomain":"","target":"192.0.2.12","ttl":60}';
    const signed = `app-secret+consumer-key+POST+${base}/domain/zone/example.com/record+${body}+${time}`;
    expect(posted?.headers).toMatchObject({
      "x-ovh-application": "app-key",
      "x-ovh-consumer": "consumer-key",
      "x-ovh-timestamp": String(time),
      "x-ovh-signature": `$1$${createHash("sha1").update(signed).digest("hex")}`,
    });
    expect(JSON.stringify(fake?.asked)).not.toContain("app-secret");
  });
});

describe("Cloudflare", () => {
  const base = "https://api.cloudflare.com/client/v4";
  const answer: FakeAnswer = ({ line }) => {
    const success = { success: true, errors: [], messages: [] };
    if (line.includes("/zones?"))
      return Response.json({ ...success, result: [{ id: "023e105f4ecef8ad", name: ZONE }] });
    if (line.includes("type=A&"))
      return Response.json({
        ...success,
        result: [
          { id: "372e67954025e0ba", type: "A", name: ZONE, content: "192.0.2.1", proxied: true },
          { id: "other", type: "A", name: `www.${ZONE}`, content: "192.0.2.9" },
        ],
      });
    return Response.json({ ...success, result: line.startsWith("POST") ? { deletes: [], posts: [] } : [] });
  };

  test("the changes of a zone in one batch, never proxied, and only records of that very name go", async () => {
    await apiOf("cloudflare", answer).replace(ZONE, [ADDRESS, SERVICE, TEXT]);
    expect(lines()?.at(-1)).toBe(`POST ${base}/zones/023e105f4ecef8ad/dns_records/batch`);
    expect(fake?.asked.at(-1)?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(fake?.asked.at(-1)?.body).toEqual({
      deletes: [{ id: "372e67954025e0ba" }],
      posts: [
        { type: "A", name: ZONE, ttl: 60, proxied: false, content: "192.0.2.12" },
        {
          type: "SRV",
          name: SERVICE.name,
          ttl: 7200,
          data: { priority: 10, weight: 100, port: 5222, target: "tintin.example.com" },
        },
        { type: "TXT", name: TEXT.name, ttl: 60, proxied: false, content: '"digest"' },
      ],
    });
  });

  test("a zone that is not in the account, and a refusal in the body, are failures", async () => {
    const none = apiOf("cloudflare", () => Response.json({ success: true, errors: [], result: [] }));
    expect((await failureOf(none.replace(ZONE, [ADDRESS]))).reason).toBe("no-zone");
    await fake?.stop();
    const errors = [{ code: 1004, message: "DNS Validation Error" }];
    const refusing = apiOf("cloudflare", () => Response.json({ success: false, errors }));
    const { reason, detail } = await failureOf(refusing.replace(ZONE, [ADDRESS]));
    expect([reason, detail]).toEqual(["refused", "DNS Validation Error"]);
  });
});

describe("hostile and broken answers", () => {
  const overHttp = API_PROVIDERS.filter((provider) => provider !== "rfc2136");

  /** A name that the provider can have. */
  const addressAt = (provider: ApiProvider): RecordSet =>
    provider === "duckdns" ? { ...ADDRESS, name: "home.duckdns.org" } : ADDRESS;

  test.each(overHttp)("%s: nothing secret is told, whatever comes back", async (provider) => {
    const echo: FakeAnswer = ({ headers }) =>
      Response.json({ detail: `Invalid: ${TOKEN} \u001b[2J ${JSON.stringify(headers)}` }, { status: 401 });
    const error = await failureOf(apiOf(provider, echo).replace(ZONE, [addressAt(provider)]));
    expect(error.reason).toBe("credentials");
    const basic = Buffer.from(`${CREDENTIALS.username}:${CREDENTIALS.password}`).toString("base64");
    const { url, ...secrets } = CREDENTIALS;
    for (const secret of [basic, ...Object.values(secrets)])
      expect(`${error.message}${error.detail}`).not.toContain(secret);
    expect(error.detail).not.toContain("\u001b");
    expect(error.detail.length).toBeLessThanOrEqual(300);
  });

  test("neither is a part of it, what is in the address, something short, or what a URL makes of it", async () => {
    fake = fakeDnsApi(({ line }) => new Response(`no: ${line} abc/d+e f, abc, pw`, { status: 500 }));
    const duck = openDnsApi("duckdns", { token: "abc/d+e f" }, fake.deps);
    const update = openDnsApi(
      "dyndns2",
      { url: "https://dyn.example.net/u/k3y?x=1", username: "abc", password: "abc/d+e f" },
      fake.deps,
    );
    const short = openDnsApi("desec", { token: "pw" }, fake.deps);
    for (const [api, secrets] of [
      [duck, ["d+e f", "d%2B", "abc%2F"]],
      [update, ["d+e f", "k3y", "abc"]],
      [short, ["pw"]],
    ] as const) {
      const { detail } = await failureOf(api.replace(ZONE, [addressAt(api.provider)]));
      for (const secret of secrets) expect(detail).not.toContain(secret);
    }
  });

  test.each(overHttp)("%s: a redirect is not followed", async (provider) => {
    const other = fakeDnsApi(() => Response.json([]));
    const error = await failureOf(
      apiOf(provider, () => Response.redirect("https://elsewhere.example/", 307)).replace(ZONE, [addressAt(provider)]),
    );
    expect(error.reason).toBe("unreadable");
    expect(other.asked).toEqual([]);
    await other.stop();
  });

  test.each(overHttp)("%s: an answer without an end is cut, as is one that never comes", async (provider) => {
    const endless: FakeAnswer = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) }));
    expect((await failureOf(apiOf(provider, endless).replace(ZONE, [addressAt(provider)]))).reason).toBe("unreadable");
    await fake?.stop();
    const silent = fakeDnsApi(() => new Promise<Response>(() => {}));
    fake = silent;
    const api = openDnsApi(provider, CREDENTIALS, { ...silent.deps, timeoutMs: 100 });
    expect((await failureOf(api.replace(ZONE, [addressAt(provider)]))).reason).toBe("unreachable");
  });

  test.each(overHttp)("%s: what is no JSON, or other JSON, does no harm", async (provider) => {
    for (const text of ["<html>", "[[[", '{"__proto__":{"success":true}}']) {
      const work = apiOf(provider, () => new Response(text)).replace(ZONE, [addressAt(provider)]);
      const error = await work.catch((thrown: unknown) => thrown);
      expect(error === undefined || error instanceof DnsApiError).toBe(true);
      if (text === "<html>") expect(error).toBeInstanceOf(DnsApiError);
      await fake?.stop();
    }
  });

  test("too many requests, and a name outside the zone, are told apart", async () => {
    const busy = apiOf("desec", () => Response.json({ detail: "Request was throttled." }, { status: 429 }));
    expect((await failureOf(busy.replace(ZONE, [ADDRESS]))).reason).toBe("too-many");
    expect(busy.replace(ZONE, [{ ...ADDRESS, name: "example.org" }])).rejects.toThrow(RangeError);
  });
});
