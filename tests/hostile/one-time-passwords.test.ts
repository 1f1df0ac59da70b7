/** The passwords with which /chat signs in: good once, over HTTPS, for what a session of the pages may do. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import type { Browser } from "../../src/web/pages/testing.ts";
import { browserOf, signInOn } from "../support/browser/pages.ts";
import { type Actor, actorOf, enter } from "../support/cast.ts";
import { Client } from "../support/client/client.ts";
import { signIn } from "../support/client/sasl2.ts";
import { outcomeOf } from "../support/client/signing-in.ts";
import { conditionOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const NS_CAM = "urn:xmpp:cam:0";
const NS_REGISTER = "jabber:iq:register";
const COMMANDS = "http://jabber.org/protocol/commands";
/** As many wrong passwords as may be tried at once. */
const FAILURES = 5;

let server: TestServer;
let browser: Browser;
const opened: Client[] = [];

beforeAll(async () => {
  const settings = ["listen.https=127.0.0.1:0", `limits.failures_per_account=${FAILURES}`];
  server = await startTestServer({ settings });
  await server.createAccount("juliet@localhost", PASSWORD, true);
});
beforeEach(async () => {
  await server.createAccount("romeo@localhost", PASSWORD, true);
  browser = browserOf(server);
  await signInOn(browser, "romeo", PASSWORD);
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await server.removeAccount("romeo@localhost");
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** The settings that the page gives to its script. */
async function settingsOf(page: Browser): Promise<Record<string, string>> {
  const { html } = await page.get("/chat");
  const [, settings = "{}"] = /data-settings="([^"]*)"/.exec(html) ?? [];
  return JSON.parse(settings.replaceAll("&quot;", '"'));
}

/** What the script of the page is given. */
async function passwordFor(page: Browser): Promise<string> {
  const { token = "" } = await settingsOf(page);
  const { status, html } = await page.post("/chat/password", new URLSearchParams({ token }).toString());
  expect(status).toBe(200);
  return JSON.parse(html).password;
}

type Where = "tcp" | "websocket" | "bosh";

async function login(password: string, { username = "romeo", where = "websocket" as Where } = {}): Promise<Actor> {
  const target = server.over(where, "direct");
  const client = await Client.login(target, { username, password, mechanism: "PLAIN" });
  opened.push(client);
  return actorOf(client, new Map());
}

/** The condition of the refusal; "in" where there is none. */
const outcome = (password: string, how: Parameters<typeof login>[1] = {}): Promise<string> =>
  outcomeOf(login(password, how));

describe("a one-time password", () => {
  test.each<Where>(["websocket", "bosh"])("signs in once over %s, and no second time", async (where) => {
    const password = await passwordFor(browser);
    expect(await outcome(password, { where })).toBe("in");
    expect(await outcome(password, { where })).toBe("credentials-expired");
  });

  test("of five that use it at once, one is let in", async () => {
    const password = await passwordFor(browser);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => outcome(password)));
    expect(outcomes.filter((each) => each === "in")).toHaveLength(1);
  });

  test("is nothing for another account", async () => {
    expect(await outcome(await passwordFor(browser), { username: "juliet" })).toBe("credentials-expired");
    expect(await outcome(await passwordFor(browser), { username: "nobody" })).toBe("credentials-expired");
  });

  test("that was stolen is nothing after its owner has signed out", async () => {
    const password = await passwordFor(browser);
    await browser.submit(await browser.get("/account"), "/account/sign-out");
    expect(await outcome(password)).toBe("credentials-expired");
  });

  test("is nothing after the password has changed, even to what it was", async () => {
    const password = await passwordFor(browser);
    const change = { current: PASSWORD, chosen: PASSWORD };
    await browser.submit(await browser.get("/account/password"), "/account/password", change);
    expect(await outcome(password)).toBe("credentials-expired");
  });

  test("is a wrong password over TCP", async () => {
    expect(await outcome(await passwordFor(browser), { where: "tcp" })).toBe("not-authorized");
  });

  test("is a wrong password in SASL2, where it would lead to tokens and keys that outlive it", async () => {
    const password = await passwordFor(browser);
    const client = await Client.connect(server.over("websocket"));
    opened.push(client);
    expect(await outcomeOf(signIn(client, { username: "romeo", mechanism: "PLAIN", password }))).toBe("not-authorized");
    expect(await outcome(password)).toBe("in");
  });

  test("that is over is no guess: the password itself is still believed", async () => {
    const password = await passwordFor(browser);
    for (let tries = 0; tries <= 2 * FAILURES; tries += 1) await outcome(password);
    expect(await outcomeOf(login(PASSWORD, { where: "tcp" }))).toBe("in");
  });

  test("is in no log", async () => {
    const password = await passwordFor(browser);
    await login(password);
    await outcome(password);
    expect(JSON.stringify(server.events)).not.toContain(password.slice(-20));
  });
});

