/** A call with sound from browser to browser, signalled through this server and relayed by it. */
import { afterAll, beforeAll, expect } from "bun:test";
import { resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { testWith } from "../support/needs.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let browser: Browser | undefined;
let script: string;

beforeAll(async () => {
  server = await startTestServer({
    settings: [
      ...["listen.https=127.0.0.1:0", "listen.turn=127.0.0.1:0", "listen.turns=127.0.0.1:0"],
      "turn.relay_ports=43400-43463",
    ],
  });
  for (const name of ["romeo", "juliet"]) await server.createAccount(`${name}@localhost`);
  const built = await Bun.build({ entrypoints: [resolve(import.meta.dir, "call/page.js")], format: "iife" });
  script = (await built.outputs[0]?.text()) ?? "";
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server[Symbol.asyncDispose]();
});

/** A browser of a person's own, signed in; `says` runs in its page, where `me` is the session and `call` the call. */
async function person(name: string) {
  browser ??= await launchChromium(["--autoplay-policy=no-user-gesture-required", "--mute-audio"]);
  // The script of this test is none of the page's own.
  const context = await browser.newContext({ bypassCSP: true });
  const host = `localhost:${server.server.listening.https?.split(":").at(-1)}`;
  const page: Page = await context.newPage();
  await page.goto(`https://${host}/`);
  await page.evaluate(script);
  const access = { url: `wss://${host}/xmpp-websocket`, domain: "localhost", name, password: PASSWORD };
  await page.evaluate(`(async () => { window.me = await signIn(${JSON.stringify(access)}); })()`);
  return {
    does: (code: string): Promise<unknown> => page.evaluate(`(async () => { ${code} })()`),
    leaves: () => context.close(),
  };
}

const RELAYS: [type: string, transport: string][] = [
  ["turn", "udp"],
  ["turn", "tcp"],
  ["turns", "tcp"],
];

testWith([CHROMIUM]).each(RELAYS)(
  "XEP-0353, XEP-0166: a call by Jingle through this server is heard at both ends over its relay by %s, %s",
  async (type, transport) => {
    const [romeo, juliet] = [await person("romeo"), await person("juliet")];
    const relay = JSON.stringify({ type, transport });
    await Promise.all([
      juliet.does(`window.call = await answers(me, ${relay});`),
      romeo.does(`window.call = await calls(me, "juliet@localhost", ${relay});`),
    ]);
    const heard = await Promise.all([romeo, juliet].map(({ does }) => does("return hears(call);")));
    const way = { own: "relay", protocol: type === "turns" ? "tls" : transport, other: "relay" };
    expect(heard).toEqual([way, way]);
    const ended = juliet.does("return isHungUp(call);");
    await romeo.does("await hangsUp(call);");
    expect(await ended).toBe("success");
    await Promise.all([romeo.leaves(), juliet.leaves()]);
    expect(server.errors).toEqual([]);
  },
);
