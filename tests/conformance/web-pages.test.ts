/** The web pages of a server: who is signed in, for how long, and what others cannot do. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { type Browser, hiddenFieldsIn } from "../../src/web/pages/testing.ts";
import { browserOf, signInOn } from "../support/browser/pages.ts";
import { cast } from "../support/cast.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { puts, slotFor, web } from "../support/xep/upload.ts";

let server: TestServer;
const NAMES = ["juliet", "nurse", "tybalt", "mercutio", "romeo"];

beforeAll(async () => {
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0", "listen.http_proxied=127.0.0.1:0"] });
  for (const name of NAMES) await server.createAccount(`${name}@localhost`);
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

async function signedIn(name: string): Promise<Browser> {
  const browser = browserOf(server);
  expect((await signInOn(browser, name, PASSWORD)).html).toContain(`${name}@localhost`);
  return browser;
}
const isSignedIn = async (browser: Browser): Promise<boolean> =>
  !(await browser.get("/account")).html.includes("<h1>Sign in</h1>");

test("the first page says what this is, in the language of the browser", async () => {
  const english = await browserOf(server).get("/");
  expect([english.status, english.html]).toEqual([200, expect.stringContaining("Messages for localhost")]);
  expect((await browserOf(server, { language: "fr" }).get("/")).html).toContain("La messagerie de localhost");
});

test("what is not there is a page for browsers, in their language", async () => {
  const page = await browserOf(server, { language: "fr" }).get("/nothing");
  expect([page.status, page.html]).toEqual([404, expect.stringContaining("Demandez un nouveau lien")]);
});

test("a page is found with a slash behind its path, too", async () => {
  const browser = browserOf(server);
  for (const path of ["/account", "/admin", "/chat"]) {
    const { status, headers } = await browser.get(`${path}/`);
    expect([status, headers.get("location")]).toEqual([308, path]);
  }
});

test("style sheet, script and icon of the pages are there, for good", async () => {
  const browser = browserOf(server);
  const { html } = await browser.get("/");
  const paths = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
  expect(paths).toHaveLength(3);
  for (const path of paths) {
    const { status, headers } = await browser.get(path);
    expect([status, headers.get("cache-control")]).toEqual([200, "public, max-age=31536000, immutable"]);
  }
});

describe("a session", () => {
  test("begins with the name and the password, outlasts a restart, and ends by signing out", async () => {
    const browser = await signedIn("juliet");
    await server.restart();
    const again = browserOf(server);
    for (const [name, value] of browser.cookies) again.cookies.set(name, value);
    expect(await isSignedIn(again)).toBe(true);
    const token = again.cookies.get("session") ?? "";
    await again.submit(await again.get("/account"), "/account/sign-out");
    again.cookies.set("session", token);
    expect(await isSignedIn(again)).toBe(false);
  });

  test.each<[string, string, () => Promise<unknown>]>([
    [
      "the password is changed elsewhere",
      "nurse",
      () => askServer(server.home, "PUT /users/password", { jid: "nurse@localhost", password: "another password" }),
    ],
    ["the account is removed", "tybalt", () => server.removeAccount("tybalt@localhost")],
  ])("ends when %s", async (_, name, end) => {
    const browser = await signedIn(name);
    await end();
    expect(await isSignedIn(browser)).toBe(false);
  });

  test("of others ends with a password that is changed on the page; apps are signed out as well", async () => {
    const [own, other] = [await signedIn("mercutio"), await signedIn("mercutio")];
    const { mercutio } = await cast(server, ["mercutio"]);
    const page = await own.get("/account/password");
    const fields = { current: PASSWORD, chosen: "a plague o' both" };
    expect((await own.submit(page, "/account/password", fields)).html).toContain("Your password is changed.");
    expect(await streamErrorOf(mercutio.client)).toBe("not-authorized");
    expect(await isSignedIn(other)).toBe(false);
    expect(await isSignedIn(own)).toBe(true);
    expect((await signInOn(browserOf(server), "mercutio", PASSWORD)).status).toBe(403);
    expect((await signInOn(browserOf(server), "mercutio@localhost", "a plague o' both")).status).toBe(200);
  });
});

describe("My files", () => {
  const NAMES_OF_FILES = ["<script>alert(1)<script>.txt", 'a" onmouseover="alert(1).txt', "été.txt"];

  test("XEP-0363: what an app has uploaded is listed, opened and deleted; others can do neither", async () => {
    const { romeo } = await cast(server, ["romeo"]);
    const urls: string[] = [];
    for (const name of NAMES_OF_FILES) {
      const { put, get } = await slotFor(romeo, { name, size: 5, type: "text/plain" });
      expect((await puts(put, "hello", { "Content-Type": "text/plain" })).status).toBe(201);
      urls.push(get);
    }
    const browser = await signedIn("romeo");
    expect((await browser.get("/account")).html).toContain("3 files, 15 B");
    const list = await browser.get("/account/files");
    expect(list.html).not.toMatch(/<script>|" onmouseover/);
    for (const [index, name] of NAMES_OF_FILES.entries())
      expect(list.html).toContain(`href="${Bun.escapeHTML(urls[index] ?? "")}"><bdi>${Bun.escapeHTML(name)}</bdi>`);
    const ids = [...list.html.matchAll(/name="file" value="([\w-]+)"/g)].map(([, id = ""]) => id);

    const stranger = await signedIn("juliet");
    const fields = new URLSearchParams(hiddenFieldsIn((await stranger.get("/account")).html, "/account/sign-out"));
    for (const id of ids) fields.append("file", id);
    expect((await stranger.post("/account/files", `${fields}`)).status).toBe(422);
    expect((await stranger.post("/account/files", `${fields}&confirmed=yes`)).path).toBe("/account/files?done=removed");
    expect((await web(urls[0] ?? "")).status).toBe(200);

    const asked = await browser.submit(list, "/account/files", { file: ids.slice(0, 2) });
    expect(asked.html).toContain("Delete 2 files?");
    await browser.submit(asked, "/account/files");
    expect((await browser.get("/account")).html).toContain("1 file, 5 B");
    expect(await Promise.all(urls.map(async (url) => (await web(url)).status))).toEqual([200, 404, 404]);
    await romeo.leaves();
  });
});

describe("nobody else", () => {
  test("sees what is on a personal page, nor does a cache keep it", async () => {
    const browser = await signedIn("romeo");
    for (const path of ["/account", "/account/password"]) {
      const own = await browser.get(path);
      expect(own.headers.get("cache-control")).toBe("no-store");
      const foreign = await browserOf(server).get(path);
      expect(foreign.html).toContain("<h1>Sign in</h1>");
      expect(foreign.html).not.toContain("romeo");
    }
  });

  test("learns whether an account exists", async () => {
    const answers = ["romeo", "rosaline"].map(async (name) => {
      const { status, html } = await signInOn(browserOf(server), name, "a guess");
      return [status, html.replaceAll(name, "NAME").replaceAll(/value="[\w-]{43}"/g, "")];
    });
    const [known, unknown] = await Promise.all(answers);
    expect(known ?? []).toEqual(unknown ?? []);
  });

  test("signs somebody in, out, or changes a password from a page of another site", async () => {
    const browser = await signedIn("romeo");
    const page = await browser.get("/account");
    const token = /name="token" value="([^"]+)"/.exec(page.html)?.[1] ?? "";
    const cases: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      { "sec-fetch-site": "same-site", origin: "https://evil.localhost" },
    ];
    for (const headers of cases)
      for (const path of ["/account/sign-out", "/account/sign-in", "/account/password", "/language"])
        expect((await browser.post(path, `token=${token}`, headers)).status).toBe(403);
    expect(await isSignedIn(browser)).toBe(true);
  });

  test("puts header fields or HTML into a page by what is typed", async () => {
    const name = 'x"><script>alert(1)</script>\r\nSet-Cookie: __Host-session=planted';
    const browser = browserOf(server);
    const { html, headers } = await signInOn(browser, name, "a guess");
    expect(html).not.toContain("<script>alert");
    expect(headers.getSetCookie().join()).not.toContain("planted");
  });
});

describe("hostile forms", () => {
  const post = async (body: string, headers: Record<string, string> = {}) =>
    (await browserOf(server).post("/account/sign-in", body, headers)).status;

  test("10,000 fields, a form of a megabyte, no form at all: refused", async () => {
    expect(await post("a&".repeat(10_000))).toBe(400);
    expect(await post(`name=${"x".repeat(1_000_000)}`)).toBe(413);
    expect(await post("{}", { "content-type": "application/json" })).toBe(400);
    expect(await post("name=%ff&password=%zz")).toBe(400);
    expect(await post("")).toBe(403);
  });

  test("a visitor without a name gets no token that would do for everybody without a cookie", async () => {
    const attacker = browserOf(server);
    const { html } = await attacker.get("/account", { cookie: "__Host-visitor=" });
    const token = /name="token" value="([^"]+)"/.exec(html)?.[1] ?? "";
    expect(token).not.toBe("");
    const { status, html: refused } = await browserOf(server).post("/account/sign-in", `token=${token}&name=romeo`);
    expect([status, refused]).toEqual([403, expect.stringContaining("Not from there")]);
  });

  test("cookies without end, and those of others, are nobody's session", async () => {
    const browser = browserOf(server);
    for (const cookie of ["a=b; ".repeat(1500), "__Host-session=", `__Host-session=${"A".repeat(43)}`, "session=x"])
      expect((await browser.get("/account", { cookie })).html).toContain("<h1>Sign in</h1>");
  });
});

describe("RFC 6797: browsers are told to come by HTTPS alone", () => {
  const NAME = "montague.example";
  let montague: TestServer;
  beforeAll(async () => {
    const settings = ["https", "http", "http_proxied"].map((name) => `listen.${name}=127.0.0.1:0`);
    montague = await startTestServer({ settings, domains: [NAME, "localhost"] });
  });
  afterAll(() => montague[Symbol.asyncDispose]());
  const told = async (host: string, path = "/", from?: string) => {
    const browser = browserOf(montague, from === undefined ? {} : { from });
    return (await browser.get(path, { host })).headers.get("strict-transport-security");
  };

  test("on every page, where they have come to the usual port", async () => {
    for (const path of ["/", "/account", "/nothing"]) expect(await told(NAME, path)).toBe("max-age=15768000");
    expect(await told(`${NAME}:443`)).toBe("max-age=15768000");
  });

  test("not where port 80 is not this server's: another program there may have no TLS", async () => {
    await montague.restart(["listen.http=off"]);
    expect(await told(NAME)).toBeNull();
    await montague.restart();
  });
  test("not where another port was asked for, on localhost, or behind a web server that may say so itself", async () => {
    expect(await told(`${NAME}:5443`)).toBeNull();
    expect(await told("localhost")).toBeNull();
    expect(await told(NAME, "/", "192.0.2.1")).toBeNull();
  });
});

describe("an address for people to write to", () => {
  const contacts = async (settings: readonly string[]) => {
    await server.restart(settings);
    const { html } = await browserOf(server).get("/");
    return [...html.matchAll(/<p class="hint"><a href="([^"]*)">/g)].map(([, uri]) => uri);
  };

  test("is the first one that config.toml names, and that a browser may follow", async () => {
    const support = "contact.support=javascript:alert(1),data:text/html,mailto:help@example.com";
    expect(await contacts([support, "contact.admin=xmpp:admin@example.com"])).toEqual(["mailto:help@example.com"]);
    expect(await contacts(["contact.admin=xmpp:admin@example.com"])).toEqual(["xmpp:admin@example.com"]);
  });

  test("is none of an administrator's own, unless it is named", async () => {
    await server.createAccount("friar@localhost", PASSWORD, true);
    expect(await contacts([])).toEqual([]);
  });
});

describe("guesses", () => {
  const LIMITS = ["limits.failures_per_account=5", "limits.failures_per_address=8"];
  beforeEach(() => server.restart(LIMITS));
  const guess = async (browser: Browser, name: string, password = "a guess") =>
    (await signInOn(browser, name, password)).status;

  test("no more are tried than may fail, however many come at once; then the right password waits, too", async () => {
    const browsers = Array.from({ length: 30 }, (_, index) => browserOf(server, { from: `192.0.2.${index + 1}` }));
    const statuses = await Promise.all(browsers.map((browser) => guess(browser, "romeo")));
    expect(statuses.filter((status) => status === 403)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(25);
    expect(await guess(browserOf(server, { from: "198.51.100.1" }), "romeo", PASSWORD)).toBe(429);
  });

  test("they count by the address of the browser, not by that of the proxy", async () => {
    const [bad, good] = [browserOf(server, { from: "192.0.2.1" }), browserOf(server, { from: "198.51.100.1" })];
    for (let index = 0; index < 8; index += 1) expect(await guess(bad, `nobody${index}`)).toBe(403);
    const refused = await signInOn(bad, "juliet", PASSWORD);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
    expect(await guess(good, "juliet", PASSWORD)).toBe(200);
  });

  test("the password on the page of somebody who is signed in is no way around", async () => {
    const browser = await signedIn("juliet");
    const page = await browser.get("/account/password");
    const change = async (current: string) =>
      (await browser.submit(page, "/account/password", { current, chosen: "another password" })).status;
    for (let index = 0; index < 8; index += 1) expect(await change("a guess")).toBe(422);
    expect(await change(PASSWORD)).toBe(429);
  });
});
