/** XEP-0478: Stream Limits Advertisement. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { signIn } from "../support/client/sasl2.ts";
import { newStream } from "../support/client/signing-in.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;

beforeAll(async () => {
  const settings = [
    "limits.stanza_before_login=20kB",
    "limits.stanza=300kB",
    "limits.login_time=45s",
    "limits.idle=20m",
  ];
  server = await startTestServer({ settings });
  await server.createAccount("romeo@localhost");
});
afterAll(() => server[Symbol.asyncDispose]());

const limit = (features: Element, name: string): string | null | undefined =>
  features.getChild("limits", "urn:xmpp:stream-limits:0")?.getChildText(name);

test("§3.1: the limits before authentication, and those after it, are advertised", async () => {
  const client = await newStream(server);
  expect(limit(client.features, "max-bytes")).toBe("20000");
  expect(limit(client.features, "idle-seconds")).toBe("45");
  await client.login({ username: "romeo", password: PASSWORD });
  expect(limit(client.features, "max-bytes")).toBe("300000");
  expect(limit(client.features, "idle-seconds")).toBe("1200");
  await client.end();
});

test("the limits after authentication are advertised with SASL2 and Bind 2", async () => {
  const client = await newStream(server);
  const inline = ["<bind xmlns='urn:xmpp:bind:0'/>"];
  await signIn(client, { username: "romeo", password: PASSWORD, mechanism: "SCRAM-SHA-256", inline });
  const features = await client.receive(({ name }) => name === "stream:features");
  expect(limit(features, "max-bytes")).toBe("300000");
  await client.end();
});

const padded = (bytes: number): string => {
  const [open, close] = ["<message to='nobody@localhost'><body>", "</body></message>"];
  return open + "x".repeat(bytes - open.length - close.length) + close;
};

test("the advertised limits are enforced", async () => {
  const client = await Client.login(server.at("direct"), { username: "romeo", password: PASSWORD });
  const max = Number(limit(client.features, "max-bytes"));
  client.send(padded(max));
  expect((await client.receive(({ name }) => name === "message")).attrs.type).toBe("error");
  client.send(padded(max + 1));
  expect(await streamErrorOf(client)).toBe("policy-violation");
});
