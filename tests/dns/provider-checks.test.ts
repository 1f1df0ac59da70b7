/** What providers say of a token before anything is written, when they are busy, and in the bodies of their refusals. */
import { afterEach, describe, expect, test } from "bun:test";
import { type ApiProvider, DnsApiError } from "../../src/dns/providers/api.ts";
import { createDesecDomain } from "../../src/dns/providers/desec.ts";
import { sentenceOf } from "../../src/dns/providers/error-body.ts";
import { openDnsApi } from "../../src/dns/providers/providers.ts";
import { recordWriter } from "../../src/dns/providers/writer.ts";
import type { RecordSet } from "../../src/dns/record-set.ts";
import type { Resolver } from "../../src/dns/resolver.ts";
import { type FakeAnswer, type FakeDnsApi, fakeDnsApi, NOW } from "../support/network/dns-api.ts";

const ZONE = "example.com";
const TOKEN = "the-token";
const CREDENTIALS = {
  token: TOKEN,
  ...{ application_key: "app-k", application_secret: "app-s", consumer_key: "app-c" },
  ...{ api_key: "pk1_key", secret_api_key: "sk1_secret" },
};
const ADDRESS: RecordSet = { name: ZONE, type: "A", ttl: 60, values: ["192.0.2.12"] };

let fake: FakeDnsApi | undefined;
afterEach(async () => {
  await fake?.stop();
  fake = undefined;
});

const apiOf = (provider: ApiProvider, answer: FakeAnswer) => {
  fake = fakeDnsApi(answer);
  return openDnsApi(provider, CREDENTIALS, fake.deps);
};
const failureOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof DnsApiError) return `${error.reason}: ${error.detail}`;
  throw error ?? new Error("it did not fail");
};
const lines = () => fake?.asked.map(({ line }) => line);
const refuse =
  (status: number, body: object): FakeAnswer =>
  ({ line }) =>
    line.endsWith("/auth/time") ? Response.json(NOW / 1000) : Response.json(body, { status });

describe("a token is looked at without a change", () => {
  const found: Readonly<Record<string, readonly [object, string]>> = {
    desec: [{ name: ZONE, minimum_ttl: 3600 }, "GET https://desec.io/api/v1/domains/example.com/"],
    gandi: [{ fqdn: ZONE }, "GET https://api.gandi.net/v5/livedns/domains/example.com"],
    ovh: [[], "GET https://eu.api.ovh.com/1.0/domain/zone/example.com/record?fieldType=A&subDomain="],
    hetzner: [{ zone: { name: ZONE } }, "GET https://api.hetzner.cloud/v1/zones/example.com"],
    infomaniak: [{ result: "success", data: [] }, "GET https://api.infomaniak.com/2/zones/example.com/records"],
    cloudflare: [
      { success: true, result: [{ id: "abc", name: ZONE }] },
      "GET https://api.cloudflare.com/client/v4/zones/abc/dns_records?per_page=1",
    ],
    porkbun: [{ status: "SUCCESS" }, "POST https://api.porkbun.com/api/json/v3/dns/retrieveByNameType/example.com/A"],
  };
  test.each(Object.keys(found) as ApiProvider[])("%s", async (provider) => {
    const [body, line] = found[provider] ?? [{}, ""];
    const answer: FakeAnswer = ({ line: asked }) => Response.json(asked.endsWith("/auth/time") ? NOW / 1000 : body);
    await apiOf(provider, answer).check(ZONE);
    expect(lines()?.at(-1)).toBe(line);
  });

  const refused: readonly (readonly [ApiProvider, number, object, string])[] = [
    ["desec", 401, { detail: "Invalid token." }, "credentials: HTTP 401 Invalid token."],
    ["desec", 404, { detail: "Not found." }, "no-zone: HTTP 404 Not found."],
    [
      "gandi",
      403,
      { object: "HTTPForbidden", cause: "Forbidden", code: 403, message: "Access was denied to this resource." },
      "credentials: HTTP 403 Forbidden: Access was denied to this resource.",
    ],
    [
      "ovh",
      400,
      { errorCode: "INVALID_SIGNATURE", httpCode: "400 Bad Request", message: "Invalid signature" },
      "credentials: HTTP 400 Invalid signature",
    ],
    [
      "ovh",
      403,
      { class: "Client::Forbidden", message: "This call has not been granted" },
      "credentials: HTTP 403 This call has not been granted",
    ],
    [
      "cloudflare",
      400,
      {
        success: false,
        errors: [
          { code: 6003, message: "Invalid request headers", error_chain: [{ code: 6111, message: "Invalid format" }] },
        ],
      },
      "credentials: HTTP 400 Invalid request headers: Invalid format",
    ],
    ["hetzner", 404, { error: { code: "not_found", message: "zone not found" } }, "no-zone: HTTP 404 zone not found"],
    [
      "infomaniak",
      404,
      { result: "error", error: { code: "object_not_found", description: "Object not found" } },
      "no-zone: HTTP 404 Object not found",
    ],
    [
      "porkbun",
      400,
      { status: "ERROR", message: "Invalid API key. (002)" },
      "credentials: HTTP 400 Invalid API key. (002)",
    ],
    [
      "porkbun",
      200,
      { status: "ERROR", message: "Domain is not opted in to API access." },
      "credentials: Domain is not opted in to API access.",
    ],
  ];
  test.each(refused)("%s, HTTP %i: the reason and the sentence", async (provider, status, body, wanted) => {
    expect(await failureOf(apiOf(provider, refuse(status, body)).check(ZONE))).toBe(wanted);
  });

  test("DuckDNS tells nothing without a change: only names of others are refused", async () => {
    const api = apiOf("duckdns", () => new Response("OK"));
    await api.check("duckdns.org");
    expect(await failureOf(api.check(ZONE))).toBe("no-zone: example.com");
    expect(lines()).toEqual([]);
  });
});

