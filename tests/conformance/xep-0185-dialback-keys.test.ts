/** XEP-0185: Dialback Key Generation and Validation, as other servers see it. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { authenticated, dialServer, type ForeignServer, listenAs } from "../support/federation/foreign-server.ts";
import type { TestServer } from "../support/server.ts";

const LOCAL_DOMAIN = "montague.example";
const PEER = "capulet.example";
let federation: TestFederation;
let server: TestServer;
let foreign: ForeignServer;
/** The key that the server has sent on a stream with the id D60000229F. */
let key: string;

beforeAll(async () => {
  federation = await openTestFederation();
  server = await federation.server(LOCAL_DOMAIN);
  foreign = await listenAs(await federation.issue(PEER));
  federation.setRecords(PEER, { direct: foreign.port });
  key = await keyForStream("D60000229F");
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(async () => {
  foreign[Symbol.dispose]();
  await federation[Symbol.asyncDispose]();
});

/** The key that the server sends on a stream with this id. */
async function keyForStream(id: string): Promise<string> {
  const asking = await authenticated(server, PEER, await federation.issue(PEER));
  asking.sends(`<iq type="get" id="1" from="juliet@${PEER}/x" to="${LOCAL_DOMAIN}"><ping xmlns="urn:xmpp:ping"/></iq>`);
  const stream = await foreign.next();
  await stream.receivesHeader();
  stream.answers(PEER, LOCAL_DOMAIN, id);
  const result = await stream.receives(
    `<db:result xmlns:db="jabber:server:dialback" from="${LOCAL_DOMAIN}" to="${PEER}"/>`,
  );
  stream.sends(`<db:result from="${PEER}" to="${LOCAL_DOMAIN}" type="valid"/>`);
  await stream.receives(`<iq id="1" type="result"/>`);
  return result.getText();
}

async function verificationOf(key: string, { from = PEER, id }: { readonly from?: string; readonly id: string }) {
  const stream = await dialServer(server);
  stream.opens(from, LOCAL_DOMAIN);
  await stream.features();
  stream.sends(`<db:verify from="${from}" to="${LOCAL_DOMAIN}" id="${id}">${key}</db:verify>`);
  const { attrs } = await stream.receives('<db:verify xmlns:db="jabber:server:dialback"/>');
  stream.breaks();
  return attrs.type;
}

test('§2: "The output … MUST be provided in the hexadecimal representation"; it depends on the stream, the domains and the secret', async () => {
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await verificationOf(key, { id: "D60000229F" })).toBe("valid");
  expect(await verificationOf(key.toUpperCase(), { id: "D60000229F" })).toBe("invalid");
  expect(await verificationOf(key, { id: "D60000229E" })).toBe("invalid");
  expect(await verificationOf(key, { id: "D60000229F", from: "tybalt.example" })).toBe("invalid");
  expect(await verificationOf("", { id: "D60000229F" })).toBe("invalid");
});

test("§2: the secret is stored in the home, and kept across a restart", async () => {
  await server.restart();
  expect(await verificationOf(key, { id: "D60000229F" })).toBe("valid");
});
