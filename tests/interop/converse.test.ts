/** converse.js in Debian's Chromium: two people in two browsers, over WebSocket and over BOSH. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { type ConverseSite, type ConverseTransport, serveConverse } from "../support/browser/converse.ts";
import { ConversePerson } from "../support/browser/converse-person.ts";
import { keepPicture } from "../support/browser/look.ts";
import { testWith } from "../support/needs.ts";
import { type CuttableRelay, cuttableRelay } from "../support/network/cuttable-relay.ts";
import { jabberHome } from "../support/peers/jabber-home.ts";
import { type Running, start, temporaryFolder } from "../support/peers/peer.ts";
import { picture } from "../support/picture.ts";

const PASSWORD = "wherefore art thou";
/** Two people for each transport, so that neither sees what was said over the other. */
const WEBSOCKET_USERS = ["alice", "bob"] as const;
const BOSH_USERS = ["carol", "dave"] as const;
const PICTURE = { width: 320, height: 240 };
const needs = [CHROMIUM, "npm"];

const folder = temporaryFolder("converse");
let browser: Browser;
let server: Running;
let site: ConverseSite;
/** The line of one of two people, which a test cuts. */
let line: CuttableRelay;
let port = 0;

beforeAll(async () => {
  if (needs.some((program) => Bun.which(program) === null)) return;
  const accounts: readonly string[] = [...WEBSOCKET_USERS, ...BOSH_USERS];
  const rosters = new Map(accounts.map((account, index) => [account, [accounts[index ^ 1] ?? ""]]));
  server = await start(await jabberHome.install(folder.path, { accounts, password: PASSWORD, rosters, web: true }));
  port = server.installation.web?.port ?? 0;
  line = await cuttableRelay(port);
  site = serveConverse("localhost");
  browser = await launchChromium();
  await Bun.write(join(folder.path, "balcony.png"), picture(PICTURE));
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
  line?.[Symbol.dispose]();
  await server?.stop();
  folder.remove();
});

/** Both sign in, chat, one loses and regains her connection, and the other sees a picture that she sends. */
async function conversation(
  [one, other]: readonly [string, string],
  transport: (port: number) => ConverseTransport,
  resumed: (person: ConversePerson) => Promise<void>,
): Promise<void> {
  const her = await ConversePerson.signIn(browser, site.pageFor(transport(line.port)), one, PASSWORD);
  const him = await ConversePerson.signIn(browser, site.pageFor(transport(port)), other, PASSWORD);
  await her.opensChat(`${other}@localhost`);
  await him.opensChat(`${one}@localhost`);
  await her.says("Wherefore art thou?");
  await him.sees("Wherefore art thou?");
  await him.says("Here I am.");
  await her.sees("Here I am.");

  line.cut();
  await him.says("Still there?");
  line.restore();
  await her.sees("Still there?");
  await resumed(her);
  await her.says("I never left.");
  await him.sees("I never left.");

  await her.sendsFile(join(folder.path, "balcony.png"));
  expect(await him.seesPicture()).toEqual([PICTURE.width, PICTURE.height]);
  await keepPicture(her.page, one, false);
  await keepPicture(him.page, other, false);
  expect([her.errors, him.errors]).toEqual([[], []]);
  await Promise.all([her.close(), him.close()]);
}

testWith(needs)(
  "converse.js over WebSocket: two people sign in, chat, resume a cut stream (XEP-0198 §5), and one sees the other's picture",
  () =>
    conversation(
      WEBSOCKET_USERS,
      (at) => ({ websocket_url: `wss://localhost:${at}/xmpp-websocket` }),
      (person) => person.receives("<resumed"),
    ),
  120_000,
);

testWith(needs)(
  "converse.js over BOSH: two people sign in, chat, go on in their session after a cut (XEP-0124 §14.3), and one sees the other's picture",
  () =>
    conversation(
      BOSH_USERS,
      (at) => ({ bosh_service_url: `https://localhost:${at}/http-bind` }),
      async ({ boshSessions }) => expect(boshSessions.size).toBe(1),
    ),
  120_000,
);
