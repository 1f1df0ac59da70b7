/** XEP-0012: Last Activity. */
import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

let clock = Date.parse("2026-01-01T00:00:00Z");
let server: TestServer;
let romeo: Actor;
let juliet: Actor;
let tybalt: Actor;
let testNumber = 0;

beforeAll(async () => {
  server = await startTestServer({ now: () => clock });
  [romeo, tybalt] = [await enter(server, "romeo", "orchard"), await enter(server, "tybalt", "street")];
  for (const actor of [romeo, tybalt]) await appear(actor);
});
beforeEach(async () => {
  testNumber += 1;
  juliet = await enter(server, `juliet${testNumber}`, "balcony");
  await appear(juliet);
  await befriend(romeo, juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const LAST = '<query xmlns="jabber:iq:last"/>';
const asks = (actor: Actor, to: string) => actor.asks(`<iq type="get" to="${to}">${LAST}</iq>`);

/** Seconds and status, or the error's condition. */
async function lastOf(actor: Actor, to: string): Promise<string | undefined> {
  const answer = await asks(actor, to);
  const query = answer.getChild("query", "jabber:iq:last");
  return query ? `${query.attrs.seconds} ${query.getText()}`.trim() : conditionOf(answer);
}

test("§3: the last activity of an account with an available resource is now", async () => {
  clock += 90_000;
  expect(await lastOf(romeo, juliet.account)).toBe("0");
});

test("§3: of an unavailable account, the seconds since and the status of its last unavailable presence", async () => {
  juliet.sends('<presence type="unavailable"><status>Heading Home</status></presence>');
  await juliet.pings();
  clock += 903_000;
  expect(await lastOf(romeo, juliet.account)).toBe("903 Heading Home");
});

test("§3: of an account whose stream ended, the seconds since", async () => {
  await juliet.leaves();
  clock += 61_500;
  expect(await lastOf(romeo, juliet.account)).toBe("61");
});

test("§3: a client may query its own account", async () => {
  expect(await lastOf(juliet, juliet.account)).toBe("0");
});

test("§3, §8: a query without a presence subscription is forbidden, whether the account exists or not", async () => {
  for (const to of [juliet.account, "nobody@localhost"]) expect(await lastOf(tybalt, to)).toBe("forbidden");
});

test("§4: a visible client answers itself", async () => {
  const answer = asks(romeo, juliet.jid);
  const { attrs } = await juliet.receives(`<iq type="get">${LAST}</iq>`);
  juliet.sends(
    `<iq type="result" id="${attrs.id}" to="${romeo.jid}"><query xmlns="jabber:iq:last" seconds="123"/></iq>`,
  );
  expect((await answer).getChild("query")?.attrs.seconds).toBe("123");
});

test("§4: a query without a presence subscription is forbidden, and does not reach the client", async () => {
  for (const to of [juliet.jid, `${juliet.account}/nowhere`, "nobody@localhost/nowhere"]) {
    expect(await lastOf(tybalt, to)).toBe("forbidden");
  }
  await juliet.receivesNothing("<iq/>");
});

test("§5: the server answers with its uptime", async () => {
  const started = Number(await lastOf(romeo, "localhost"));
  clock += 10_000;
  expect(Number(await lastOf(romeo, "localhost"))).toBe(started + 10);
});

test("§6: the domain and the account advertise it", async () => {
  for (const to of ["localhost", romeo.account]) expect(await featuresOf(romeo, to)).toContain("jabber:iq:last");
});
