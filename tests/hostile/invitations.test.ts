/** Invitations in hostile hands: used by several at once, guessed, sent at the wrong time or on the wrong stream. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { enter } from "../support/cast.ts";
import type { Client } from "../support/client/client.ts";
import { auth, conditionOf, login, openStream, saslAnswer, streamErrorOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { invite, PARS, registers, shows, tokenOf } from "../support/xep/invitations.ts";
import { itemsOf } from "../support/xep/roster.ts";

const PASSWORD = "a rose by any name";

let server: TestServer;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0", "web.address=chat.example.com"] });
  await server.createAccount("romeo@localhost", undefined, true);
});
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function connect(to: TestServer = server, tls: "direct" | "none" = "direct"): Promise<Client> {
  const client = await openStream(to, tls);
  opened.push(client);
  return client;
}
const accounts = async () => ((await askServer(server.home, "GET /users"))?.users ?? []).map(({ jid }) => jid);

/** Shows the token on five streams, and then registers on all of them at the same time. */
async function fiveAtOnce(token: string, nameOf: (index: number) => string): Promise<readonly string[]> {
  const clients = await Promise.all(Array.from({ length: 5 }, () => connect()));
  for (const client of clients) expect((await shows(client, token)).attrs.type).toBe("result");
  const answers = await Promise.all(clients.map((client, index) => registers(client, nameOf(index), PASSWORD)));
  return answers.map((answer) => (answer.attrs.type === "result" ? "made" : conditionOf(answer))).sort();
}

test("a token that is used five times at once makes one account", async () => {
  const before = await accounts();
  const refused = Array.from({ length: 4 }, () => "item-not-found");
  expect(await fiveAtOnce((await invite(server)).token, (index) => `twin${index}`)).toEqual([...refused, "made"]);
  expect((await accounts()).length).toBe(before.length + 1);
});

test("a token for three that is used five times at once makes three accounts", async () => {
  const { token } = await invite(server, { uses: 3 });
  const made = ["item-not-found", "item-not-found", "made", "made", "made"];
  expect(await fiveAtOnce(token, (index) => `sibling${index}`)).toEqual(made);
});

test("five at once for the same name make one account, and what is left of the token stays good", async () => {
  const { token } = await invite(server, { uses: 5 });
  expect((await fiveAtOnce(token, () => "same")).filter((answer) => answer === "made")).toEqual(["made"]);
  const { invitations = [] } = (await askServer(server.home, "GET /users/invitations")) ?? {};
  expect(invitations.map(({ usesLeft }) => usesLeft)).toEqual([4]);
});

test("a link for a new password makes no account, and is no invitation to a contact", async () => {
  const issued = await askServer(server.home, "POST /users/reset", { jid: "romeo" });
  const token = issued?.url?.split("/").at(-1) ?? "";
  expect(token).toHaveLength(22);
  expect(conditionOf(await shows(await connect(), token))).toBe("item-not-found");
  const juliet = await enter(server, await named("juliet"), "balcony");
  opened.push(juliet.client);
  juliet.sends(
    `<presence type="subscribe" to="romeo@localhost"><preauth xmlns="${PARS}" token="${token}"/></presence>`,
  );
  expect(await itemsOf(juliet)).toEqual({ "romeo@localhost": { subscription: "none", ask: "subscribe" } });
});

async function named(name: string): Promise<string> {
  await server.createAccount(`${name}@localhost`);
  return name;
}

test("a token is not taken in plaintext, nor after signing in", async () => {
  const { token } = await invite(server);
  const plaintext = await connect(server, "none");
  plaintext.send(`<iq type="set" id="1"><preauth xmlns="${PARS}" token="${token}"/></iq>`);
  expect(await streamErrorOf(plaintext)).toBe("not-authorized");
  const nurse = await login(server, await named("nurse"));
  opened.push(nurse);
  expect(conditionOf(await shows(nurse, token))).toBe("service-unavailable");
  expect((await shows(await connect(), token)).attrs.type).toBe("result");
});

test.each([
  `<iq type="set" id="x"><preauth xmlns="${PARS}"/></iq>`,
  `<iq type="set" id="x"><preauth xmlns="${PARS}" token=""/></iq>`,
  `<iq type="get" id="x"><preauth xmlns="${PARS}" token="TOKEN"/></iq>`,
])("what is malformed is a bad request: %s", async (text) => {
  const { token } = await invite(server);
  const client = await connect();
  client.send(text.replace("TOKEN", token));
  expect(conditionOf(await client.receive(({ attrs }) => attrs.id === "x"))).toBe("bad-request");
  expect(conditionOf(await registers(client, "mallory", PASSWORD))).toBe("not-allowed");
});

test("guesses are throttled with those of passwords, whatever the token is", async () => {
  await using guarded = await startTestServer({ settings: ["limits.failures_per_address=5"] });
  await guarded.createAccount("juliet@localhost");
  const { token } = await invite(guarded);
  const client = await connect(guarded);
  const answers: string[] = [];
  for (let guess = 0; guess < 6; guess++)
    answers.push(conditionOf(await shows(client, String(guess).repeat(22).slice(0, 22))));
  expect(answers).toEqual([...Array.from({ length: 5 }, () => "item-not-found"), "resource-constraint"]);
  expect(conditionOf(await shows(await connect(guarded), token))).toBe("resource-constraint");
  expect(await saslAnswer(await connect(guarded), auth("PLAIN", "\0juliet\0a guess"))).toBe("temporary-auth-failure");
  expect(JSON.stringify(guarded.events)).not.toContain(token);
});

test("what a stream has shown is good for that stream alone", async () => {
  const { token } = await invite(server);
  await shows(await connect(), token);
  expect(conditionOf(await registers(await connect(), "mallory", PASSWORD))).toBe("not-allowed");
});

test("the database has no token in it", async () => {
  const issued = [await invite(server), await invite(server, { jid: "capulet@localhost", note: "the nurse" })];
  const files = [server.home.database, `${server.home.database}-wal`];
  const bytes = Buffer.concat(await Promise.all(files.map(async (file) => Buffer.from(await Bun.file(file).bytes()))));
  expect(bytes.includes("the nurse")).toBe(true);
  for (const { uri } of issued) expect(bytes.includes(tokenOf(uri ?? ""))).toBe(false);
});

test("a token is in no log, whatever is done with its page", async () => {
  const { token } = await invite(server);
  const { url } = (await askServer(server.home, "POST /users/reset", { jid: "romeo" })) ?? {};
  const reset = url?.split("/").at(-1) ?? "";
  const port = server.server.listening.https?.split(":").at(-1);
  const at = (path: string, init: RequestInit = {}) =>
    fetch(`https://localhost:${port}${path}`, { ...init, redirect: "manual", tls: { rejectUnauthorized: false } });
  const form = { method: "POST", body: new URLSearchParams({ name: "mallory", password: PASSWORD }) };
  for (const path of [`/invite/${token}`, `/reset/${reset}`]) {
    expect((await at(path)).status).toBe(200);
    for (const refused of [at(path, form), at(path, { method: "DELETE" }), at(`${path}/more`), at(`${path}x`)])
      expect((await refused).status).toBeGreaterThanOrEqual(400);
  }
  const logged = JSON.stringify(server.events);
  expect(logged).toContain("invitation-made");
  for (const secret of [token, reset]) expect(logged).not.toContain(secret);
});
