/** The whole wizard in Debian's Chromium: on a small phone and a computer, in both languages, light and dark, with and without script. */
import { afterAll, beforeAll, describe, expect } from "bun:test";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { LANGUAGES } from "../../../src/messages/language.ts";
import { SCENARIOS, type ScenarioName, type WizardSetting } from "../../end-to-end/screens/scenarios.ts";
import { accessFindings } from "../../support/browser/axe.ts";
import { CHROMIUM, launchChromium } from "../../support/browser/chromium.ts";
import { keepPicture } from "../../support/browser/look.ts";
import { CODE, openSetupSite, type SetupSite, type SetupSiteOptions } from "../../support/browser/setup-site.ts";
import { testWith } from "../../support/needs.ts";

const PHONE = { width: 320, height: 640 };
const COMPUTER = { width: 1280, height: 800 };
const LOCALES = ["en", "fr"];
const TIMEOUT_MS = 120_000;

let browser: Browser;
beforeAll(async () => {
  if (Bun.which(CHROMIUM) !== null) browser = await launchChromium();
}, 60_000);
afterAll(() => browser?.close());

const browserTest = testWith([CHROMIUM]);

/** What is answered on each page: a text, "=choice", "!key", and what the person looks at besides: "?". */
type Answers = readonly string[];

const WALKS: Readonly<
  Record<string, { readonly scenario: ScenarioName; readonly answers: Answers; readonly scheme: "light" | "dark" }>
> = {
  rented: {
    scenario: "four-answers",
    scheme: "light",
    answers: ["marie@dupont.example", "=http-01", "=here", "", "=service", "=on", "=invite", "jean", "=later"],
  },
  home: {
    scenario: "at-home",
    scheme: "dark",
    answers: [
      ...["nas.local", "marie@dupont.example", "=type", "192.168.1.1", "=type", "81.2.69.160", ""],
      ...["=hand", "!f", "!z", "!enter", "!enter", "=ask", "on", "=http-01", "=dns-01", "=hand", "!enter"],
      ...["=later", "=service", "=on", "=later"],
    ],
  },
};

async function withSite(
  setting: WizardSetting,
  options: SetupSiteOptions,
  context: Parameters<Browser["newContext"]>[0],
  act: (page: Page, site: SetupSite, context: BrowserContext) => Promise<void>,
): Promise<void> {
  await using site = openSetupSite(setting, options);
  const person = await browser.newContext(context);
  try {
    await act(await person.newPage(), site, person);
  } finally {
    await person.close();
  }
}

const screenOf = (page: Page): Promise<string | null> => page.locator("[data-screen]").getAttribute("data-screen");

/** Sends the answer, and waits for the page that follows. */
async function give(page: Page, answer: string): Promise<void> {
  const before = await screenOf(page);
  const [, key] = /^!(.+)/.exec(answer) ?? [];
  const [, choice] = /^=(.+)/.exec(answer) ?? [];
  if (choice !== undefined) await page.locator(`input[type=radio][value="${choice}"]`).check();
  else if (key === undefined && answer !== "on") await page.locator("#answer").fill(answer);
  const button = key === undefined ? '[name="go"][value="on"]' : `[name="key"][value="${key}"]`;
  await page.locator(`main button${button}`).click();
  await nextScreen(page, before);
}

/** Waits for another question than before, or for what is wrong with the answer. */
const nextScreen = (page: Page, before: string | null): Promise<void> =>
  page
    .locator(
      `[data-screen]:not([data-screen$="-wait"]):not([data-screen="${before}"]), [data-screen="${before}"] [aria-invalid]`,
    )
    .first()
    .waitFor({ state: "attached", timeout: 30_000 });

/** Each window in each scheme, and each language in both. */
const pictureScheme = (locale: string, { width }: { readonly width: number }): "light" | "dark" =>
  (locale === "en") === (width === PHONE.width) ? "light" : "dark";

