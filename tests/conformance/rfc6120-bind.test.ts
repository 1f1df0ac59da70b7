/** RFC 6120 §7: resource binding. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { Element } from "ltx";
import { appear, enter } from "../support/cast.ts";
import type { Client } from "../support/client/client.ts";
import { conditionOf, login, openStream, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const BIND = "urn:ietf:params:xml:ns:xmpp-bind";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ settings: ["limits.sessions_per_account=3"] });
  await server.createAccount("romeo@localhost");
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function authenticated(username = "romeo"): Promise<Client> {
  const client = await openStream(server);
  await client.authenticate({ username, password: PASSWORD });
  return client;
}

async function answerTo(client: Client, request: string): Promise<Element> {
  client.send(request);
  return client.receive(({ name }) => name === "iq");
}

test("§7.1: a stanza before a resource is bound ends the stream with not-authorized", async () => {
  const client = await authenticated();
  client.send("<message to='romeo@localhost'><body>hello</body></message>");
  expect(await streamErrorOf(client)).toBe("not-authorized");
});

test("§7.6.1: without a requested resource the server generates one, different each time", async () => {
  const [one, other] = [await authenticated(), await authenticated()];
  for (const client of [one, other]) await client.bind();
  expect(one.jid).toMatch(/^romeo@localhost\/.{22}$/);
  expect(other.jid).not.toBe(one.jid);
  for (const client of [one, other]) await client.end();
});

test("§7.7.1: the requested resource is bound as prepared (RFC 7622 §3.4)", async () => {
  const client = await authenticated();
  const answer = await answerTo(
    client,
    `<iq type='set' id='b'><bind xmlns='${BIND}'><resource>café\u00a0</resource></bind></iq>`,
  );
  expect(answer.attrs).toMatchObject({ type: "result", id: "b" });
  expect(answer.getChild("bind", BIND)?.getChildText("jid")).toBe("romeo@localhost/café ");
  await client.end();
});

const REFUSED: readonly (readonly [sentence: string, request: string, condition: string])[] = [
  [
    "§7.7.2.1: a malformed resource",
    `<iq type='set' id='b'><bind xmlns='${BIND}'><resource>\u0085</resource></bind></iq>`,
    "bad-request",
  ],
  [
    "§7.7.2.1: a resource that is too long",
    `<iq type='set' id='b'><bind xmlns='${BIND}'><resource>${"x".repeat(1024)}</resource></bind></iq>`,
    "bad-request",
  ],
  ["§7.6.1: a get", `<iq type='get' id='b'><bind xmlns='${BIND}'/></iq>`, "bad-request"],
  ["§8.1.3: no id", `<iq type='set'><bind xmlns='${BIND}'/></iq>`, "bad-request"],
];

for (const [sentence, request, condition] of REFUSED) {
  test(`${sentence} is ${condition}, and the client may try again`, async () => {
    const client = await authenticated();
    const answer = await answerTo(client, request);
    expect(answer.attrs.type).toBe("error");
    expect(conditionOf(answer)).toBe(condition);
    await client.bind("garden");
    expect(client.jid).toBe("romeo@localhost/garden");
    await client.end();
  });
}

test("§7.7.2.2: a second stream that binds the resource takes it over; the former stream ends with conflict", async () => {
  const juliet = await enter(server, "juliet", "balcony");
  await appear(juliet);
  const former = await login(server, "romeo", "orchard");
  former.send(`<presence to='${juliet.jid}'/>`);
  await juliet.receives("<presence from='romeo@localhost/orchard'/>");
  const latter = await login(server, "romeo", "orchard");
  expect(await streamErrorOf(former)).toBe("conflict");
  await juliet.receives("<presence type='unavailable' from='romeo@localhost/orchard'/>");
  juliet.sends("<message to='romeo@localhost/orchard'><body>hark</body></message>");
  await latter.receive(({ name }) => name === "message");
  await latter.end();
  await juliet.leaves();
});

test("§7.7.2.3: beyond an account's limit of sessions: resource-constraint", async () => {
  await server.createAccount("tybalt@localhost");
  const sessions = [];
  for (let n = 0; n < 3; n++) sessions.push(await login(server, "tybalt", `r${n}`));
  const fourth = await authenticated("tybalt");
  const request = `<iq type='set' id='b'><bind xmlns='${BIND}'/></iq>`;
  expect(conditionOf(await answerTo(fourth, request))).toBe("resource-constraint");
  await sessions[0]?.end();
  expect((await answerTo(fourth, request)).attrs.type).toBe("result");
  for (const client of [...sessions, fourth]) client.destroy();
});

test("§7.7.2.3: at the limit, a suspended session (XEP-0198) ends for a new one", async () => {
  await server.createAccount("mercutio@localhost");
  for (let n = 0; n < 5; n++) {
    const client = await login(server, "mercutio", `phone${n}`);
    await client.enableAcks(true);
    client.destroy();
  }
  const endedEvents = server.events.filter(
    ({ event, jid }) => event === "session-ended" && String(jid).includes("mercutio"),
  );
  expect(endedEvents.map(({ jid }) => jid)).toEqual(["mercutio@localhost/phone0", "mercutio@localhost/phone1"]);
});

test("RFC 6121 §1.4: the session request of RFC 3921 is answered, before presence or after", async () => {
  const client = await login(server, "romeo");
  expect(client.features.getChild("session")?.getChild("optional")).toBeDefined();
  const session = (): Element => new Element("session", { xmlns: "urn:ietf:params:xml:ns:xmpp-session" });
  await client.iq("set", session());
  await client.iq("set", session(), "localhost");
  await client.end();
});

test("§7: a stream binds one resource only", async () => {
  const client = await login(server, "romeo");
  const answer = await answerTo(client, `<iq type='set' id='b2'><bind xmlns='${BIND}'/></iq>`);
  expect(answer.attrs.type).toBe("error");
  await client.end();
});
