/** The pictures of the READMEs: what the pages look like. RENEW_PICTURES=1 takes them anew. */
import { expect, test } from "bun:test";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { SCENARIOS } from "../../end-to-end/screens/scenarios.ts";
import { CHROMIUM, launchChromium } from "../../support/browser/chromium.ts";
import { CODE, openSetupSite } from "../../support/browser/setup-site.ts";
import { testWith } from "../../support/needs.ts";
import { freePorts } from "../../support/network/free-ports.ts";
import { PASSWORD, startTestServer } from "../../support/server.ts";

const ROOT = join(import.meta.dir, "../../..");
const LANGUAGES = [
  ["en", "README.md"],
  ["fr", "README.fr.md"],
] as const;
const DOMAIN = "example.com";
const SIZE = { width: 390, height: 760 };
/** Bytes of all pictures that one README shows. */
const MOST_BYTES = 160_000;
const ANDROID =
  "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36";

const picturesIn = (readme: string): readonly string[] =>
  [...readFileSync(join(ROOT, readme), "utf8").matchAll(/<img src="(docs\/images\/[^"]+)"/g)].map(
    ([, path = ""]) => path,
  );

async function keepPicture(page: Page, name: string): Promise<void> {
  const picture = await page.screenshot();
  if (process.env.RENEW_PICTURES) writeFileSync(join(ROOT, "docs/images", name), picture);
}

test.each(LANGUAGES)(
  "the README (%s) shows pictures of its language, small enough for a slow line",
  (language, readme) => {
    const pictures = picturesIn(readme);
    expect(pictures).toEqual([
      `docs/images/setup.${language}.png`,
      `docs/images/link.${language}.png`,
      `docs/images/invitation.${language}.png`,
    ]);
    const sizes = pictures.map((path) => statSync(join(ROOT, path)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
  },
);

testWith([CHROMIUM])(
  "setup shows on a phone which records are missing",
  async () => {
    const browser = await launchChromium();
    for (const [language] of LANGUAGES) {
      const { environment } = SCENARIOS["at-home"].setting();
      // Some of them are there already.
      const seeDns: typeof environment.seeDns = async (answers) => {
        const seen = await environment.seeDns(answers);
        const records = seen.records.map((each, index) => (index < 3 ? { ...each, state: "right" as const } : each));
        return { ...seen, records };
      };
      await using site = openSetupSite({ environment: { ...environment, seeDns } });
      const page = await (await browser.newContext({ locale: language, viewport: SIZE })).newPage();
      await page.goto(`${site.origin}/?code=${CODE}`);
      await page.click('main button[name="go"]');
      const goOn = (): Promise<void> => page.click('main button[value="on"]');
      const type = async (text: string): Promise<void> => {
        await page.fill("#answer", text);
        await goOn();
      };
      await type("marie@dupont.example");
      await page.check('input[value="type"]');
      await goOn();
      await type("81.2.69.160");
      await type("tintin.dupont.example");
      await page.check('input[value="hand"]');
      await goOn();
      await page.waitForSelector("#live .right");
      await keepPicture(page, `setup.${language}.png`);
      await page.context().close();
    }
    await browser.close();
  },
  60_000,
);

testWith([CHROMIUM])(
  "what they show is there: alice makes a link on her page, and somebody opens it on a phone",
  async () => {
    const [port] = freePorts(1);
    const settings = [`listen.https=127.0.0.1:${port}`, `web.address=${DOMAIN}`];
    await using server = await startTestServer({ settings, domains: [DOMAIN] });
    await server.createAccount(`alice@${DOMAIN}`, PASSWORD, true);
    const browser = await launchChromium([`--host-resolver-rules=MAP ${DOMAIN}:443 127.0.0.1:${port}`]);
    for (const [language] of LANGUAGES) {
      const options = { ignoreHTTPSErrors: true, locale: language, viewport: SIZE, userAgent: ANDROID };
      const page = await (await browser.newContext(options)).newPage();
      await page.goto(`https://${DOMAIN}/account/profile`);
      await page.fill("#name", "alice");
      await page.fill("#password", PASSWORD);
      await page.keyboard.press("Enter");
      await page.waitForSelector("#picture");
      await page.fill("#name", "Alice");
      await page.keyboard.press("Enter");
      await page.waitForSelector("[role=status]");
      await page.goto(`https://${DOMAIN}/account/invite`);
      await page.click('form[action="/account/invite"] button.full');
      const link = (await page.textContent("#link")) ?? "";
      expect(link).toStartWith(`https://${DOMAIN}/invite/`);
      await keepPicture(page, `link.${language}.png`);
      await page.context().clearCookies();
      await page.goto(link);
      expect(await page.textContent("h1")).toContain("Alice");
      await keepPicture(page, `invitation.${language}.png`);
      await page.context().close();
    }
    await browser.close();
    expect(server.errors).toEqual([]);
  },
  60_000,
);
