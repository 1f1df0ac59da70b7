/** XEP-0509: Initial Authentication Pipelining. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { Client } from "../support/client/client.ts";
import { SASL2 } from "../support/client/sasl2.ts";
import { newStream } from "../support/client/signing-in.ts";
import { Wire } from "../support/client/wire.ts";
import { HEADER, SASL } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const NS = "urn:xmpp:iap:0";

let server: TestServer;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({ settings: ["limits.failures_per_account=5"] });
  await server.createAccount("romeo@localhost");
});
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function configVersion(maxTlsVersion?: "TLSv1.2"): Promise<string> {
  const client = await Client.connect({ ...server.at("direct"), ...(maxTlsVersion ? { maxTlsVersion } : {}) });
  opened.push(client);
  return client.features.getChild("config-version", NS)?.attrs.value;
}

const authenticate = (version: string, password = PASSWORD): string => {
  const initial = Buffer.from(`\0romeo\0${password}`).toString("base64");
  return (
    `<authenticate xmlns='${SASL2}' mechanism='PLAIN'><initial-response>${initial}</initial-response>` +
    `<bind xmlns='urn:xmpp:bind:0'/><config-version xmlns='${NS}' scheme='opaque' value='${version}'/></authenticate>`
  );
};

test("§2.1: <config-version/> is a stream feature, the same on each stream and after a restart", async () => {
  const version = await configVersion();
  expect(version).toMatch(/^[\w+/]{20}$/);
  expect(await configVersion()).toBe(version);
  await server.restart();
  expect(await configVersion()).toBe(version);
});

test("§2.3.1: it differs where other mechanisms or channel bindings are offered", async () => {
  expect(await configVersion("TLSv1.2")).not.toBe(await configVersion());
});

test("§2.2: <authenticate/> is accepted right behind the stream header", async () => {
  const version = await configVersion();
  const { host, port, domain } = server.at("direct");
  const { promise: signedIn, resolve, reject } = Promise.withResolvers<string>();
  let received = "";
  const wire = await Wire.connect(host, port, {
    bytes: (chunk) => {
      received += Buffer.from(chunk).toString();
      if (received.includes("</success>")) resolve(received);
    },
    closed: (reason) => reject(new Error(`${reason}: ${received}`)),
  });
  await wire.startTls({ serverName: domain, alpn: "xmpp-client" });
  wire.send(HEADER + authenticate(version));
  const answer = await signedIn;
  expect(answer).toContain("<authorization-identifier>romeo@localhost/");
  expect(answer.indexOf("<stream:features>")).toBeLessThan(answer.indexOf("<success"));
  wire.destroy();
});

test("§2.2: a version that does not match is aborted, and the client may try again at once", async () => {
  const client = await newStream(server);
  opened.push(client);
  client.send(authenticate("T3V0ZGF0ZWQ="));
  const failure = await client.receive(({ attrs }) => attrs.xmlns === SASL2);
  expect(failure.name).toBe("failure");
  expect(failure.getChild("aborted", SASL)).toBeDefined();
  expect(failure.getChild("config-version-mismatch", NS)).toBeDefined();
  client.send(authenticate(await configVersion()));
  expect((await client.receive(({ attrs }) => attrs.xmlns === SASL2)).name).toBe("success");
});

test('§2.2: "the attempted authentication is not counted as a failed login"', async () => {
  const client = await newStream(server);
  opened.push(client);
  for (let time = 0; time < 12; time++) {
    client.send(authenticate("T3V0ZGF0ZWQ=", "wrong"));
    await client.receive(({ name }) => name === "failure");
  }
  client.send(authenticate(await configVersion()));
  expect((await client.receive(({ attrs }) => attrs.xmlns === SASL2)).name).toBe("success");
});