/** Nothing is wider than a small phone, and axe-core finds nothing serious, where there is a scheme for it to look in. */
async function examine(
  page: Page,
  name: string,
  locale: string,
  colorScheme: "light" | "dark" | undefined,
): Promise<readonly string[]> {
  const found: string[] = [];
  if (colorScheme) {
    await page.emulateMedia({ colorScheme });
    for (const finding of await accessFindings(page)) found.push(`${name}, ${colorScheme}: ${finding}`);
  }
  for (const viewport of [COMPUTER, PHONE]) {
    await page.setViewportSize(viewport);
    const more = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    if (more > 0) found.push(`${name} is ${more} wider than ${viewport.width}`);
    await page.emulateMedia({ colorScheme: pictureScheme(locale, viewport) });
    await keepPicture(page, `setup-${name}-${viewport.width}-${locale}`);
  }
  return found;
}

describe.each(Object.entries(WALKS))("%s", (name, { scenario, answers, scheme }) => {
  for (const locale of name === "rented" ? LANGUAGES : LOCALES)
    browserTest(
      `from the code to the last page (${locale}): nothing that axe-core finds serious, and nothing too wide for a phone`,
      () =>
        withSite(
          SCENARIOS[scenario].setting(),
          { isOverheard: true },
          { locale, viewport: PHONE },
          async (page, site) => {
            const pageErrors: string[] = [];
            page.on("pageerror", ({ message }) => void pageErrors.push(message));
            page.on("console", (message) => {
              if (message.type() === "error") pageErrors.push(message.text());
            });
            const found: string[] = [];
            // What axe-core looks at is the same in every language.
            const axe = locale === "en" ? scheme : undefined;
            await page.goto(`${site.origin}/?code=${CODE}`);
            found.push(...(await examine(page, `${name}-00`, locale, axe)));
            await page.locator('main button[name="go"]').click();
            await page.waitForSelector("[data-screen]");
            for (const [index, answer] of answers.entries()) {
              found.push(...(await examine(page, `${name}-${`${index + 1}`.padStart(2, "0")}`, locale, axe)));
              await give(page, answer);
            }
            found.push(...(await examine(page, `${name}-99`, locale, axe)));
            expect([found, pageErrors]).toEqual([[], []]);
            expect(await page.locator("a.button").getAttribute("href")).toMatch(/^https:\/\/.*dupont\.example/);
            expect(await site.sitting.run()?.ended).toMatchObject({ domain: "dupont.example", admin: "marie" });
          },
        ),
      TIMEOUT_MS,
    );
});

