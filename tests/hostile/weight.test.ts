/** RFC 6120 §13.12: small stanzas that are costly to keep, copy or forward are refused when they are parsed. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { auth, connectRaw, HEADER, login, openStream, saslAnswer, streamErrorOf } from "../support/hostile.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess({ accounts: ["tybalt", "juliet"] });
});
afterEach(async () => expect(await server.errors()).toEqual([]));
afterAll(() => server?.[Symbol.asyncDispose]());

/** An authenticated stream, restarted with this namespace declaration on its root. */
async function streamDeclaring(declaration: string) {
  const client = await openStream(server);
  expect(await saslAnswer(client, auth("PLAIN", `\0tybalt\0${PASSWORD}`))).toBe("success");
  client.expectHeader();
  client.send(HEADER.replace("to='localhost'", `to='localhost' ${declaration}`));
  return client;
}

test("§4.7: a header with half a megabyte of namespace declarations ends the stream, also after authentication", async () => {
  const client = await streamDeclaring(`xmlns:p='u:${"A".repeat(500_000)}'`);
  expect(await streamErrorOf(client)).toBe("policy-violation");
});

test("§4.7: a kilobyte of namespace declarations may be used by each stanza", async () => {
  const client = await streamDeclaring(`xmlns:p='u:${"A".repeat(900)}'`);
  await client.receive(({ name }) => name === "stream:features");
  client.destroy();
});

const REPEATED: readonly (readonly [what: string, stanza: string])[] = [
  ["120,000 elements", `<message to='juliet@localhost'>${"<a/>".repeat(120_000)}</message>`],
  ["60,000 attributes", `<message to='juliet@localhost'>${`<a b='' c='' d='' e='' f=''/>`.repeat(12_000)}</message>`],
  [
    "a namespace of 100 kB that each of a thousand children would declare again",
    `<message to='juliet@localhost' xmlns:c='jabber:client'><x xmlns='u:${"A".repeat(100_000)}'>` +
      `${"<c:b><d/></c:b>".repeat(1000)}</x></message>`,
  ],
];

test.each(REPEATED)("a stanza of %s is refused with policy-violation", async (_, stanza) => {
  const client = await login(server, "tybalt");
  const before = server.memory();
  client.send(stanza);
  expect(await streamErrorOf(client)).toBe("policy-violation");
  expect(server.memory() - before).toBeLessThan(60_000_000);
});

test("a message of 400 kB of text is accepted", async () => {
  const client = await login(server, "tybalt");
  client.send(`<message to='juliet@localhost' type='chat'><body>${"x".repeat(400_000)}</body></message>`);
  client.send("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>");
  expect((await client.receive(({ attrs }) => attrs.id === "p")).attrs.type).toBe("result");
  client.destroy();
});

test("the memory for unfinished elements of 400 unauthenticated streams is bounded", async () => {
  const before = server.memory();
  const rawClients = await Promise.all(Array.from({ length: 400 }, () => connectRaw(server)));
  for (const { wire } of rawClients) wire.send(`${HEADER}<a>${"<a/>".repeat(2300)}`);
  await Promise.all(rawClients.map(({ closed }) => closed));
  for (const { received } of rawClients) expect(received()).toContain("<policy-violation");
  expect(server.memory() - before).toBeLessThan(100_000_000);
}, 30_000);
