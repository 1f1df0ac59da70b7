/** The administrator's pages in Debian's Chromium: with and without script, narrow and wide, light and dark, in both languages. */
import { afterAll, beforeAll, expect } from "bun:test";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { askServer } from "../../src/control/client.ts";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { look } from "../support/browser/look.ts";
import { testWith } from "../support/needs.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

const HOSTILE = "<script>document.title = 'owned'</script>";
const LONG = "la-grand-mère-de-tout-le-monde-et-de-tous-les-autres";
let browser: Browser;
let server: TestServer;
let visitors = 0;

beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  const settings = ["listen.https=127.0.0.1:0", "federation.deny=spam.example,advertising.example.org"];
  server = await startTestServer({ settings });
  await server.createAccount("juliet@localhost", PASSWORD, true);
  for (const name of ["romeo", "nurse", "tybalt", LONG]) await server.createAccount(`${name}@localhost`);
  await askServer(server.home, "POST /users/disable", { jid: "tybalt@localhost" });
  const owner = "juliet@localhost";
  await askServer(server.home, "POST /rooms", { room: "feast", name: HOSTILE, isPublic: true, owner });
  await askServer(server.home, "POST /rooms", { room: "capulet", name: "La famille", isPublic: false, owner });
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const VISITORS: readonly (readonly [string, BrowserContextOptions])[] = [
  ["narrow, light, French", { viewport: { width: 320, height: 640 }, colorScheme: "light", locale: "fr-FR" }],
  ["a phone, dark, English", { viewport: { width: 390, height: 800 }, colorScheme: "dark", locale: "en-GB" }],
  ["wide, light, English", { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-GB" }],
  ["without script, dark", { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false, colorScheme: "dark" }],
];
const SECTIONS = ["people", "invitations", "invitations/new", "circles", "rooms", "servers", "announcement", "audit"];

for (const [title, options] of VISITORS)
  testWith([CHROMIUM])(
    `an administrator looks at every section, switches an account off and on, tries another server, by keyboard alone (${title})`,
    async () => {
      const context = await browser.newContext({ ...options, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const refused: string[] = [];
      page.on("console", (message) => {
        if (!message.text().includes("the server responded with a status of")) refused.push(message.text());
      });
      page.on("pageerror", (error) => refused.push(String(error)));
      const shown = (name: string) => look(page, `admin: ${title}: ${name}`.replaceAll(/[^a-z]+/gi, "-"));
      /** The form that leads there is sent by the Enter key, on its button. */
      const send = async (action: string) => {
        await page.focus(`form[action="${action}"] button`);
        await page.keyboard.press("Enter");
        await page.waitForLoadState();
      };
      const asked = () => page.waitForSelector('input[name="confirmed"]', { state: "attached" });
      const origin = `https://localhost:${server.over("websocket").port}`;

      await page.goto(`${origin}/admin`);
      await page.fill("#name", "juliet");
      await page.fill("#password", PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".bar [aria-current]");
      await shown("state");
      for (const section of SECTIONS) {
        await page.goto(`${origin}/admin/${section}`);
        await shown(section);
      }
      await page.goto(`${origin}/admin/people/one?jid=romeo%40localhost`);
      await shown("person");
      await send("/admin/people/disable");
      await asked();
      await shown("question");
      await send("/admin/people/disable");
      await page.waitForSelector('form[action="/admin/people/enable"]');
      await shown("disabled");
      await send("/admin/people/enable");
      await page.waitForSelector('form[action="/admin/people/disable"]');
      await send("/admin/people/reset");
      await asked();
      await send("/admin/people/reset");
      await page.waitForSelector("#link");
      await shown("link for a new password");

      const circle = `${HOSTILE} ${++visitors}`;
      await page.goto(`${origin}/admin/circles`);
      await page.fill("#name", circle);
      await page.keyboard.press("Enter");
      await page.waitForSelector("#people");
      await page.fill("#people", `romeo, nurse ${LONG}`);
      await page.keyboard.press("Enter");
      await page.waitForSelector("input[type=checkbox]");
      await shown("circle");
      await page.focus("input[type=checkbox]");
      await page.keyboard.press("Space");
      await send("/admin/circles/kick");
      await asked();
      await shown("taking out of a circle");
      await page.goto(`${origin}/admin/invitations/new`);
      await page.fill("#note", HOSTILE);
      await page.selectOption("#circle", circle);
      await send("/admin/invitations/new");
      await page.waitForSelector("#link");
      await shown("invitation");
      await page.goto(`${origin}/admin/invitations`);
      await shown("open invitations");
      await page.goto(`${origin}/admin/announcement`);
      await page.fill("#text", HOSTILE);
      await page.focus('button[value="all"]');
      await page.keyboard.press("Enter");
      await page.waitForSelector("blockquote");
      await shown("announcing");

      await page.goto(`${origin}/admin/rooms/one?jid=feast%40rooms.localhost`);
      await shown("room");
      await send("/admin/rooms/destroy");
      await page.waitForSelector("#reason");
      await shown("destroying a room");
      await page.goto(`${origin}/admin/servers`);
      await page.fill("#domain", "nothing.example");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".trial");
      await shown("trial");
      await page.goto(`${origin}/admin/rooms/one?jid=nothing%40rooms.localhost`);
      await shown("missing");
      expect(refused).toEqual([]);
      await context.close();
    },
    60_000,
  );
