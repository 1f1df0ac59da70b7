/** /chat in Debian's Chromium: two people in two browsers, signed in on the pages of the server. */
import { afterAll, beforeAll, expect } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { type ChatOptions, ChatPerson } from "../support/browser/chat-person.ts";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { look } from "../support/browser/look.ts";
import { befriend, cast } from "../support/cast.ts";
import { testWith } from "../support/needs.ts";
import { cuttableRelay } from "../support/network/cuttable-relay.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { picture } from "../support/picture.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const ROOM = "balcony@rooms.localhost";
const PICTURE = { width: 320, height: 240 };
const folder = mkdtempSync(join(tmpdir(), "chat-"));
let browser: Browser;
let server: TestServer;
let origin = "";

beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  const [port] = freePorts(1);
  server = await startTestServer({ settings: [`listen.https=127.0.0.1:${port}`] });
  const { romeo, juliet } = await cast(server, ["romeo", "juliet"]);
  await befriend(romeo, juliet);
  romeo.sends(`<presence to="${ROOM}/romeo"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
  const form = '<x xmlns="jabber:x:data" type="submit"/>';
  await romeo.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#owner">${form}</query></iq>`,
  );
  const member = '<item affiliation="member" jid="juliet@localhost"/>';
  await romeo.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#admin">${member}</query></iq>`,
  );
  for (const person of [romeo, juliet]) {
    const conference = '<conference xmlns="urn:xmpp:bookmarks:1" name="The balcony" autojoin="true"/>';
    const item = `<item id="${ROOM}">${conference}</item>`;
    const publish = `<publish node="urn:xmpp:bookmarks:1">${item}</publish>`;
    await person.asks(`<iq type="set"><pubsub xmlns="http://jabber.org/protocol/pubsub">${publish}</pubsub></iq>`);
    await person.leaves();
  }
  origin = `https://localhost:${server.over("websocket").port}`;
  await Bun.write(join(folder, "balcony.png"), picture(PICTURE));
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

/**
 * Signed in on the pages, both write to each other and in their group, and one sees the picture of the other. A picture of
 * another server stays a link.
 */
async function conversation(at: string, options: ChatOptions = {}): Promise<readonly [ChatPerson, ChatPerson]> {
  const name = options.hasWebSockets === false ? "BOSH" : "WebSocket";
  const him = await ChatPerson.signIn(browser, at, ["romeo", PASSWORD], options);
  const her = await ChatPerson.signIn(browser, at, ["juliet", PASSWORD], options);
  await him.opensChat("juliet@localhost");
  await her.opensChat("romeo@localhost");
  await her.says(`Wherefore art thou, ${name}?`);
  await him.sees(`Wherefore art thou, ${name}?`);
  await him.says(`Here I am, ${name}.`);
  await her.sees(`Here I am, ${name}.`);
  await her.sendsFile(join(folder, "balcony.png"));
  expect(await him.seesPicture()).toEqual([PICTURE.width, PICTURE.height]);
  await her.says(`https://elsewhere.example/${name}.png`);
  await him.page.waitForSelector(`a[href="https://elsewhere.example/${name}.png"]`);
  expect(await him.page.locator('img[src*="elsewhere.example"]').count()).toBe(0);
  await him.opensRoom(ROOM);
  await her.opensRoom(ROOM);
  await him.says(`To all, ${name}`);
  await her.sees(`To all, ${name}`);
  return [him, her];
}

/** Nobody else was asked for anything, and nothing went wrong that a browser tells. */
function expectPeace(at: string, ...people: readonly ChatPerson[]): void {
  const own = [at, at.replace("https:", "wss:"), "data:", "blob:"];
  for (const { requests, complaints } of people) {
    expect(requests.filter((address) => !own.some((start) => address.startsWith(start)))).toEqual([]);
    expect(complaints).toEqual([]);
  }
  expect(server.errors).toEqual([]);
}

testWith([CHROMIUM])(
  "two people chat, see a picture, and meet in their group, over WebSocket; nobody else is asked for anything",
  async () => {
    const people = await conversation(origin);
    expect(people.every(({ received }) => received.length > 0)).toBe(true);
    expectPeace(origin, ...people);
    await Promise.all(people.map((person) => person.close()));
  },
  120_000,
);

testWith([CHROMIUM])(
  "where no WebSocket comes through, the same over BOSH",
  async () => {
    const people = await conversation(origin, { hasWebSockets: false });
    expect(people.every(({ requests }) => requests.includes(`${origin}/http-bind`))).toBe(true);
    expectPeace(origin, ...people);
    await Promise.all(people.map((person) => person.close()));
  },
  120_000,
);

