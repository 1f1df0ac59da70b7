/** XEP-0494: Client Access Management. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { askServer } from "../../src/control/client.ts";
import { type Actor, actorOf, cast, enter } from "../support/cast.ts";
import type { Client } from "../support/client/client.ts";
import { BIND2, FAST, type Sasl2Options } from "../support/client/sasl2.ts";
import { LAPTOP, PHONE, signInOnNewStream } from "../support/client/signing-in.ts";
import { SM } from "../support/client/stream-management.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const NS = "urn:xmpp:cam:0";
const DAY = 86_400_000;

let server: TestServer;
let clockOffset = 0;
const opened: Client[] = [];

beforeAll(async () => {
  server = await startTestServer({ now: () => Date.now() + clockOffset, settings: ["clients.keep=25d"] });
});
beforeEach(async () => {
  clockOffset = 0;
  await server.createAccount("romeo@localhost");
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" });
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** A session of romeo by SASL2, and the token it got. */
async function session(agent: string, options: Partial<Sasl2Options> = {}): Promise<{ actor: Actor; token: string }> {
  const inline = [`<bind xmlns='${BIND2}'/>`, `<request-token xmlns='${FAST}' mechanism='HT-SHA-256-NONE'/>`];
  const { client, success } = await signInOnNewStream(server, { username: "romeo", agent, inline, ...options });
  opened.push(client);
  return { actor: actorOf(client, new Map()), token: success.getChild("token", FAST)?.attrs.token ?? "" };
}

async function listed(actor: Actor): Promise<Element[]> {
  const answer = await actor.asks(`<iq type="get"><list xmlns="${NS}"/></iq>`);
  return answer.getChild("clients", NS)?.getChildren("client") ?? [];
}

const onlyClient = async (actor: Actor): Promise<Element> => {
  const [client, ...others] = await listed(actor);
  if (!client || others.length > 0) throw new Error("there is more than one client, or none");
  return client;
};

const timeOf = (client: Element, name: string): number => Date.parse(client.getChildText(name) ?? "");
const proofs = (client: Element): string[] =>
  client
    .getChild("auth")
    ?.getChildElements()
    .map(({ name }) => name) ?? [];

