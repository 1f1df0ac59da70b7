/** Every page to which a link leads, in Debian's Chromium: for axe-core, for the keyboard, magnified, and its header fields. */
import { afterAll, beforeAll, expect } from "bun:test";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { LANGUAGES } from "../../../src/messages/language.ts";
import { accessFindings } from "../../support/browser/axe.ts";
import { CHROMIUM, launchChromium } from "../../support/browser/chromium.ts";
import { type FoundPage, openWholeSite, type WholeSite } from "../../support/browser/whole-site.ts";
import { testWith } from "../../support/needs.ts";

const SCHEMES = ["light", "dark"] as const;
const WIDTHS = [390, 1280];
/** CSS pixels: a small phone, and a window of 1280 at 400 % (WCAG 2.2 §1.4.10); at 200 %; a tablet; a computer. */
const ALL_WIDTHS = [320, 640, 820, 1280];
/** converse.js makes what is in it. */
const CHAT = "chat";
const screenshots = process.env.SCREENSHOTS;
let browser: Browser;
let site: WholeSite;

beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  site = await openWholeSite();
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  expect(site?.server.errors ?? []).toEqual([]);
  await browser?.close();
  await site?.[Symbol.asyncDispose]();
});

type Visitor = "a stranger" | "an administrator";
const VISITORS: readonly Visitor[] = ["a stranger", "an administrator"];

async function contextOf(visitor: Visitor, locale: string): Promise<BrowserContext> {
  const viewport = { width: 390, height: 800 };
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale, viewport });
  const cookie = { name: "__Host-session", value: site.session, url: site.origin, secure: true };
  if (visitor === "an administrator") await context.addCookies([cookie]);
  return context;
}

const pagesOf = (visitor: Visitor): readonly FoundPage[] =>
  visitor === "a stranger" ? site.ofStrangers : site.ofAdministrators;

/** Opens each of the pages, and calls back with what is shown. */
async function eachPage(
  visitor: Visitor,
  locale: string,
  look: (page: Page, found: FoundPage) => Promise<void>,
): Promise<void> {
  const context = await contextOf(visitor, locale);
  const page = await context.newPage();
  for (const found of pagesOf(visitor)) {
    if (found.name === CHAT && visitor === "an administrator") continue;
    await page.goto(`${site.origin}${found.path}`);
    await look(page, found);
  }
  await context.close();
}

for (const visitor of VISITORS)
  testWith([CHROMIUM])(
    `${visitor} sees no page where axe-core finds something serious, light or dark; none is wider than its window`,
    async () => {
      const found: string[] = [];
      await eachPage(visitor, "en-GB", async (page, { name }) => {
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          for (const finding of await accessFindings(page)) found.push(`${name}, ${colorScheme}: ${finding}`);
        }
        for (const width of ALL_WIDTHS) {
          await page.setViewportSize({ width, height: 800 });
          const more = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
          if (more > 0) found.push(`${name} is ${more} wider than ${width}`);
        }
      });
      expect(found).toEqual([]);
    },
    120_000,
  );

for (const visitor of VISITORS)
  for (const language of LANGUAGES.filter((each) => each !== "en"))
    testWith([CHROMIUM])(
      `in ${language}, ${visitor} sees no page that is wider than a small phone`,
      async () => {
        const found: string[] = [];
        await eachPage(visitor, language, async (page, { name }) => {
          await page.setViewportSize({ width: 320, height: 800 });
          const [lang, more] = await page.evaluate<[string, number]>(
            "[document.documentElement.lang, document.documentElement.scrollWidth - innerWidth]",
          );
          if (lang !== language) found.push(`${name} is in ${lang}`);
          if (more > 0) found.push(`${name} is ${more} wider than 320`);
        });
        expect(found).toEqual([]);
      },
      60_000,
    );

/** What the Tab key has to come to, in the order of the page; of radio buttons with one name, one. */
const STOPS = `(() => {
  const shown = (element) => element.checkVisibility() && !element.closest("details:not([open]) > :not(summary)");
  const names = new Set();
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => shown(element) && !element.disabled)
    .filter(({ type, name, form }) => {
      if (type !== "radio") return true;
      const isNew = !names.has(name);
      names.add(name);
      return isNew;
    });
})()`;
const WHERE = `(() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const same = ({ type, name }) => type === "radio" && type === element.type && name === element.name;
  const box = element.getBoundingClientRect();
  return {
    index: ${STOPS}.findIndex((each) => each === element || same(each)),
    isSeen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 && box.width > 0 && box.right > 0,
  };
})()`;

for (const visitor of VISITORS)
  testWith([CHROMIUM])(
    `the Tab key leads ${visitor} to everything on each page, in its order, and it is seen where one is`,
    async () => {
      await eachPage(visitor, "en-GB", async (page, { name }) => {
        // Where a page sets the focus itself, Tab would begin there.
        await page.evaluate("document.activeElement?.blur(); getSelection().setPosition(document.body, 0)");
        const count = await page.evaluate<number>(`${STOPS}.length`);
        const steps: { index: number; isSeen: boolean }[] = [];
        for (let step = 0; step < count; step += 1) {
          await page.keyboard.press("Tab");
          steps.push(await page.evaluate(WHERE));
        }
        const expected = steps.map((_, index) => ({ index, isSeen: true }));
        expect([name, steps]).toEqual([name, expected]);
      });
    },
    120_000,
  );

if (screenshots)
  for (const visitor of VISITORS)
    for (const locale of ["en", "fr"])
      testWith([CHROMIUM])(
        `pictures of what ${visitor} sees (${locale})`,
        () =>
          eachPage(visitor, locale, async (page, { name }) => {
            for (const colorScheme of SCHEMES)
              for (const width of WIDTHS) {
                await page.emulateMedia({ colorScheme });
                await page.setViewportSize({ width, height: 800 });
                const of = visitor === "a stranger" ? "out" : "in";
                const path = join(screenshots, `every-${of}-${name}-${width}-${colorScheme}-${locale}.png`);
                await page.screenshot({ path, fullPage: true });
              }
          }),
        240_000,
      );
