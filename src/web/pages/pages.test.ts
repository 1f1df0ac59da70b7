/** What all pages have in common; the first page; errors. */
import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { LANGUAGES, type Language } from "../../messages/language.ts";
import { languageIn } from "./language.ts";
import { isOwnPath } from "./layout.ts";
import { openTestPages } from "./testing.ts";

const STYLE = join(import.meta.dir, "../../../assets/style.css");

test("the first page and the style sheet are 12 kB at most, and there is one script and one style sheet, both from here", async () => {
  const { html } = await openTestPages().browser().get("/");
  expect(html.length + statSync(STYLE).size).toBeLessThan(12_000);
  expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path]) => path?.replace(/-[0-9a-f]{12}/, ""))).toEqual([
    ...["/assets/icon.svg", "/assets/style.css", "/assets/page.js", "#main", "/", "/account"],
  ]);
});

test("every page forbids what it does not need, and no cache keeps it", async () => {
  const browser = openTestPages().aliceBrowser();
  for (const path of ["/", "/account", "/account/password", "/nothing"]) {
    const { headers } = await browser.get(path);
    const policy = headers.get("content-security-policy");
    for (const directive of [
      ...["default-src 'none'", "style-src 'self'", "script-src 'self'", "form-action 'self'", "base-uri 'none'"],
      "frame-ancestors 'none'",
    ])
      expect(policy).toContain(directive);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

test("no page has a style or a script in it, which the policy would refuse", async () => {
  const browser = openTestPages().aliceBrowser();
  for (const path of ["/", "/account", "/account/password", "/nothing"])
    expect((await browser.get(path)).html).not.toMatch(/<style|<script(?! src="\/assets\/)|\sstyle=|\son\w+=/);
});

test("RFC 9110 §12.5.4: the language is that of the browser, and the page says which", async () => {
  const { html, headers } = await openTestPages().browser("fr-CA, fr;q=0.9, en;q=0.5").get("/");
  expect(html).toContain('<html lang="fr"');
  expect(html).toContain("La messagerie de example.com");
  expect(headers.get("content-language")).toBe("fr");
});

test.each([
  ["", "en"],
  ["eo, fr;q=0.3, en;q=0.2", "fr"],
  ["en;q=0.2, fr;q=0.3", "fr"],
  ["fr;q=0, en;q=0.1", "en"],
  ["frr, nds", "en"],
  ["*", "en"],
  ["FR-ca;q=1.0", "fr"],
  [`${"x,".repeat(10_000)}fr`, "en"],
])("Accept-Language %p is %s", (field, language) => {
  expect(languageIn(field)).toBe(language as Language);
});

test.each(LANGUAGES)(
  "%s is shown to whoever asks for it, of whatever region, and before others of less weight",
  async (language) => {
    for (const field of [language, `${language}-XX`, `eo, ${language.toUpperCase()};q=0.8, en;q=0.2, fr;q=0.1`]) {
      const { html, headers } = await openTestPages().browser(field).get("/");
      expect(html).toContain(`<html lang="${language}"`);
      expect(headers.get("content-language")).toBe(language);
    }
  },
);

test("a language that was chosen at the foot of a page is remembered, and leads back to that page", async () => {
  const browser = openTestPages().browser();
  const chosen = await browser.submit(await browser.get("/account"), "/language", { language: "fr" });
  expect(chosen.path).toBe("/account");
  expect(chosen.html).toContain('<html lang="fr"');
  expect((await browser.get("/")).html).toContain('<html lang="fr"');
});

test("the choice of a language leads to no other site", async () => {
  const browser = openTestPages().browser();
  for (const path of [
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "/\r\nX: y",
  ]) {
    expect(isOwnPath(path)).toBe(false);
    expect((await browser.post("/language", new URLSearchParams({ language: "fr", path }).toString())).path).toBe("/");
  }
  expect(isOwnPath("/account/files?after=a_-1")).toBe(true);
});

test("a language that there is not is not remembered", async () => {
  const browser = openTestPages().browser();
  await browser.post("/language", "language=de%3B+Domain%3Dx&path=/");
  expect(browser.cookies.has("language")).toBe(false);
});

test("whose server it is, its heading and its contact are said in the operator's own words, escaped", async () => {
  const door = {
    title: "Chez <Tintin>",
    lead: 'Moulinsart & "amis"',
    contact: "mailto:a@b.example?x=1&y=2",
    isFederated: false,
    registration: "open" as const,
  };
  const { html } = await openTestPages({ door }).browser().get("/");
  expect(html).toContain("<h1>Chez &lt;Tintin&gt;</h1>");
  expect(html).toContain("Moulinsart &amp; &quot;amis&quot;");
  expect(html).toContain('href="mailto:a@b.example?x=1&amp;y=2"');
  expect(html).not.toContain("every other Jabber");
  expect(html).toContain("Make one with an app: as its server, give example.com.");
});

test("without a first page there is nothing at /, and the name in the head leads to the account", async () => {
  const browser = openTestPages({ door: undefined }).browser();
  expect((await browser.get("/")).status).toBe(404);
  expect((await browser.get("/account")).html).toContain('class="home" href="/account"');
});

test.each([400, 403, 404, 405, 411, 413, 421, 429, 500, 503])(
  "error %i is a page in the reader's language, and text for programs",
  async (status) => {
    const { errorResponse } = openTestPages().pages;
    const request = (headers: Record<string, string>): Request => new Request("https://example.com/x", { headers });
    const titles = LANGUAGES.map(async (language) => {
      const page = errorResponse(status, request({ accept: "text/html,*/*", "accept-language": language }), "an-<id>");
      expect(page.status).toBe(status);
      const html = await page.text();
      expect(html).toContain("an-&lt;id&gt;");
      return /<h1>([^<]+)<\/h1>/.exec(html)?.[1];
    });
    const [english, ...others] = await Promise.all(titles);
    expect(english).toBeDefined();
    for (const other of others) expect([undefined, english]).not.toContain(other);
    const text = errorResponse(status, request({ accept: "*/*" }), "an-<id>");
    expect(text.status).toBe(status);
    expect(text.headers.get("content-type")).toStartWith("text/plain");
    expect(await text.text()).toContain("an-<id>");
  },
);

test("RFC 9110 §10.2.3: who has asked too much, or too early, is told when to come again", () => {
  const { errorResponse } = openTestPages().pages;
  const request = new Request("https://example.com/", { headers: { accept: "text/html" } });
  expect(errorResponse(429, request).headers.get("retry-after")).toBe("60");
  expect(errorResponse(503, request).headers.get("retry-after")).toBe("60");
});