testWith([CHROMIUM])(
  "by keyboard alone, at 200 %: somebody is chosen and written to; then back to the lists, and into the group",
  async () => {
    const him = await ChatPerson.signIn(browser, origin, ["romeo", PASSWORD], {
      viewport: { width: 640, height: 400 },
    });
    const contact = 'a.open-chat[data-jid="juliet@localhost"]';
    await him.page.waitForSelector(contact);
    await him.presses(contact);
    await him.page.waitForSelector("converse-chat textarea.chat-textarea");
    await him.presses("converse-chat textarea", "Home");
    await him.page.keyboard.type("By keyboard alone.");
    await him.page.keyboard.press("Enter");
    await him.sees("By keyboard alone.");
    await him.presses("converse-chat converse-controlbox-navback");
    await him.presses(`a.open-room[data-room-jid="${ROOM}"]`);
    await him.page.waitForSelector("converse-muc textarea.chat-textarea");
    expectPeace(origin, him);
    await him.close();
  },
  60_000,
);

testWith([CHROMIUM])(
  "a chat whose line is cut resumes its session (XEP-0198 §5); one that is loaded again signs in anew",
  async () => {
    const line = await cuttableRelay(server.over("websocket").port);
    const at = `https://localhost:${line.port}`;
    const her = await ChatPerson.signIn(browser, at, ["juliet", PASSWORD]);
    line.cut();
    line.restore();
    await her.receives("<resumed");
    await her.page.reload();
    await her.isConnected();
    const signIns = server.events.filter(({ mechanism }) => mechanism === "one-time password");
    expect(signIns.length).toBeGreaterThanOrEqual(3);
    await her.close();
    line[Symbol.dispose]();
  },
  60_000,
);

testWith([CHROMIUM])(
  "a chat waits for a server that restarts, and goes on",
  async () => {
    const her = await ChatPerson.signIn(browser, origin, ["juliet", PASSWORD]);
    const before = her.received.length;
    await server.restart();
    await her.receives("<resumed", before);
    await her.opensChat("romeo@localhost");
    await her.says("Parting is such sweet sorrow");
    await her.sees("Parting is such sweet sorrow");
    await her.close();
  },
  60_000,
);

testWith([CHROMIUM])(
  "whoever signs out on the account's page leaves the chat in every tab, and nothing in the browser",
  async () => {
    const him = await ChatPerson.signIn(browser, origin, ["romeo", PASSWORD]);
    const account = await him.page.context().newPage();
    await account.goto(`${origin}/account`);
    await account.click('form[action="/account/sign-out"] button');
    await him.page.waitForSelector("#password");
    expect(him.page.url()).toBe(`${origin}/chat`);
    const kept = "indexedDB.databases().then((all) => all.length + localStorage.length + sessionStorage.length)";
    while ((await him.page.evaluate<number>(kept)) > 0) await him.page.waitForTimeout(50);
    await him.close();
  },
  60_000,
);

testWith([CHROMIUM])(
  "a chat that is refused a password again and again is loaded again once, and says so",
  async () => {
    const her = await ChatPerson.signIn(browser, origin, ["juliet", PASSWORD]);
    let refusals = 0;
    await her.page.route("**/chat/password", (route) => {
      refusals += 1;
      return route.fulfill({ status: 403 });
    });
    await her.page.reload();
    await her.page.waitForSelector("#ended:visible");
    expect(refusals).toBe(2);
    await her.page.unroute("**/chat/password");
    await her.page.click("#ended a");
    await her.isConnected();
    expect(await her.page.evaluate<unknown>("history.state")).toBeNull();
    await her.close();
  },
  60_000,
);

const VISITORS: readonly (readonly [string, ChatOptions])[] = [
  ["narrow-light-fr", { viewport: { width: 320, height: 640 }, colorScheme: "light", locale: "fr-FR" }],
  ["phone-dark-en", { viewport: { width: 390, height: 800 }, colorScheme: "dark", locale: "en-GB" }],
  ["phone-light-fr", { viewport: { width: 390, height: 800 }, colorScheme: "light", locale: "fr-FR" }],
  ["wide-light-en", { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-GB" }],
  ["wide-dark-fr", { viewport: { width: 1280, height: 800 }, colorScheme: "dark", locale: "fr-FR" }],
];

for (const [name, options] of VISITORS)
  testWith([CHROMIUM])(
    `the chat fits its window, in the reader's language and colours (${name})`,
    async () => {
      const him = await ChatPerson.signIn(browser, origin, ["romeo", PASSWORD], options);
      await him.page.waitForSelector(`a.open-chat[data-jid="juliet@localhost"]`);
      await look(him.page, `chat-${name}`, false);
      await him.opensChat("juliet@localhost");
      await him.says("Good night, good night!");
      await him.sees("Good night, good night!");
      await look(him.page, `chat-${name}-conversation`, false);
      expectPeace(origin, him);
      await him.close();
    },
    60_000,
  );
