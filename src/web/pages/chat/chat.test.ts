/** The pages of the chat. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { converseFiles, VERSION } from "../../../../installer/converse.mjs";
import type { HttpRequest } from "../../../http.ts";
import { CONVERSE_PATH, CONVERSE_VERSION, chatAssets } from "../../chat-assets.ts";
import { ALICE, openTestPages } from "../testing.ts";

const ASSETS = join(import.meta.dir, "../../../../assets");

function open(fileOrigin: string | undefined = "https://example.com") {
  const issued: string[] = [];
  const passwords = {
    issue: ({ account }: { readonly account: string }) => {
      issued.push(account);
      return `one-time:${issued.length}`;
    },
  };
  return { issued, ...openTestPages({ chat: { passwords, fileOrigin: () => fileOrigin } }) };
}

const settingsIn = (html: string) =>
  JSON.parse((/data-settings="([^"]*)"/.exec(html)?.[1] ?? "{}").replaceAll("&quot;", '"'));

test("whoever is not signed in gets the sign-in page, and comes back afterwards", async () => {
  const browser = open().browser();
  const page = await browser.get("/chat");
  expect(page.html).not.toContain("converse");
  const after = await browser.submit(page, "/account/sign-in", { name: "alice", password: "wherefore art thou" });
  expect([after.path, after.status]).toEqual(["/chat", 200]);
});

test.each(["/chat/about", "/chat/manifest.webmanifest"])("%s needs nobody to sign in", async (path) => {
  expect((await open().browser().get(path)).status).toBe(200);
});

test("only its own scripts run, and it connects to nobody but this server, and to where files are", async () => {
  const { headers, html } = await open("https://files.example.com:5443").aliceBrowser().get("/chat");
  const policy = headers.get("content-security-policy")?.split("; ") ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("connect-src 'self' https://localhost https://files.example.com:5443 wss://localhost");
  expect(html.match(/<script(?![^>]* src=)/g)).toBeNull();
  expect(html).not.toMatch(/<style|\son\w+="/);
  expect(headers.get("cache-control")).toBe("no-store");
});

test("its script is told who it is for, in the reader's language, and no password", async () => {
  const { html } = await open().aliceBrowser().get("/chat");
  expect(settingsIn(html)).toMatchObject({ jid: ALICE, language: "en", fileHosts: ["localhost", "example.com"] });
  expect(html).not.toContain("one-time:");
});

test("a password for the account of the session, kept by no cache", async () => {
  const { issued, aliceBrowser } = open();
  const browser = aliceBrowser();
  const { token } = settingsIn((await browser.get("/chat")).html);
  const { status, headers, html } = await browser.post("/chat/password", new URLSearchParams({ token }).toString());
  expect([status, JSON.parse(html)]).toEqual([200, { jid: ALICE, password: "one-time:1" }]);
  expect(headers.get("cache-control")).toBe("no-store");
  expect(issued).toEqual([ALICE]);
});

test("where there is no chat, nothing leads to it", async () => {
  const browser = openTestPages().aliceBrowser();
  expect((await browser.get("/chat")).status).toBe(404);
  for (const path of ["/", "/account"]) expect((await browser.get(path)).html).not.toContain('"/chat"');
  for (const path of ["/", "/account"]) expect((await open().aliceBrowser().get(path)).html).toContain('"/chat"');
});

test("both languages say what is read in an app, and whose software it is", async () => {
  for (const [language, sentence] of [
    ["en", "What is encrypted is read in an app"],
    ["fr", "Ce qui est chiffré se lit dans une application"],
  ] as const) {
    const { html } = await open().browser(language).get("/chat/about");
    expect(html).toContain(sentence);
    expect(html).toContain("Mozilla Public License 2.0");
    expect(html).toContain(`converse.js/tree/v${VERSION}`);
  }
});

test("W3C Web Application Manifest: a name, where it starts, icons that there are", async () => {
  const { pages, browser } = open();
  const { headers, html } = await browser("fr").get("/chat/manifest.webmanifest");
  expect(headers.get("content-type")).toBe("application/manifest+json");
  const { icons, ...manifest } = JSON.parse(html);
  expect(manifest).toMatchObject({ name: "example.com", lang: "fr", start_url: "/chat", display: "standalone" });
  const paths = Object.values(pages.brand.assets);
  expect(icons.map(({ src }: { readonly src: string }) => paths.includes(src))).toEqual([true, true, true]);
});

test("the chat has the colours of the other pages", () => {
  const coloursOf = (name: string): string =>
    /^:root \{[\s\S]*?^@media[\s\S]*?^\}/m.exec(readFileSync(join(ASSETS, name), "utf8"))?.[0] ?? name;
  expect(coloursOf("chat.css")).toBe(coloursOf("style.css"));
});

test("the path of converse.js is that of the version that was built in", async () => {
  expect(CONVERSE_VERSION).toBe(VERSION);
  converseFiles();
  const { methods } = chatAssets(() => new Response(null, { status: 404 }));
  const get = async (name: string) => {
    const path = `${CONVERSE_PATH}${name}`;
    return (await methods.GET?.({ path, request: new Request(`https://x${path}`) } as HttpRequest)) ?? new Response();
  };
  const script = await get("converse.min.js");
  expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(script.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect((await script.text()).length).toBeGreaterThan(1_000_000);
  for (const name of ["", "libomemo.esm.min.js", "../style.css", "converse.js"])
    expect((await get(name)).status).toBe(404);
});
