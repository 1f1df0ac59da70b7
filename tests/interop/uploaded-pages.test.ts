/** What others have uploaded, opened in Debian's Chromium: it shows, and runs nothing. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Browser, BrowserContext } from "playwright-core";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { describeWith } from "../support/needs.ts";
import { stage } from "../support/stage.ts";
import { HTTPS, uploads } from "../support/xep/upload.ts";

const play = stage(["romeo"], { settings: [HTTPS] });

/** Asks its own origin for /ran, with the cookies that it can read. */
const SCRIPT = `fetch("/ran?" + document.cookie); new Image().src = "/ran?" + document.cookie; document.title = "ran";`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" onload='${SCRIPT}'>
<rect width="100" height="100" fill="red"/><script>${SCRIPT}</script></svg>`;
const HTML = `<!doctype html><title>a page</title><script>${SCRIPT}</script><img src="x" onerror='${SCRIPT}'>
<form action="/ran"><input></form><script>document.forms[0].submit()</script><meta http-equiv="refresh" content="0;url=/ran">`;
const XHTML = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>a page</title><script>${SCRIPT}</script></head></html>`;

/** By its media type; some are lies. */
const FILES: readonly (readonly [type: string, name: string, content: string])[] = [
  ["image/svg+xml", "drawing.svg", SVG],
  ["text/html", "page.html", HTML],
  ["application/xhtml+xml", "page.xhtml", XHTML],
  ["text/xml", "page.xml", XHTML],
  ["image/png", "page.png", HTML],
  ["video/mp4", "page.html", HTML],
  ["text/plain", "page.html", HTML],
  ["application/octet-stream", "page.html", HTML],
];

/** Milliseconds in which a page has long loaded; one that is no film asks for more of it for ever. */
const LOADING_MS = 5000;

/** The paths that were asked for while `address` was opened as a tab, and in a frame and as an object of another page. */
async function openedBy(context: BrowserContext, address: string): Promise<{ ran: string[]; titles: string[] }> {
  const ran: string[] = [];
  const titles: string[] = [];
  context.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/ran")) ran.push(request.url());
  });
  const tab = await context.newPage();
  // What is to be saved opens no page: the navigation ends with an error.
  await tab.goto(address, { waitUntil: "networkidle", timeout: LOADING_MS }).catch(() => undefined);
  titles.push(await tab.title());
  const page = await context.newPage();
  const elements = `<iframe src="${address}"></iframe><object data="${address}"></object><embed src="${address}"><img src="${address}">`;
  await page.setContent(elements, { waitUntil: "networkidle", timeout: LOADING_MS }).catch(() => undefined);
  for (const frame of page.frames()) titles.push(await frame.title());
  return { ran, titles };
}

describeWith([CHROMIUM])("uploaded files in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 30_000);
  afterAll(() => browser.close());

  test("as a test of the test: a server without these header fields runs them", async () => {
    const careless = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: ({ url }) =>
        url.includes("/ran")
          ? new Response(null, { status: 204 })
          : new Response(HTML, { headers: { "Content-Type": "text/html" } }),
    });
    await using context = await browser.newContext();
    const { ran } = await openedBy(context, `http://127.0.0.1:${careless.port}/page.html`);
    await careless.stop(true);
    expect(ran).not.toEqual([]);
  }, 60_000);

  test.each(FILES)(
    "XEP-0363 §11: %s called %s runs nothing, asks for nothing and reaches no cookie",
    async (type, name, content) => {
      const address = await uploads(play.actors.romeo, content, { name, type });
      await using context = await browser.newContext();
      await context.addCookies([{ name: "secret", value: "of the account", url: new URL(address).origin }]);
      expect(await openedBy(context, address)).toEqual({ ran: [], titles: expect.not.arrayContaining(["ran"]) });
    },
    60_000,
  );

  test("a drawing is shown all the same", async () => {
    const address = await uploads(play.actors.romeo, SVG, { name: "drawing.svg", type: "image/svg+xml" });
    await using context = await browser.newContext();
    const page = await context.newPage();
    await page.setContent(`<img src="${address}">`, { waitUntil: "load" });
    expect(await page.evaluate("document.images[0].naturalWidth")).toBe(100);
  }, 60_000);
});
