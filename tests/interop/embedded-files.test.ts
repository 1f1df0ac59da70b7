/** Files that people have uploaded (XEP-0363) in Chromium: pictures and sound are shown, and pages of this server run none of them. */
import { afterAll, beforeAll, expect } from "bun:test";
import type { Browser, BrowserContext } from "playwright-core";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { type Cast, cast } from "../support/cast.ts";
import { testWith } from "../support/needs.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { HTTPS, uploads } from "../support/xep/upload.ts";

const SCRIPT = "document.title = 'ran'; globalThis.ran = true";
const HTML = `<!doctype html><title>still</title><body onload="${SCRIPT}"><script>${SCRIPT}</script></body>`;
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A second of silence. */
function wav(): Buffer {
  const samples = 8000;
  const bytes = Buffer.alloc(44 + samples, 128);
  bytes.write("RIFF\0\0\0\0WAVEfmt ", 0, "latin1");
  bytes.writeUInt32LE(36 + samples, 4);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(samples, 24);
  bytes.writeUInt32LE(samples, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(samples, 40);
  return bytes;
}

let server: TestServer;
let actors: Cast<"romeo">;
let browser: Browser | undefined;
let context: BrowserContext;

beforeAll(async () => {
  server = await startTestServer({ settings: [HTTPS] });
  actors = await cast(server, ["romeo"]);
});
afterAll(async () => {
  await browser?.close();
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function newPage() {
  browser ??= await launchChromium();
  context ??= await browser.newContext({ ignoreHTTPSErrors: true, acceptDownloads: true });
  return await context.newPage();
}

testWith([CHROMIUM])(
  "a picture and a sound that are opened are shown, under the policy of files",
  async () => {
    const page = await newPage();
    await page.goto(await uploads(actors.romeo, PNG, { name: "a.png", type: "image/png" }));
    expect(await page.evaluate("document.images[0]?.naturalWidth")).toBe(1);
    await page.goto(await uploads(actors.romeo, wav(), { name: "a.wav", type: "audio/wav" }));
    await page.waitForFunction("document.querySelector('video, audio')?.duration === 1");
    await page.close();
  },
  60_000,
);

testWith([CHROMIUM])(
  "a page of this server gets pictures from the files, and neither scripts, style sheets nor frames",
  async () => {
    const picture = await uploads(actors.romeo, PNG, { name: "a.png", type: "image/png" });
    const script = await uploads(actors.romeo, SCRIPT, { name: "a.js", type: "text/javascript" });
    const style = await uploads(actors.romeo, "body { color: red }", { name: "a.css", type: "text/css" });
    const frame = await uploads(actors.romeo, HTML, { name: "a.png", type: "image/png" });
    const page = await newPage();
    const embedded = `<!doctype html><img src="${picture}"><script src="${script}"></script><link rel="stylesheet" href="${style}"><iframe src="${frame}"></iframe>`;
    // A page without any policy of its own, in the place of one of this server.
    const address = new URL("/page", picture).href;
    await page.route(address, (route) => route.fulfill({ contentType: "text/html", body: embedded }));
    await page.goto(address, { waitUntil: "load" });
    expect(await page.evaluate("document.images[0]?.naturalWidth")).toBe(1);
    expect(await page.evaluate("globalThis.ran === true")).toBe(false);
    expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(0, 0, 0)");
    expect(page.frames().some((each) => each.url() === frame)).toBe(false);
    await page.close();
  },
  60_000,
);
