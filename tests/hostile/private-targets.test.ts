/** A domain whose addresses are private is not dialled, however the address is written. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { createServer, type Server } from "node:net";
import { type Actor, cast } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { dialServer } from "../support/federation/foreign-server.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";

let federation: TestFederation;
let server: TestServer;
let romeo: Actor;
let trap: Server;
/** How often somebody has called a port of this machine that is none of others' business. */
let calls = 0;

beforeAll(async () => {
  federation = await openTestFederation();
  const settings = ["federation.private_addresses=false", "federation.require_certificate=false"];
  server = await federation.server(LOCAL_DOMAIN, { settings });
  ({ romeo } = await cast(server, ["romeo"]));
  trap = createServer((socket) => {
    calls += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => trap.once("listening", resolve));
});
afterEach(() => {
  expect(server.errors).toEqual([]);
  expect(calls).toBe(0);
});
afterAll(async () => {
  trap.close();
  await federation[Symbol.asyncDispose]();
});

const trapPort = (): number => (trap.address() as { port: number }).port;

async function refusalOf(domain: string): Promise<string> {
  romeo.sends(`<message id="m" to="x@${domain}" type="chat"><body>hark</body></message>`);
  const error = await romeo.receives('<message id="m" type="error"/>');
  const [condition, text] = error.getChild("error")?.getChildElements() ?? [];
  return `${condition?.name}: ${text?.getText()}`;
}

const PRIVATE = /^remote-server-not-found: .* is of a private network, and this server calls nobody there/;

test.each([
  "127.0.0.1",
  "127.55.5.5",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "192.168.1.1",
  "10.0.0.1",
  "100.64.0.1",
  "169.254.169.254",
  "[fe80::1]",
  "[fd00::1]",
  "[ff02::1]",
  "[2002:7f00:1::]",
  "[64:ff9b::7f00:1]",
  "[2001:0:7f00:1::]",
  "224.0.0.1",
])("a message to x@%s calls nobody, and its sender reads why", async (domain) => {
  expect(await refusalOf(domain)).toMatch(PRIVATE);
});

describe("a domain whose SRV records name a port of this machine", () => {
  test("is not called for a message", async () => {
    federation.setRecords("srv.example", { starttls: trapPort(), direct: trapPort() });
    expect(await refusalOf("srv.example")).toMatch(PRIVATE);
  });

  test("XEP-0220: nor to verify a key that somebody shows in its name", async () => {
    federation.setRecords("liar.example", { starttls: trapPort(), direct: trapPort() });
    const stream = await dialServer(server);
    stream.opens("liar.example", LOCAL_DOMAIN);
    await stream.features();
    stream.sends(`<db:result from="liar.example" to="${LOCAL_DOMAIN}">key</db:result>`);
    const answer = await stream.receives('<result xmlns="jabber:server:dialback"/>');
    expect(answer.attrs.type).toBe("error");
    stream.breaks();
  });
});