/** Presses Tab until what has the focus matches. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let count = 0; count < 30; count += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}

browserTest(
  "by the keyboard alone: the field has the focus, Enter sends, arrows choose, Tab leads to every button and back",
  () =>
    withSite(
      SCENARIOS["four-answers"].setting(),
      { isForFirst: true },
      { locale: "en", viewport: COMPUTER },
      async (page, site) => {
        const next = async (act: () => Promise<void>): Promise<void> => {
          const before = await screenOf(page).catch(() => null);
          await act();
          await nextScreen(page, before);
        };
        const enter = (): Promise<void> => page.keyboard.press("Enter");
        const title = async (): Promise<string> => (await page.locator("h1").textContent()) ?? "";
        await page.goto(site.origin);
        await tabTo(page, 'main button[name="go"]');
        await page.keyboard.press("Enter");
        await page.waitForSelector("#answer");
        await next(async () => {
          await page.keyboard.type("marie@dupont.example");
          await enter();
        });
        expect(await title()).toBe("Certificate");
        await next(async () => {
          await tabTo(page, 'button[value="back"]');
          await enter();
        });
        expect(await page.locator("#answer").inputValue()).toBe("marie@dupont.example");
        await next(enter);
        await next(async () => {
          await tabTo(page, "input[type=radio]");
          await page.keyboard.press("ArrowUp");
          await enter();
        });
        // From the first choice, the arrow leads around to the last: a certificate of one's own.
        expect(await title()).toStartWith("Password");
        await next(enter);
        await next(async () => {
          await tabTo(page, "input[type=radio]");
          await enter();
        });
        await next(async () => {
          await tabTo(page, "input[type=radio]");
          await page.keyboard.press("ArrowDown");
          await page.keyboard.press("ArrowDown");
          await enter();
        });
        await next(async () => {
          await tabTo(page, "input[type=radio]");
          await enter();
        });
        expect(await title()).toBe("It runs.");
        expect(await site.sitting.run()?.ended).toMatchObject({ source: "self-signed" });
      },
    ),
  TIMEOUT_MS,
);

describe("a page that waits", () => {
  const slow = () => {
    const setting = SCENARIOS["four-answers"].setting();
    const work = Promise.withResolvers<undefined>();
    const certificate = { ...setting.environment.certificate, trial: () => work.promise };
    return { setting: { environment: { ...setting.environment, certificate } }, finish: () => work.resolve(undefined) };
  };

  for (const javaScriptEnabled of [true, false])
    browserTest(
      `goes on by itself when there is a question, ${javaScriptEnabled ? "by a script" : "and without script as well"}`,
      async () => {
        const { setting, finish } = slow();
        const context = { locale: "en", viewport: PHONE, javaScriptEnabled };
        await withSite(setting, {}, context, async (page, site) => {
          await page.goto(`${site.origin}/?code=${CODE}`);
          await page.locator('main button[name="go"]').click();
          await page.locator("#answer").fill("marie@dupont.example");
          await page.locator('button[value="on"]').click();
          await page.locator('button[value="on"]').click();
          await page.locator(".busy").waitFor();
          await keepPicture(page, `setup-waiting-${javaScriptEnabled ? "script" : "plain"}`);
          finish();
          await page.locator('input[type="password"]').waitFor();
          // It is seen that the password field can be shown only where a script does that.
          expect(await page.locator("button.show").isVisible()).toBe(javaScriptEnabled);
        });
      },
      TIMEOUT_MS,
    );

  browserTest(
    "says so when setup does not answer any more",
    async () => {
      const { setting, finish } = slow();
      await withSite(setting, {}, { locale: "en", viewport: PHONE }, async (page, site) => {
        await page.goto(`${site.origin}/?code=${CODE}`);
        await page.locator('main button[name="go"]').click();
        await page.locator("#answer").fill("marie@dupont.example");
        await page.locator('button[value="on"]').click();
        await page.locator('button[value="on"]').click();
        await page.locator(".busy").waitFor();
        await site.sitting.server.stop();
        await page.locator("[data-gone]").waitFor({ state: "visible", timeout: 60_000 });
        finish();
      });
    },
    TIMEOUT_MS,
  );
});

browserTest(
  "a list that is watched ticks itself off while the page is open, without losing what has the focus",
  async () => {
    const setting = SCENARIOS["web-server"].setting();
    let isFree = false;
    const portState: WizardSetting["environment"]["portState"] = async ({ port }) =>
      isFree || (port !== 80 && port !== 443)
        ? { kind: "free" }
        : { kind: "taken", holder: { name: "nginx", pid: 812 } };
    const environment = { ...setting.environment, portState };
    await withSite({ environment }, {}, { locale: "en", viewport: PHONE }, async (page, site) => {
      await page.goto(`${site.origin}/?code=${CODE}`);
      await page.locator('main button[name="go"]').click();
      await page.locator("#answer").fill("marie@dupont.example");
      await page.locator('button[value="on"]').click();
      await page.locator("#live .wrong, #live .note").first().waitFor();
      isFree = true;
      // Once all is right, nothing is left to be done here, and the wizard goes on.
      await page.locator("h1", { hasText: "Certificate" }).waitFor({ timeout: 60_000 });
    });
  },
  TIMEOUT_MS,
);
