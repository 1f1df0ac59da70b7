/** XEP-0160 and XEP-0198 after a crash: of a portion of offline messages, each comes once, whatever the app has acknowledged of it. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { Client } from "../support/client/client.ts";
import { SM } from "../support/client/stream-management.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

/** More than one portion. */
const MANY = 150;
const BODIES = Array.from({ length: 12 }, (_, n) => `${n}`);

let server: ServerProcess;
let romeo: Client;
beforeAll(async () => {
  server = await startServerProcess({ accounts: ["romeo", "juliet"] });
}, 60_000);
beforeEach(async () => {
  romeo = await signIn("romeo");
  for (const body of BODIES) romeo.send(`<message to='juliet@localhost' type='chat'><body>${body}</body></message>`);
  await ping(romeo);
});
afterAll(async () => {
  expect(await server?.errors()).toEqual([]);
  await server?.[Symbol.asyncDispose]();
});

const signIn = (username: string, resource = "r"): Promise<Client> =>
  Client.login(server.at("direct"), { username, password: PASSWORD, resource });

async function ping(client: Client): Promise<void> {
  client.send("<iq type='get' id='ping' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
  await client.receive(({ name, attrs }) => name === "iq" && attrs.id === "ping");
}

const bodiesOf = (client: Client): string[] =>
  client.inbox.all.flatMap((stanza) => (stanza.name === "message" ? [stanza.getChildText("body") ?? ""] : []));

/** Juliet has the portion, of which she has acknowledged nothing; and the `h` that covers the message with this body. */
async function withPortion(): Promise<{ juliet: Client; id: string; upTo: (body: string) => number }> {
  const juliet = await signIn("juliet");
  const { attrs } = await juliet.enableAcks(true);
  juliet.acks.answers = false;
  juliet.send("<presence/>");
  await juliet.receive((stanza) => stanza.getChildText("body") === BODIES.at(-1));
  const stanzas = juliet.inbox.all.filter(({ name }) => ["message", "presence", "iq"].includes(name));
  const before = stanzas.length - juliet.acks.received;
  const upTo = (body: string): number =>
    stanzas.findIndex((stanza) => stanza.getChildText("body") === body) + 1 - before;
  return { juliet, id: attrs.id, upTo };
}

/** What the next app of juliet's gets, once her former session has ended. */
async function left(): Promise<string[]> {
  const juliet = await signIn("juliet");
  juliet.send("<presence/>");
  await ping(juliet);
  await ping(juliet);
  const bodies = bodiesOf(juliet);
  juliet.destroy();
  return bodies;
}

test("what was acknowledged without being asked for does not come again; the rest comes once", async () => {
  const { juliet, upTo } = await withPortion();
  juliet.send(`<a xmlns='${SM}' h='${upTo("4")}'/>`);
  await ping(juliet);
  await server.kill();
  await server.restart();
  expect(await left()).toEqual(BODIES.slice(5));
  expect(await left()).toEqual([]);
}, 60_000);

test("what was acknowledged in resuming the session does not come again", async () => {
  const { juliet, id, upTo } = await withPortion();
  juliet.destroy();
  const again = await Client.connect(server.at("direct"));
  again.acks.answers = false;
  await again.authenticate({ username: "juliet", password: PASSWORD });
  again.acks.received = upTo("9");
  await again.resume(again, id);
  await server.kill();
  await server.restart();
  expect(await left()).toEqual(BODIES.slice(10));
  expect(await left()).toEqual([]);
}, 60_000);

test("what came meanwhile, and waits behind the rest of them, comes behind it, once", async () => {
  const texts = Array.from({ length: MANY }, (_, n) => `${BODIES.length + n}`);
  for (const body of texts) romeo.send(`<message to='juliet@localhost' type='chat'><body>${body}</body></message>`);
  await ping(romeo);
  const juliet = await signIn("juliet");
  const { attrs } = await juliet.enableAcks(true);
  juliet.acks.answers = false;
  juliet.send("<presence/>");
  await juliet.receive((stanza) => stanza.getChildText("body") === "99");
  romeo.send("<message to='juliet@localhost' type='chat'><body>live</body></message>");
  await ping(romeo);
  await server.kill();
  await server.restart();
  const again = await Client.connect(server.at("direct"));
  await again.authenticate({ username: "juliet", password: PASSWORD });
  expect((await again.resume(juliet, attrs.id)).name).toBe("resumed");
  await again.receive((stanza) => stanza.getChildText("body") === "live");
  expect([...bodiesOf(juliet), ...bodiesOf(again)]).toEqual([...BODIES, ...texts, "live"]);
  again.destroy();
}, 60_000);
