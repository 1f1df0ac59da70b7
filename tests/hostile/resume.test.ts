/** XEP-0198: invalid acknowledgements, and attempts to resume another account's session. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import type { Client } from "../support/client/client.ts";
import { login, openStream, streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const SM = "urn:xmpp:sm:3";

let server: TestServer;
let juliet: Client;
/** The resumption id of juliet's session. */
let id: string;
/** Authenticated, without a bound resource. */
let unbound: Client;

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ["juliet", "tybalt"]) await server.createAccount(`${name}@localhost`);
});
beforeEach(async () => {
  juliet = await login(server, "juliet", "balcony");
  id = (await juliet.enableAcks(true)).attrs.id;
  unbound = await signedIn("juliet");
});
afterEach(() => {
  for (const client of [juliet, unbound]) client.destroy();
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function signedIn(username: string): Promise<Client> {
  const client = await openStream(server);
  await client.authenticate({ username, password: PASSWORD });
  return client;
}

async function answerTo(client: Client, text: string): Promise<Element> {
  client.send(text);
  return client.receive(({ attrs, name }) => attrs.xmlns === SM && name !== "r");
}

const conditionOf = ({ name, children }: Element): string => `${name} ${(children[0] as Element | undefined)?.name}`;

describe("§5: <resume/>", () => {
  test.each(["abc", "", "-1", "4294967296", "1e3", "0x0", "99999999999999999999", " 0", "NaN", "٣"])(
    "h='%s' is not a stanza count",
    async (h) => {
      const answer = await answerTo(unbound, `<resume xmlns='${SM}' h='${h}' previd='${id}'/>`);
      expect(conditionOf(answer)).toBe("failed bad-request");
      expect((await unbound.resume(juliet, id)).name).toBe("resumed");
    },
  );

  test.each([
    ["no h", (previd: string) => `<resume xmlns='${SM}' previd='${previd}'/>`, "bad-request"],
    ["no previd", () => `<resume xmlns='${SM}' h='0'/>`, "bad-request"],
    ["an unknown previd", () => `<resume xmlns='${SM}' h='0' previd='nonesuch'/>`, "item-not-found"],
    ["a previd of 100 kB", () => `<resume xmlns='${SM}' h='0' previd='${"x".repeat(100_000)}'/>`, "item-not-found"],
    ["a previd that every object has", () => `<resume xmlns='${SM}' h='0' previd='__proto__'/>`, "item-not-found"],
  ])("%s", async (_, text, condition) => {
    expect(conditionOf(await answerTo(unbound, text(id)))).toBe(`failed ${condition}`);
    await unbound.bind("after");
    expect(unbound.jid).toBe("juliet@localhost/after");
  });

  test("another account's session is not found, and stays connected", async () => {
    const tybalt = await signedIn("tybalt");
    const answer = await answerTo(tybalt, `<resume xmlns='${SM}' h='0' previd='${id}'/>`);
    expect(conditionOf(answer)).toBe("failed item-not-found");
    expect(answer.attrs.h).toBeUndefined();
    expect(await juliet.confirmed()).toBe(0);
    tybalt.destroy();
  });

  test("a client that has not authenticated cannot resume", async () => {
    const client = await openStream(server);
    client.send(`<resume xmlns='${SM}' h='0' previd='${id}'/>`);
    const answer = await client.receive(({ attrs }) => attrs.xmlns === SM);
    expect([answer.name, answer.getChildElements()[0]?.name]).toEqual(["failed", "unexpected-request"]);
    expect(juliet.inbox.all.some(({ name }) => name === "stream:error")).toBe(false);
    client.destroy();
  });

  test("a connected session is taken over; its former stream ends with conflict", async () => {
    expect((await unbound.resume(juliet, id)).attrs.previd).toBe(id);
    expect(await streamErrorOf(juliet)).toBe("conflict");
  });

  test("of ten clients that resume a session at the same moment, one has it in the end", async () => {
    const clients = await Promise.all(Array.from({ length: 10 }, () => signedIn("juliet")));
    const text = `<resume xmlns='${SM}' h='0' previd='${id}'/>`;
    for (const client of clients) client.send(text);
    const ends = await Promise.all(
      clients.map((client) => Promise.race([streamErrorOf(client), Bun.sleep(1000).then(() => "open")])),
    );
    expect(ends.toSorted()).toEqual([...Array<string>(9).fill("conflict"), "open"]);
    const winner = clients[ends.indexOf("open")];
    expect(await winner?.confirmed()).toBe(0);
    for (const client of clients) client.destroy();
  });

  test("resuming after binding a resource fails", async () => {
    const answer = await answerTo(juliet, `<resume xmlns='${SM}' h='0' previd='${id}'/>`);
    expect(conditionOf(answer)).toBe("failed unexpected-request");
  });

  test("a session whose stream was closed cannot be resumed", async () => {
    await juliet.end();
    const answer = await answerTo(unbound, `<resume xmlns='${SM}' h='0' previd='${id}'/>`);
    expect(conditionOf(answer)).toBe("failed item-not-found");
  });
});

describe("§4: <a/>", () => {
  test.each(["abc", "-1", "4294967296", ""])("h='%s' is invalid-xml", async (h) => {
    juliet.send(`<a xmlns='${SM}' h='${h}'/>`);
    expect(await streamErrorOf(juliet)).toBe("invalid-xml");
  });

  test.each(["1", "4294967295"])("h='%s' before anything was sent is handled-count-too-high", async (h) => {
    juliet.send(`<a xmlns='${SM}' h='${h}'/>`);
    const error = await juliet.receive(({ name }) => name === "stream:error");
    expect(error.getChildElements()[0]?.name).toBe("undefined-condition");
    expect(error.getChild("handled-count-too-high", SM)?.attrs).toMatchObject({ h, "send-count": "0" });
    await juliet.closed;
  });

  test("a count too high in <resume/> is refused, and the session can still be resumed", async () => {
    unbound.send(`<resume xmlns='${SM}' h='7' previd='${id}'/>`);
    expect(await streamErrorOf(unbound)).toBe("undefined-condition");
    const other = await signedIn("juliet");
    expect((await other.resume(juliet, id)).name).toBe("resumed");
    other.destroy();
  });
});

test("§3: <enable/> a second time is unexpected", async () => {
  expect(conditionOf(await answerTo(juliet, `<enable xmlns='${SM}' resume='true'/>`))).toBe(
    "failed unexpected-request",
  );
});

test("§4: ten thousand <r/> are answered with ten thousand <a/>", async () => {
  juliet.send(`<r xmlns='${SM}'/>`.repeat(10_000));
  for (let n = 0; n < 10_000; n++) await juliet.receive(({ name, attrs }) => name === "a" && attrs.h === "0");
});

test("sessions that are never resumed do not lock their account out", async () => {
  for (let n = 0; n < 60; n++) {
    const client = await login(server, "tybalt", `lost-${n}`);
    await client.enableAcks(true);
    client.destroy();
  }
  const last = await login(server, "tybalt", "last");
  expect(last.jid).toBe("tybalt@localhost/last");
  last.destroy();
});
