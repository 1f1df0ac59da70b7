/** XEP-0445: Pre-Authenticated In-Band Registration. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { actorOf, enter } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { BIND2, signIn } from "../support/client/sasl2.ts";
import { PHONE } from "../support/client/signing-in.ts";
import { TRANSPORTS } from "../support/client/transport.ts";
import { conditionOf, openStream } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { asksForm, invite, registers, shows } from "../support/xep/invitations.ts";
import { itemsOf, pushTo, rosterOf } from "../support/xep/roster.ts";

const PASSWORD = "a rose by any name";
const TOKEN_FEATURE = "urn:xmpp:ibr-token:0";
const FEATURE = "http://jabber.org/features/iq-register";

let time = Date.now();
let server: TestServer;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({
    now: () => time,
    domains: ["localhost", "example.com"],
    settings: ["listen.https=127.0.0.1:0"],
  });
  await server.createAccount("romeo@localhost", undefined, true);
});
afterEach(() => {
  for (const client of opened.splice(0)) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function connect(at = server.at("direct")): Promise<Client> {
  const client = await Client.connect(at);
  opened.push(client);
  return client;
}
const typeOf = (answer: Promise<{ attrs: { type?: string } }>) => answer.then(({ attrs }) => attrs.type);

test("§2: the feature <register/> is offered under TLS, before authentication, beside that of XEP-0077", async () => {
  const plaintext = await connect(server.at("none"));
  expect(plaintext.features.getChild("register")).toBeUndefined();
  const { features } = await connect();
  expect(features.getChild("register", TOKEN_FEATURE)).toBeDefined();
  expect(features.getChild("register", FEATURE)).toBeDefined();
  const romeo = await enter(server, "romeo", "orchard");
  opened.push(romeo.client);
  expect(romeo.client.features.getChild("register")).toBeUndefined();
});

test("§2: where nobody may register, nothing is offered, and no token is taken", async () => {
  await using closed = await startTestServer({ settings: ["registration.policy=closed"] });
  const client = await connect(closed.at("direct"));
  expect(client.features.getChild("register")).toBeUndefined();
  expect(conditionOf(await shows(client, "x".repeat(22)))).toBe("service-unavailable");
  await expect(invite(closed)).rejects.toMatchObject({ reason: "registration-closed" });
});

describe.each(TRANSPORTS)("over %s", (transport) => {
  test("§3: the server accepts the token, and the client proceeds with registration, then with SASL2", async () => {
    const { token } = await invite(server);
    const client = await connect(server.over(transport, "direct"));
    expect(await typeOf(shows(client, token))).toBe("result");
    expect((await asksForm(client)).getChild("query")?.getChild("username")).toBeDefined();
    const username = `nurse-${transport}`;
    expect(await typeOf(registers(client, username, PASSWORD))).toBe("result");
    const success = await signIn(client, {
      ...{ username, password: PASSWORD, mechanism: "SCRAM-SHA-256", agent: PHONE },
      inline: [`<bind xmlns='${BIND2}'/>`],
    });
    expect(success.getChildText("authorization-identifier")).toStartWith(`${username}@localhost/`);
  });

  test("§3: the account signs in with SASL on the same stream", async () => {
    const client = await connect(server.over(transport, "direct"));
    await shows(client, (await invite(server)).token);
    const username = `friar-${transport}`;
    expect(await typeOf(registers(client, username, PASSWORD))).toBe("result");
    await client.login({ username, password: PASSWORD });
    expect(client.jid).toStartWith(`${username}@localhost/`);
  });
});

test("§3: a token that is unknown, expired, used, revoked or of another domain is item-not-found", async () => {
  const text = async (token: string, domain?: string) => {
    const answer = await shows(await connect(server.at("direct", domain)), token);
    expect(answer.getChild("error")?.getChildText("text")).toBe("The provided token is invalid or expired");
    return conditionOf(answer);
  };
  const expired = await invite(server, { validity: 60_000 });
  const [used, revoked, elsewhere] = [await invite(server), await invite(server), await invite(server)];
  const client = await connect();
  await shows(client, used.token);
  expect(await typeOf(registers(client, "peter", PASSWORD))).toBe("result");
  await askServer(server.home, "DELETE /users/invitations", { id: revoked.invitation.id });
  time += 60_001;
  for (const { token } of [expired, used, revoked]) expect(await text(token)).toBe("item-not-found");
  expect(await text("guessed")).toBe("item-not-found");
  expect(await text("a".repeat(22))).toBe("item-not-found");
  expect(await text(elsewhere.token, "example.com")).toBe("item-not-found");
  expect(await typeOf(shows(await connect(), elsewhere.token))).toBe("result");
});

test("§3: a rejected client cannot register where an invitation is needed", async () => {
  const client = await connect();
  expect(conditionOf(await registers(client, "mallory", PASSWORD))).toBe("not-allowed");
  expect(conditionOf(await asksForm(client))).toBe("not-allowed");
  await shows(client, (await invite(server)).token);
  await shows(client, "b".repeat(22));
  expect(conditionOf(await registers(client, "mallory", PASSWORD))).toBe("not-allowed");
});

test("§3: a token is not used before the registration has succeeded", async () => {
  const { token } = await invite(server);
  const client = await connect();
  await shows(client, token);
  expect(conditionOf(await registers(client, "romeo", PASSWORD))).toBe("conflict");
  expect(conditionOf(await registers(client, "rosaline", "short"))).toBe("not-acceptable");
  expect(conditionOf(await registers(client, "admin", PASSWORD))).toBe("not-acceptable");
  expect(conditionOf(await registers(client, "a b", PASSWORD))).toBe("jid-malformed");
  expect(conditionOf(await registers(client, "", PASSWORD))).toBe("not-acceptable");
  client.destroy();
  const other = await connect();
  expect(await typeOf(shows(other, token))).toBe("result");
  expect(await typeOf(registers(other, "rosaline", PASSWORD))).toBe("result");
  expect(conditionOf(await registers(other, "rosaline2", PASSWORD))).toBe("not-acceptable");
});

test("§3: what follows MUST NOT be rejected because the token has expired since it was shown", async () => {
  const { token } = await invite(server, { validity: 60_000 });
  const client = await connect();
  await shows(client, token);
  time += 120_000;
  expect(await typeOf(registers(client, "balthasar", PASSWORD))).toBe("result");
});

test("an invitation that is revoked while it is used makes no account", async () => {
  const { token, invitation } = await invite(server);
  const client = await connect();
  await shows(client, token);
  await askServer(server.home, "DELETE /users/invitations", { id: invitation.id });
  expect(conditionOf(await registers(client, "gregory", PASSWORD))).toBe("item-not-found");
});

test("§4: the username of an invitation is reserved for it, and the form has it", async () => {
  const { token, uri } = await invite(server, { jid: "juliet@localhost" });
  expect(uri).toBe(`xmpp:juliet@localhost?register;preauth=${token}`);
  const other = await connect();
  await shows(other, (await invite(server)).token);
  expect(conditionOf(await registers(other, "Juliet", PASSWORD))).toBe("not-acceptable");
  const client = await connect();
  await shows(client, token);
  expect((await asksForm(client)).getChild("query")?.getChildText("username")).toBe("juliet");
  expect(conditionOf(await registers(client, "capulet", PASSWORD))).toBe("not-acceptable");
  expect(await typeOf(registers(client, "juliet", PASSWORD))).toBe("result");
});

test("§1.3 of XEP-0401: the invited and the inviter have each other in their rosters, pushed without reconnecting", async () => {
  const romeo = await enter(server, "romeo", "orchard");
  opened.push(romeo.client);
  await rosterOf(romeo);
  const client = await connect();
  await shows(client, (await invite(server, { inviter: "romeo" })).token);
  await registers(client, "capulet", PASSWORD);
  expect((await pushTo(romeo)).attrs).toMatchObject({ jid: "capulet@localhost", subscription: "both" });
  await client.login({ username: "capulet", password: PASSWORD });
  const capulet = actorOf(client, new Map());
  expect(await itemsOf(capulet)).toEqual({ "romeo@localhost": { subscription: "both" } });
});

test("an invitation for several is good so many times; one for an administrator makes one", async () => {
  const { token } = await invite(server, { uses: 2, admin: true });
  for (const name of ["first", "second"]) {
    const client = await connect();
    await shows(client, token);
    expect(await typeOf(registers(client, name, PASSWORD))).toBe("result");
  }
  expect(conditionOf(await shows(await connect(), token))).toBe("item-not-found");
  const { users = [] } = (await askServer(server.home, "GET /users")) ?? {};
  expect(users.filter(({ admin }) => admin).map(({ jid }) => jid)).toEqual([
    "first@localhost",
    "romeo@localhost",
    "second@localhost",
  ]);
});

test("more people than may register without an invitation do so with one, from one address", async () => {
  for (const name of ["one", "two", "three", "four", "five"]) {
    const client = await openStream(server);
    await shows(client, (await invite(server)).token);
    expect(await typeOf(registers(client, name, PASSWORD))).toBe("result");
    client.destroy();
  }
});

test("no token is logged", async () => {
  const { token } = await invite(server);
  const client = await connect();
  await shows(client, token);
  await registers(client, "servant", PASSWORD);
  const logged = JSON.stringify(server.events);
  expect(logged).toContain("invitation-used");
  expect(logged).not.toContain(token);
});