describe("§3.1: the list of clients", () => {
  test("has each client's id, software, first login and means of authentication", async () => {
    const { actor } = await session(PHONE, { software: "AwesomeXMPP", device: "Romeo's phone" });
    const client = await onlyClient(actor);
    expect(client.attrs).toMatchObject({ connected: "true", type: "session" });
    expect(client.attrs.id).not.toContain(PHONE);
    expect(client.getChildText("first-seen")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(timeOf(client, "last-seen")).toBeWithin(Date.now() - 10_000, Date.now() + 1000);
    expect(proofs(client)).toEqual(["password", "fast"]);
    expect(client.getChild("permission")?.attrs.status).toBe("unrestricted");
    expect(client.getChild("user-agent")?.getChildText("software")).toBe("AwesomeXMPP");
    expect(client.getChild("user-agent")?.getChildText("device")).toBe("Romeo's phone");
  });

  test("has disconnected clients, with the time they were last seen", async () => {
    const phone = await session(PHONE);
    const { actor: laptop } = await session(LAPTOP);
    clockOffset = DAY;
    await phone.actor.leaves();
    clockOffset = 3 * DAY;
    const disconnected = (await listed(laptop)).find(({ attrs }) => attrs.connected === "false");
    expect(timeOf(disconnected as Element, "last-seen")).toBeWithin(Date.now() + DAY - 10_000, Date.now() + DAY + 1000);
    expect(timeOf(disconnected as Element, "first-seen")).toBeWithin(Date.now() - 10_000, Date.now() + 1000);
  });

  test("marks a client with a resumable session as connected (XEP-0198)", async () => {
    const inline = [`<bind xmlns='${BIND2}'><enable xmlns='${SM}' resume='true'/></bind>`];
    const phone = await session(PHONE, { inline });
    const { actor: laptop } = await session(LAPTOP);
    phone.actor.client.destroy();
    await phone.actor.client.closed;
    expect((await listed(laptop)).map(({ attrs }) => attrs.connected)).toEqual(["true", "true"]);
  });

  test("still has the client after it has resumed", async () => {
    const inline = [`<bind xmlns='${BIND2}'><enable xmlns='${SM}' resume='true'/></bind>`];
    const { client, success } = await signInOnNewStream(server, { username: "romeo", agent: PHONE, inline });
    const id = success.getChild("bound", BIND2)?.getChild("enabled", SM)?.attrs.id;
    client.destroy();
    await client.closed;
    const { actor } = await session(PHONE, { inline: [`<resume xmlns='${SM}' previd='${id}' h='0'/>`] });
    expect((await onlyClient(actor)).attrs.connected).toBe("true");
  });

  test("has a client that authenticated by RFC 6120 while it is connected", async () => {
    const oldClient = await enter(server, "romeo", "old client");
    const { actor: laptop } = await session(LAPTOP);
    expect((await listed(laptop)).map(proofs)).toEqual([["password", "fast"], ["password"]]);
    await oldClient.leaves();
    expect(await listed(laptop)).toHaveLength(1);
  });

  test("keeps its ids across a restart, and updates the clients' names", async () => {
    const first = await session(PHONE, { software: "Before" });
    const { id } = (await onlyClient(first.actor)).attrs;
    await server.restart();
    const { actor } = await session(PHONE, { software: "After" });
    const client = await onlyClient(actor);
    expect(client.attrs.id).toBe(id);
    expect(client.getChild("user-agent")?.toString()).not.toContain("Before");
  });

  test("§5: drops clients not seen for long, and revokes their tokens", async () => {
    const { actor, token } = await session(PHONE);
    await actor.leaves();
    // A leap of the clock is ignored: no client is dropped.
    clockOffset = 26 * DAY;
    const early = await session(LAPTOP);
    expect(await listed(early.actor)).toHaveLength(2);
    await early.actor.leaves();
    for (clockOffset = 0; clockOffset < 26 * DAY; clockOffset += 0.9 * DAY) {
      const { actor: passing } = await session(LAPTOP);
      await passing.leaves();
    }
    const laptop = await session(LAPTOP);
    expect(await listed(laptop.actor)).toHaveLength(1);
    await expect(session(PHONE, { mechanism: "HT-SHA-256-NONE", token })).rejects.toThrow("not-authorized");
  });

  test("truncates long names, and returns markup in them as text", async () => {
    const { actor } = await session(PHONE, { software: `<x/>${"y".repeat(500)}` });
    const software = (await onlyClient(actor)).getChild("user-agent")?.getChildText("software");
    expect(software).toStartWith("<x/>yyy");
    expect(software).toHaveLength(100);
  });
});

describe("§3.2: revoking access", () => {
  const revoke = (actor: Actor, id: string): Promise<Element> =>
    actor.asks(`<iq type="set"><revoke xmlns="${NS}" id="${id}"/></iq>`);

  test('of one that has shown the password: service-unavailable with "password-reset-required"', async () => {
    const { id } = (await onlyClient((await session(PHONE)).actor)).attrs;
    const answer = await revoke((await session(LAPTOP)).actor, id);
    expect(conditionOf(answer)).toBe("service-unavailable");
    expect(answer.getChild("error")?.getChild("password-reset-required", NS)).toBeDefined();
    expect(answer.getChild("error")?.attrs.type).toBe("cancel");
  });

  test("its sessions and its token end nevertheless; the others' do not", async () => {
    const phone = await session(PHONE);
    const { id } = (await onlyClient(phone.actor)).attrs;
    const laptop = await session(LAPTOP);
    await revoke(laptop.actor, id);
    const error = await phone.actor.client.receive(({ name }) => name === "stream:error");
    expect(error.getChild("not-authorized")).toBeDefined();
    await expect(session(PHONE, { mechanism: "HT-SHA-256-NONE", token: phone.token })).rejects.toThrow(
      "not-authorized",
    );
    expect((await onlyClient(laptop.actor)).attrs.connected).toBe("true");
    await session(LAPTOP, { mechanism: "HT-SHA-256-NONE", token: laptop.token });
  });

  test("a client without an id of its own loses its session", async () => {
    const oldClient = await enter(server, "romeo", "old client");
    const laptop = await session(LAPTOP);
    const withoutId = (await listed(laptop.actor)).find((client) => !proofs(client).includes("fast"));
    await revoke(laptop.actor, withoutId?.attrs.id);
    await oldClient.client.receive(({ name }) => name === "stream:error");
    expect(await listed(laptop.actor)).toHaveLength(1);
  });

  test("a new password ends all sessions and tokens, and clears the list", async () => {
    const { actor, token } = await session(PHONE);
    await askServer(server.home, "PUT /users/password", { jid: "romeo@localhost", password: "a new one" });
    const error = await actor.client.receive(({ name }) => name === "stream:error");
    expect(error.getChild("not-authorized")).toBeDefined();
    await expect(session(PHONE, { mechanism: "HT-SHA-256-NONE", token })).rejects.toThrow("not-authorized");
    const { actor: laptop } = await session(LAPTOP, { password: "a new one" });
    expect(await listed(laptop)).toHaveLength(1);
  });

  test("of an unknown client is item-not-found", async () => {
    const { actor } = await session(PHONE);
    expect(conditionOf(await revoke(actor, "unknown"))).toBe("item-not-found");
    expect(conditionOf(await actor.asks(`<iq type="set"><revoke xmlns="${NS}"/></iq>`))).toBe("item-not-found");
  });
});

describe("§4: no other account can list or revoke clients", () => {
  test("another account's list does not have them, and their ids are unknown to it", async () => {
    const { actor: romeo } = await session(PHONE);
    const { id } = (await onlyClient(romeo)).attrs;
    const { juliet } = await cast(server, ["juliet"]);
    const asked = await juliet.asks(`<iq type="get" to="romeo@localhost"><list xmlns="${NS}"/></iq>`);
    expect(asked.attrs.type).toBe("error");
    const revoked = await juliet.asks(`<iq type="set"><revoke xmlns="${NS}" id="${id}"/></iq>`);
    expect(conditionOf(revoked)).toBe("item-not-found");
    await juliet.leaves();
  });

  test("a new account of the same address has an empty list", async () => {
    await session(PHONE, { software: "Former" });
    await askServer(server.home, "DELETE /users", { jid: "romeo@localhost" });
    await server.createAccount("romeo@localhost");
    const { actor } = await session(LAPTOP);
    expect(await listed(actor)).toHaveLength(1);
  });
});