describe("its form", () => {
  test("without the page's token, from elsewhere, or by GET: nothing", async () => {
    const { token = "" } = await settingsOf(browser);
    const body = new URLSearchParams({ token }).toString();
    const refused = [
      await browser.post("/chat/password", ""),
      await browser.post("/chat/password", new URLSearchParams({ token: "x".repeat(43) }).toString()),
      await browser.post("/chat/password", body, { "sec-fetch-site": "cross-site" }),
      await browser.post("/chat/password", body, { "sec-fetch-site": "same-site" }),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    expect((await browser.get("/chat/password")).status).toBe(405);
    for (const { html } of refused) expect(html).not.toContain("one-time:");
  });

  test("of somebody who is not signed in: the sign-in page, as a refusal", async () => {
    const { token = "" } = await settingsOf(browser);
    browser.cookies.delete("session");
    const answer = await browser.post("/chat/password", new URLSearchParams({ token }).toString());
    expect(answer.status).toBe(403);
    expect(answer.html).not.toContain("one-time:");
  });
});

describe("whoever came in by one", () => {
  test("changes no password and cancels no account (XEP-0077 §3.2, §3.3)", async () => {
    const chat = await login(await passwordFor(browser));
    const fields = "<username>romeo</username><password>something else</password>";
    for (const request of [fields, "<remove/>"])
      for (const to of ["", ' to="localhost"']) {
        const query = `<query xmlns="${NS_REGISTER}">${request}</query>`;
        expect(conditionOf(await chat.asks(`<iq type="set"${to}>${query}</iq>`))).toBe("not-authorized");
      }
    expect(await outcomeOf(login(PASSWORD, { where: "tcp" }))).toBe("in");
  });

  test("does not administer (XEP-0133), as the page of administration asks for the password", async () => {
    const chat = await login(await passwordFor(browser));
    const app = await enter(server, "romeo", "phone");
    opened.push(app.client);
    const node = "http://jabber.org/protocol/admin#delete-user";
    const command = `<iq type="set" to="localhost"><command xmlns="${COMMANDS}" node="${node}"/></iq>`;
    expect((await app.asks(command)).attrs.type).toBe("result");
    expect((await chat.asks(command)).attrs.type).toBe("error");
    const list = `<iq type="get" to="localhost"><query xmlns="http://jabber.org/protocol/disco#items" node="${COMMANDS}"/></iq>`;
    expect(String(await app.asks(list))).toContain(node);
    expect(String(await chat.asks(list))).not.toContain(node);
  });

  test("stays so after a restart of the server", async () => {
    const chat = await login(await passwordFor(browser));
    chat.sends('<enable xmlns="urn:xmpp:sm:3" resume="true"/>');
    const { attrs } = await chat.client.receive(({ name }) => name === "enabled");
    await server.restart();
    const sameBrowser = browserOf(server);
    for (const [name, value] of browser.cookies) sameBrowser.cookies.set(name, value);
    const client = await Client.connect(server.over("websocket"));
    opened.push(client);
    await client.authenticate({ username: "romeo", password: await passwordFor(sameBrowser), mechanism: "PLAIN" });
    client.send(`<resume xmlns="urn:xmpp:sm:3" previd="${attrs.id}" h="0"/>`);
    await client.receive(({ name }) => name === "resumed");
    const again = actorOf(client, new Map());
    const query = `<query xmlns="${NS_REGISTER}"><remove/></query>`;
    expect(conditionOf(await again.asks(`<iq type="set">${query}</iq>`))).toBe("not-authorized");
  });

  test("is listed with a grant (XEP-0494 §3.1), and leaves when somebody signs out on the pages", async () => {
    const chat = await login(await passwordFor(browser));
    const app = await enter(server, "romeo", "phone");
    opened.push(app.client);
    const list = async () =>
      (await app.asks(`<iq type="get"><list xmlns="${NS_CAM}"/></iq>`))
        .getChild("clients", NS_CAM)
        ?.getChildren("client")
        .filter((each) => each.getChild("auth")?.getChild("grant"));
    const [listed, ...others] = (await list()) ?? [];
    expect([listed?.getChild("user-agent")?.getChildText("software"), others.length]).toEqual(["converse.js", 0]);
    await browser.submit(await browser.get("/account"), "/account/sign-out");
    expect((await chat.client.receive(({ name }) => name === "stream:error")).getChild("not-authorized")).toBeDefined();
    expect(await list()).toEqual([]);
  });

  test("has no way back once its access is revoked (XEP-0494 §3.2): the session of the pages has ended", async () => {
    const password = await passwordFor(browser);
    await login(await passwordFor(browser));
    const app = await enter(server, "romeo", "phone");
    opened.push(app.client);
    const clients = (await app.asks(`<iq type="get"><list xmlns="${NS_CAM}"/></iq>`)).getChild("clients", NS_CAM);
    const chat = clients?.getChildren("client").find((each) => each.getChild("auth")?.getChild("grant"));
    const revoke = `<revoke xmlns="${NS_CAM}" id="${chat?.attrs.id}"/>`;
    expect((await app.asks(`<iq type="set">${revoke}</iq>`)).attrs.type).toBe("result");
    expect(await outcome(password)).toBe("credentials-expired");
    expect((await browser.get("/chat")).html).toContain('action="/account/sign-in"');
  });
});
