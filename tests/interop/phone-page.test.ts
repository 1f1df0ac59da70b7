/** The page of `jabber-home dns --phone` in Debian's Chromium, as a phone has it: a real WebSocket, in both languages. */
import { afterAll, beforeAll, expect } from "bun:test";
import type { Browser } from "playwright-core";
import { followServer } from "../../src/control/client.ts";
import type { PhoneStep } from "../../src/operations/phone-check.ts";
import { accessFindings } from "../support/browser/axe.ts";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { look } from "../support/browser/look.ts";
import { testWith } from "../support/needs.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const WINDOW = { width: 390, height: 844 };
let browser: Browser;
let server: TestServer;
let origin = "";

beforeAll(async () => {
  if (Bun.which(CHROMIUM) === null) return;
  const [port] = freePorts(1);
  server = await startTestServer({ settings: [`listen.https=127.0.0.1:${port}`] });
  origin = `https://localhost:${port}`;
  browser = await launchChromium();
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** Opens the link in a window of its own; resolves with what was told by then, once `isOver` says so of a step. */
async function visit(
  { locale, webSocket = true }: { readonly locale: string; readonly webSocket?: boolean },
  isOver: (step: PhoneStep) => boolean,
) {
  const context = await browser.newContext({ locale, viewport: WINDOW, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const refused: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") refused.push(message.text());
  });
  if (!webSocket) await page.addInitScript("delete WebSocket.prototype.send; WebSocket = class extends EventTarget {}");
  const steps: PhoneStep[] = [];
  const over = Promise.withResolvers<void>();
  const followed = followServer(server.home, "POST /reachability/phone", undefined, (step) => {
    steps.push(step);
    if ("link" in step) page.goto(step.link).catch(over.reject);
    if (isOver(step)) over.resolve();
  });
  await over.promise;
  return { page, steps, refused, followed, close: () => context.close() };
}

const isTold = (step: PhoneStep): boolean => "seen" in step && step.seen.isWebSocketOpen !== undefined;

testWith([CHROMIUM])("the page opens a WebSocket, shows that, and tells the server", async () => {
  for (const [locale, text, name] of [
    ["en-GB", "A WebSocket was opened", "phone-page"],
    ["fr-FR", "Un WebSocket a été ouvert", "phone-page-fr"],
  ] as const) {
    const { page, steps, refused, close } = await visit({ locale }, isTold);
    await page.getByText(text).waitFor();
    await look(page, name);
    expect(await accessFindings(page)).toEqual([]);
    expect(refused).toEqual([]);
    expect(steps[0]).toMatchObject({ link: expect.stringContaining(`${origin}/check/`), isTrusted: false });
    // A browser on this machine is inside of the home.
    expect(steps.at(-1)).toMatchObject({ seen: { location: "inside", isWebSocketOpen: true } });
    await close();
  }
});

testWith([CHROMIUM])("where nothing answers a WebSocket, that is shown and told within some seconds", async () => {
  const { page, steps, close } = await visit({ locale: "en-GB", webSocket: false }, isTold);
  await page.getByText("No WebSocket could be opened").waitFor();
  expect(steps.at(-1)).toMatchObject({ seen: { isWebSocketOpen: false } });
  await close();
});
