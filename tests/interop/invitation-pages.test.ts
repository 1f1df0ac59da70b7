/** Invitations and the account's page in Debian's Chromium: by keyboard alone, with and without script, narrow and wide, light and dark. */
import { afterAll, beforeAll, expect } from "bun:test";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { askServer } from "../../src/control/client.ts";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { look } from "../support/browser/look.ts";
import { testWith } from "../support/needs.ts";
import { DECODER } from "../support/process/screen-code.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { invite } from "../support/xep/invitations.ts";

const NAME = "Alice <script>document.title='owned'</script> ";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36";
let browser: Browser;
let server: TestServer;

beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0"] });
  await server.createAccount("alice@localhost", PASSWORD, true);
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  expect(server?.errors ?? []).toEqual([]);
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** Goes on by the keyboard to what this selector finds, and presses a key there. */
async function press(page: Page, selector: string, key = "Enter"): Promise<void> {
  for (let steps = 0; steps < 80; steps += 1) {
    if (await page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) === true`)) {
      await page.keyboard.press(key);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}
async function type(page: Page, selector: string, text: string): Promise<void> {
  await press(page, selector, "Home");
  await page.keyboard.type(text);
}

const VISITORS: readonly (readonly [string, BrowserContextOptions])[] = [
  [
    "phone, light, French",
    { viewport: { width: 390, height: 800 }, colorScheme: "light", locale: "fr-FR", userAgent: ANDROID },
  ],
  [
    "narrow, dark, English",
    { viewport: { width: 320, height: 640 }, colorScheme: "dark", locale: "en-GB", userAgent: ANDROID },
  ],
  ["wide, light, English", { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-GB" }],
  [
    "200 percent, dark, French",
    { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2, colorScheme: "dark", locale: "fr-FR" },
  ],
  ["without script", { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false, locale: "en-GB" }],
];

for (const [index, [title, options]] of VISITORS.entries())
  testWith([CHROMIUM])(
    `somebody makes an account by a link, invites somebody, changes the picture, leaves, by keyboard alone (${title})`,
    async () => {
      const context = await browser.newContext({ ...options, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const refused: string[] = [];
      page.on("console", (message) => {
        const isExpected = /the server responded with a status of|^Clear-Site-Data header/.test(message.text());
        if (!isExpected) refused.push(message.text());
      });
      page.on("pageerror", (error) => refused.push(String(error)));
      page.on("request", (request) => {
        if (new URL(request.url()).hostname !== "localhost" && !request.url().startsWith("data:"))
          refused.push(request.url());
      });
      const shown = (name: string) => look(page, `invited: ${title}: ${name}`.replaceAll(/[^a-z0-9]+/gi, "-"));
      const origin = `https://localhost:${server.over("websocket").port}`;
      const name = `bob${index}`;
      const { token } = await invite(server, { inviter: "alice@localhost", note: NAME });

      await page.goto(`${origin}/invite/${token}`);
      await shown("invitation");
      await press(page, "details:first-of-type summary");
      await shown("invitation, all apps");
      await type(page, "#name", "alice");
      await type(page, "#password", "correct horse");
      if (options.javaScriptEnabled === false) await type(page, "#again", "correct horse");
      await press(page, "#make button.full");
      await page.waitForSelector("[role=alert]");
      await shown("name taken");
      expect(await page.inputValue("#name")).toBe("alice");
      expect(await page.inputValue("#password")).toBe("");
      await page.fill("#name", "");
      await type(page, "#name", name);
      await type(page, "#password", "correct horse");
      if (options.javaScriptEnabled === false) await type(page, "#again", "correct horse");
      await press(page, ".card button.full");
      await page.waitForSelector("#address");
      await shown("welcome");
      expect(await page.locator("#address").textContent()).toBe(`${name}@localhost`);
      await page.goto(`${origin}/invite/${token}`);
      await shown("not good any more");

      await page.goto(`${origin}/account`);
      await shown("account");
      await press(page, 'a[href="/account/invite"]');
      await page.waitForSelector("#note");
      await type(page, "#note", NAME);
      await press(page, 'form[action="/account/invite"] button.full');
      await page.waitForSelector("#link");
      await shown("link");
      await page.goto(`${origin}/account/invite`);
      await shown("invite");

      await page.goto(`${origin}/account/profile`);
      const picture = join(server.home.directory, `${name}.png`);
      writeFileSync(picture, await page.screenshot());
      if (options.javaScriptEnabled === false) writeFileSync(picture, SMALL_PNG);
      await page.setInputFiles("#picture", picture);
      if (options.javaScriptEnabled !== false) await page.waitForSelector("#preview:not([hidden])");
      await shown("picture chosen");
      await press(page, "form[enctype] button.full");
      await page.waitForSelector("[role=status]");
      await shown("picture changed");
      const side = await page.evaluate<number>('document.querySelector("#profile img").naturalWidth');
      expect(side).toBe(options.javaScriptEnabled === false ? 1 : 320);

      await press(page, 'a[href="/account/leave"]');
      await page.waitForSelector("#confirmation");
      await shown("leave");
      await type(page, "#confirmation", name);
      await press(page, 'form[action="/account/leave"] button');
      await page.waitForSelector(`main a[href="/"]`);
      await shown("good-bye");
      const users = (await askServer(server.home, "GET /users"))?.users ?? [];
      expect(users.map(({ jid }) => jid)).not.toContain(`${name}@localhost`);
      expect(refused).toEqual([]);
      await context.close();
    },
    90_000,
  );

testWith([CHROMIUM, DECODER])(
  "a camera reads the codes of an invitation, in the light and in the dark",
  async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const context = await browser.newContext({ colorScheme, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const { token, url } = await invite(server, { inviter: "alice@localhost" });
      await page.goto(`https://localhost:${server.over("websocket").port}/invite/${token}`);
      for (const summary of await page.locator("summary").all()) await summary.click();
      const read: string[] = [];
      for (const code of await page.locator("svg.qr").all()) {
        const file = join(server.home.directory, "code.png");
        await code.screenshot({ path: file });
        read.push(spawnSync(DECODER, ["-q", "--raw", file], { encoding: "utf8" }).stdout.trim());
      }
      expect(read).toEqual([url ?? "", `xmpp:alice@localhost?roster;preauth=${token}`]);
      await context.close();
    }
  },
  60_000,
);

const SMALL_PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
