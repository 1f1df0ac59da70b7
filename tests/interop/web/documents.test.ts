/** The site of the documents in Debian's Chromium, from a disk: on a small phone and a computer, with and without script. */
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { makeSite } from "../../../installer/docs/site.ts";
import { accessFindings } from "../../support/browser/axe.ts";
import { CHROMIUM, launchChromium } from "../../support/browser/chromium.ts";
import { keepPicture } from "../../support/browser/look.ts";
import { testWith } from "../../support/needs.ts";
import { temporaryFolder } from "../../support/process/started.ts";

const ROOT = join(import.meta.dir, "../../..");
const PHONE = { width: 320, height: 640 };
const COMPUTER = { width: 1280, height: 900 };
const TIMEOUT_MS = 120_000;
const browserTest = testWith([CHROMIUM]);

const folder = temporaryFolder("site");
let browser: Browser;
beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  for (const [address, content] of makeSite(ROOT)) await Bun.write(join(folder.path, address), content);
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  folder[Symbol.dispose]();
});

/** Opens a page for a person of their own; rejects where something was asked of a network. */
async function read(
  address: string,
  options: BrowserContextOptions,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const person = await browser.newContext(options);
  try {
    const asked: string[] = [];
    person.on("request", (request) => asked.push(request.url()));
    const page = await person.newPage();
    await page.goto(`${pathToFileURL(folder.path)}/${address}`);
    await act(page);
    expect(asked.filter((url) => !url.startsWith("file:"))).toEqual([]);
  } finally {
    await person.close();
  }
}

const widthOf = (page: Page): Promise<number> => page.evaluate<number>("document.documentElement.scrollWidth");

describe.each([
  ["a small phone", PHONE, "light"],
  ["a computer", COMPUTER, "dark"],
] as const)("on %s (%o, %s)", (_, viewport, colorScheme) => {
  for (const address of ["troubleshooting.html", "features.html", "fr/first-setup.html", "fr/performance.html"])
    browserTest(
      `${address} fits, and axe-core has nothing to say of it`,
      () =>
        read(address, { viewport, colorScheme }, async (page) => {
          expect(await widthOf(page)).toBe(viewport.width);
          expect(await accessFindings(page)).toEqual([]);
          await keepPicture(page, `documents-${address.replace(/\W/g, "-")}-${viewport.width}-${colorScheme}`);
        }),
      TIMEOUT_MS,
    );
});

describe("searching", () => {
  browserTest(
    "finds the paragraph of a finding by its words, and leads to it",
    () =>
      read("moving/prosody.html", { viewport: PHONE }, async (page) => {
        await page.getByRole("textbox", { name: "Search" }).fill("Certificate expir");
        const first = page.locator(".found a").first();
        await first.waitFor();
        expect(await first.textContent()).toMatch(/^Troubleshooting › certificate-expire/);
        expect(await accessFindings(page)).toEqual([]);
        await first.click();
        await page.waitForURL(/\/troubleshooting\.html#certificate-expire[ds]$/);
      }),
    TIMEOUT_MS,
  );

  browserTest(
    "finds French words without their accents, and says where there is nothing",
    () =>
      read("fr/index.html", { viewport: COMPUTER }, async (page) => {
        const field = page.getByRole("textbox", { name: "Rechercher" });
        await field.fill("cle usb");
        await page.locator(".found a", { hasText: "Sauvegardes" }).first().waitFor();
        await field.fill("zzzz");
        await page.locator(".found [role=status]", { hasText: "Rien trouvé." }).waitFor();
        await field.press("Escape");
        await page.locator(".found").waitFor({ state: "hidden" });
      }),
    TIMEOUT_MS,
  );
});

browserTest(
  "without script, the contents lead everywhere, and there is no field that does nothing",
  () =>
    read("backup.html", { viewport: PHONE, javaScriptEnabled: false }, async (page) => {
      expect(await page.locator("#search").isVisible()).toBe(false);
      await page.getByRole("link", { name: "Contents" }).click();
      await page.getByRole("link", { name: "Troubleshooting", exact: true }).click();
      await page.waitForURL(/\/troubleshooting\.html$/);
      await page.getByRole("link", { name: "Français" }).click();
      await page.waitForURL(/\/fr\/troubleshooting\.html$/);
    }),
  TIMEOUT_MS,
);