describe("a provider that is asked too fast", () => {
  const busyFor = (times: number, headers: Record<string, string>, status = 429): FakeAnswer => {
    let answers = 0;
    return () =>
      ++answers <= times
        ? Response.json({ detail: "Request was throttled." }, { status, headers })
        : Response.json([], { status: 200 });
  };
  test("RFC 9110 §10.2.3: is asked again after Retry-After", async () => {
    await apiOf("desec", busyFor(1, { "retry-after": "7" })).check(ZONE);
    expect(fake?.slept).toEqual([7000]);
  });
  test("is not waited for longer than a minute, nor more than three times", async () => {
    const long = apiOf("desec", busyFor(9, { "retry-after": "3600" })).check(ZONE);
    expect(await failureOf(long)).toBe("too-many: HTTP 429 Request was throttled.");
    expect(fake?.slept).toEqual([]);
    await fake?.stop();
    expect(await failureOf(apiOf("gandi", busyFor(9, {})).check(ZONE))).toStartWith("too-many");
    expect(fake?.slept).toEqual([10_000, 10_000, 10_000]);
  });
  test("Porkbun says so by 503, Hetzner by 409 where another action runs", async () => {
    const porkbun = apiOf("porkbun", ({ line }) =>
      fake?.asked.length === 1 ? new Response("", { status: 503 }) : Response.json({ status: "SUCCESS", line }),
    );
    await porkbun.check(ZONE);
    expect(fake?.slept).toEqual([10_000]);
    await fake?.stop();
    await apiOf("hetzner", busyFor(1, {}, 409)).check(ZONE);
    expect(fake?.slept).toEqual([10_000]);
  });
});

test("Cloudflare: an alias that is shown as addresses is replaced by them", async () => {
  const answer: FakeAnswer = ({ line }) => {
    const result = line.includes("/zones?")
      ? [{ id: "abc", name: ZONE }]
      : line.includes("type=CNAME")
        ? [{ id: "c1", type: "CNAME", name: ZONE, content: "pages.example.net" }]
        : [];
    return Response.json({ success: true, errors: [], result });
  };
  await apiOf("cloudflare", answer).replace(ZONE, [ADDRESS]);
  expect(fake?.asked.at(-1)?.body).toMatchObject({ deletes: [{ id: "c1" }], posts: [{ type: "A" }] });
});

describe("deSEC: a name below dedyn.io", () => {
  const create = (answer: FakeAnswer) => {
    fake = fakeDnsApi(answer);
    return createDesecDomain("tintin.dedyn.io", { token: TOKEN }, fake.deps);
  };
  test("is made in the account of the token", async () => {
    await create(() => Response.json({ name: "tintin.dedyn.io", minimum_ttl: 60 }, { status: 201 }));
    expect(lines()).toEqual(["POST https://desec.io/api/v1/domains/"]);
    expect(fake?.asked[0]).toMatchObject({
      body: { name: "tintin.dedyn.io" },
      headers: { authorization: `Token ${TOKEN}` },
    });
  });
  test.each([
    [400, { name: ["This domain name conflicts with an existing domain, or is disallowed by policy."] }, "taken: "],
    [403, { detail: "Domain limit exceeded. Please contact support to create additional domains." }, "refused: "],
    [403, { detail: "You do not have permission to perform this action." }, "credentials: "],
    [401, { detail: "Invalid token." }, "credentials: "],
  ])("HTTP %i %j means %s", async (status, body, wanted) => {
    const said = Object.values(body).flat()[0];
    expect(await failureOf(create(() => Response.json(body, { status })))).toBe(`${wanted}HTTP ${status} ${said}`);
  });
});

test("deSEC: what is below a name at dedyn.io is written into its zone, also before DNS knows of it", async () => {
  const api = apiOf("desec", () => Response.json({ minimum_ttl: 60 }));
  const nowhere: Resolver = { query: async () => ({ state: "absent" }) };
  await recordWriter(api, nowhere).write([{ ...ADDRESS, name: "rooms.tintin.dedyn.io" }]);
  expect(lines()?.at(-1)).toBe("PATCH https://desec.io/api/v1/domains/tintin.dedyn.io/rrsets/");
  expect(fake?.asked.at(-1)?.body).toMatchObject([{ subname: "rooms" }]);
});

test("a body without a sentence is told as it is, and a deep or long one does no harm", () => {
  expect(sentenceOf("<html>")).toBe("<html>");
  expect(sentenceOf('{"code":5}')).toBe('{"code":5}');
  expect(sentenceOf(`${"[".repeat(500)}"x"${"]".repeat(500)}`)).toStartWith("[[[");
  expect(sentenceOf(JSON.stringify(Array.from({ length: 900 }, (_, at) => `s${at}`)))).toBe("s0: s1: s2: s3");
});
