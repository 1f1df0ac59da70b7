/** The pages in Debian's Chromium: with and without script, narrow and wide, light and dark, in both languages. */
import { afterAll, beforeAll, expect } from "bun:test";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { look } from "../support/browser/look.ts";
import { cast } from "../support/cast.ts";
import { testWith } from "../support/needs.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { uploads } from "../support/xep/upload.ts";

const FILES = [
  "<script>document.title = 'owned'<script>.txt",
  "été à la plage.txt",
  `${"long-name-".repeat(12)}.txt`,
  "a.txt",
  "b.txt",
];
let browser: Browser;
let server: TestServer;

beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0"] });
  const { romeo } = await cast(server, ["romeo"]);
  for (const name of FILES) await uploads(romeo, "hello", { name, type: "text/plain" });
  await romeo.leaves();
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

const VISITORS: readonly (readonly [string, BrowserContextOptions])[] = [
  ["narrow, light, French", { viewport: { width: 320, height: 640 }, colorScheme: "light", locale: "fr-FR" }],
  ["a phone, dark, English", { viewport: { width: 390, height: 800 }, colorScheme: "dark", locale: "en-GB" }],
  ["wide, dark, French", { viewport: { width: 1280, height: 800 }, colorScheme: "dark", locale: "fr-CA" }],
  ["without script", { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false, locale: "en-GB" }],
];

for (const [title, options] of VISITORS)
  testWith([CHROMIUM])(
    `somebody signs in, deletes a file, changes the language, mistypes a password, signs out (${title})`,
    async () => {
      const context = await browser.newContext({ ...options, ignoreHTTPSErrors: true });
      const page = await context.newPage();
      const refused: string[] = [];
      page.on("console", (message) => {
        if (!message.text().includes("the server responded with a status of")) refused.push(message.text());
      });
      page.on("pageerror", (error) => refused.push(String(error)));
      const shown = (name: string) => look(page, `${title}: ${name}`.replaceAll(/[^a-z]+/gi, "-"));
      /** What is clicked leads to another page, which has come when this resolves. */
      const follow = async (selector: string): Promise<void> => {
        await Promise.all([page.waitForEvent("framenavigated"), page.click(selector)]);
        await page.waitForLoadState();
      };
      const submit = () => follow("main button:not([data-shows])");
      const origin = `https://localhost:${server.over("websocket").port}`;

      await page.goto(origin);
      await shown("first page");
      await follow("main a.button");
      await shown("sign in");
      await page.fill("#name", "romeo");
      await page.fill("#password", "a guess");
      await submit();
      await shown("wrong");
      expect(await page.inputValue("#name")).toBe("romeo");
      await page.fill("#password", PASSWORD);
      await submit();
      await shown("account");
      await follow("#files a.button");
      await shown("files");
      const before = await page.locator("input[type=checkbox]").count();
      await page.locator("input[type=checkbox]").first().check();
      await submit();
      await shown("confirmation");
      await submit();
      expect(await page.locator("input[type=checkbox]").count()).toBe(Math.max(before - 1, 0));

      const language = await page.getAttribute("html", "lang");
      await follow("footer button");
      expect(await page.getAttribute("html", "lang")).not.toBe(language);
      await page.goto(`${origin}/account/password`);
      await page.fill("#current", PASSWORD);
      await page.fill("#chosen", "short");
      if (options.javaScriptEnabled === false) await page.fill("#again", "short");
      await submit();
      expect(await page.getAttribute("#chosen", "aria-invalid")).toBe("true");
      await shown("password");
      await page.goto(`${origin}/account`);
      await follow('form[action="/account/sign-out"] button');
      expect(await page.locator("#password").count()).toBe(1);
      expect(refused).toEqual([]);
      await context.close();
    },
    60_000,
  );

testWith([CHROMIUM])(
  "a time is shown in the reader's zone and language, the first of a month in French as well",
  async () => {
    const shown: (string | null)[] = [];
    for (const locale of ["en-US", "fr-FR"]) {
      const options = { ignoreHTTPSErrors: true, locale, timezoneId: "Pacific/Auckland" };
      const page = await (await browser.newContext(options)).newPage();
      await page.route("**/account/files", async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace(/<time datetime="[^"]*"/, '<time datetime="2026-11-30T12:00:00Z"');
        await route.fulfill({ response, body });
      });
      await page.goto(`https://localhost:${server.over("websocket").port}/account/sign-in`);
      await page.fill("#name", "romeo");
      await page.fill("#password", PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForSelector("#files");
      await page.goto(`https://localhost:${server.over("websocket").port}/account/files`);
      shown.push(await page.textContent("time[data-local]"));
      await page.context().close();
    }
    expect(shown).toEqual([
      expect.stringMatching(/^December 1, 2026 at 1:00\sAM$/),
      expect.stringMatching(/^1er décembre 2026 à 01:00$/),
    ]);
  },
  30_000,
);
