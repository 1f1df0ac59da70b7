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
let unrelatedServer: Server;
/** Number of connections to a local port that other servers have no business with. */
let connections = 0;

beforeAll(async () => {
  federation = await openTestFederation();
  const settings = ["federation.private_addresses=false", "federation.require_certificate=false"];
  server = await federation.server(LOCAL_DOMAIN, { settings });
  ({ romeo } = await cast(server, ["romeo"]));
  unrelatedServer = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => unrelatedServer.once("listening", resolve));
});
afterEach(() => {
  expect(server.errors).toEqual([]);
  expect(connections).toBe(0);
});
afterAll(async () => {
  unrelatedServer.close();
  await federation[Symbol.asyncDispose]();
});

const unrelatedPort = (): number => (unrelatedServer.address() as { port: number }).port;

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
])("a message to x@%s causes no connection, and its sender is told why", async (domain) => {
  expect(await refusalOf(domain)).toMatch(PRIVATE);
});

describe("a domain whose SRV records name a port of this machine", () => {
  test("is not connected to for a message", async () => {
    federation.setRecords("srv.example", { starttls: unrelatedPort(), direct: unrelatedPort() });
    expect(await refusalOf("srv.example")).toMatch(PRIVATE);
  });

  test("XEP-0220: is not connected to in order to verify a key", async () => {
    federation.setRecords("liar.example", { starttls: unrelatedPort(), direct: unrelatedPort() });
    const stream = await dialServer(server);
    stream.opens("liar.example", LOCAL_DOMAIN);
    await stream.features();
    stream.sends(`<db:result from="liar.example" to="${LOCAL_DOMAIN}">key</db:result>`);
    const answer = await stream.receives('<result xmlns="jabber:server:dialback"/>');
    expect(answer.attrs.type).toBe("error");
    stream.breaks();
  });
});
