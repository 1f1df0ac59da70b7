/** XEP-0474: SASL SCRAM Downgrade Protection; XEP-0515: TLS Downgrade Protection; XEP-0440: Channel-Binding Type Capability. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { mechanismsOf } from "../support/client/sasl.ts";
import { SASL2 } from "../support/client/sasl2.ts";
import { scram } from "../support/client/scram.ts";
import { authentication, textsOf } from "../support/client/signing-in.ts";
import { auth, SASL } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer();
  await server.createAccount("romeo@localhost");
});
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function stream(maxTlsVersion?: "TLSv1.2"): Promise<Client> {
  const client = await Client.connect({ ...server.at("direct"), ...(maxTlsVersion ? { maxTlsVersion } : {}) });
  opened.push(client);
  return client;
}

const first = "n,,n=romeo,r=abc";

async function challengeBy1(client: Client, hash: string): Promise<string> {
  client.send(auth(`SCRAM-${hash}`, first));
  return decoded(await client.receive(({ attrs }) => attrs.xmlns === SASL));
}

async function challengeBy2(client: Client, hash: string): Promise<string> {
  const initial = `<initial-response>${Buffer.from(first).toString("base64")}</initial-response>`;
  client.send(`<authenticate xmlns='${SASL2}' mechanism='SCRAM-${hash}'>${initial}</authenticate>`);
  return decoded(await client.receive(({ attrs }) => attrs.xmlns === SASL2));
}

const decoded = (challenge: Element): string => Buffer.from(challenge.getText(), "base64").toString();
const bindings = (features: Element): string[] =>
  (features.getChild("sasl-channel-binding", "urn:xmpp:sasl-cb:0")?.getChildren("channel-binding") ?? []).map(
    ({ attrs }) => attrs.type,
  );

/** The hash that a client computes from the advertised mechanisms and bindings. */
function expected(hash: string, mechanisms: readonly string[], types: readonly string[]): string {
  const text = `${[...mechanisms].sort().join("\x1e")}\x1f${[...types].sort().join("\x1e")}`;
  return createHash(hash.replace("-", "").toLowerCase()).update(text).digest("base64");
}

describe.each(["SHA-1", "SHA-256", "SHA-512"])("§5.1: h= in the challenge of SCRAM-%s", (hash) => {
  test("is the hash of the mechanisms advertised by RFC 6120's profile", async () => {
    const client = await stream();
    const { features } = client;
    const h = expected(hash, mechanismsOf(features), bindings(features));
    expect(await challengeBy1(client, hash)).toMatch(/^r=abc[^,]+,s=[^,]+,i=\d+,h=[^,]+,t=0304$/);
    expect(await challengeBy1(await stream(), hash)).toContain(`,h=${h},`);
  });

  test("is the hash of the mechanisms advertised by SASL2, without those of FAST", async () => {
    const client = await stream();
    const { features } = client;
    const h = expected(hash, textsOf(authentication(features), "mechanism"), bindings(features));
    expect(await challengeBy2(client, hash)).toContain(`,h=${h},`);
  });
});

test("XEP-0515 §4.1: t= is the TLS version of the connection", async () => {
  const client = await stream("TLSv1.2");
  const { features } = client;
  const h = expected("SHA-256", mechanismsOf(features), bindings(features));
  expect(await challengeBy1(client, "SHA-256")).toEndWith(`,h=${h},t=0303`);
});

test("XEP-0440 §3: servers MUST advertise tls-server-end-point, on every version of TLS", async () => {
  expect(bindings((await stream("TLSv1.2")).features)).toEqual(["tls-server-end-point"]);
  expect(bindings((await stream()).features)).toEqual(["tls-exporter", "tls-server-end-point"]);
});

test("RFC 5802 §3: the attribute is signed: authentication fails where it was removed", async () => {
  for (const isTampered of [false, true]) {
    const client = await stream();
    const exchange = scram("SHA-256", { username: "romeo", password: PASSWORD });
    client.send(auth("SCRAM-SHA-256", exchange.first));
    const challenge = decoded(await client.receive(({ attrs }) => attrs.xmlns === SASL));
    const seen = isTampered ? challenge.replace(/,h=.*$/, "") : challenge;
    const answer = Buffer.from(exchange.answer(seen)).toString("base64");
    client.send(`<response xmlns='${SASL}'>${answer}</response>`);
    const outcome = await client.receive(({ attrs }) => attrs.xmlns === SASL);
    expect(outcome.name).toBe(isTampered ? "failure" : "success");
  }
});
