/** The pages of invitations and of new passwords, on a whole server: links are made, opened, used, and end. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import type { Browser, ShownPage } from "../../src/web/pages/testing.ts";
import { browserOf, signInOn } from "../support/browser/pages.ts";
import { cast } from "../support/cast.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { invite } from "../support/xep/invitations.ts";

let server: TestServer;
let clock = 0;
const DAY = 86_400_000;
const CHOSEN = "a rose by any other name";

beforeAll(async () => {
  server = await startTestServer({
    settings: ["listen.https=127.0.0.1:0", "listen.http_proxied=127.0.0.1:0"],
    now: () => Date.now() + clock,
  });
  await server.createAccount("nurse@localhost", PASSWORD, true);
  await server.createAccount("juliet@localhost");
});
afterEach(() => {
  clock = 0;
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** An invitation to make an account as a contact of juliet. */
async function invitation(wish: Parameters<typeof invite>[1] = {}) {
  const { token, invitation: made } = await invite(server, { inviter: "juliet@localhost", ...wish });
  return { token, id: made.id, path: `/invite/${token}` };
}
async function makes(browser: Browser, path: string, name: string, password = CHOSEN): Promise<ShownPage> {
  return browser.submit(await browser.get(path), path, { name, password });
}
const accounts = async (): Promise<string[]> =>
  ((await askServer(server.home, "GET /users"))?.users ?? []).map(({ jid }) => jid);

test("an account is made by a link; both have each other as contacts, with presence", async () => {
  const { path } = await invitation();
  const browser = browserOf(server);
  const page = await browser.get(path);
  expect(page.html).toContain("<h1>juliet invites you</h1>");
  const welcome = await makes(browser, path, "romeo");
  expect([welcome.path, welcome.html]).toEqual(["/account/welcome", expect.stringContaining("romeo@localhost")]);
  const { juliet } = await cast(server, ["juliet"]);
  const roster = await juliet.asks('<iq type="get"><query xmlns="jabber:iq:roster"/></iq>');
  const item = roster.getChild("query")?.getChildByAttr("jid", "romeo@localhost");
  expect(item?.attrs).toMatchObject({ subscription: "both" });
  await juliet.leaves();
  expect((await signInOn(browserOf(server), "romeo", CHOSEN)).html).toContain("My account");
  expect((await browserOf(server).get(path)).status).toBe(404);
});

test("robots that open the link, in whatever way, use nothing up", async () => {
  const { path } = await invitation();
  const robot = browserOf(server);
  for (const agent of ["WhatsApp/2.2", "Slackbot-LinkExpanding 1.0", "curl/8"]) {
    const { status, html } = await robot.get(path, { "user-agent": agent, accept: "*/*" });
    expect([status, html]).toEqual([200, expect.stringContaining('property="og:title"')]);
  }
  const head = await fetch(`https://${server.server.listening.https}${path}`, {
    method: "HEAD",
    tls: { rejectUnauthorized: false },
  });
  expect(head.status).toBe(200);
  expect((await makes(browserOf(server), path, "tybalt")).status).toBe(200);
});

test("five at once with one link: one account", async () => {
  const { path } = await invitation();
  const browsers = Array.from({ length: 5 }, () => browserOf(server));
  const pages = await Promise.all(browsers.map((browser) => browser.get(path)));
  const made = await Promise.all(
    browsers.map((browser, index) =>
      browser.submit(pages[index] as ShownPage, path, { name: `five${index}`, password: CHOSEN }),
    ),
  );
  expect(made.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
  expect((await accounts()).filter((jid) => jid.startsWith("five"))).toHaveLength(1);
});

test("one form that is sent five times at once: one account", async () => {
  const { path } = await invitation();
  const browser = browserOf(server);
  const page = await browser.get(path);
  const made = await Promise.all(
    Array.from({ length: 5 }, () => browser.submit(page, path, { name: "once", password: CHOSEN })),
  );
  expect(made.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await accounts()).filter((jid) => jid === "once@localhost")).toHaveLength(1);
});

test("used, expired, revoked, never made: the same status and the same page", async () => {
  const [used, expired, revoked] = [
    await invitation(),
    await invitation({ validity: DAY }),
    await invitation({ validity: 10 * DAY }),
  ];
  await makes(browserOf(server), used.path, "mercutio");
  await askServer(server.home, "DELETE /users/invitations", { id: revoked.id });
  clock = 2 * DAY;
  const browser = browserOf(server);
  const paths = [used.path, expired.path, revoked.path, `/invite/${"A".repeat(22)}`];
  const answers = await Promise.all(paths.map((path) => browser.get(path)));
  const texts = answers.map(({ html }, index) => html.replaceAll(paths[index] ?? "", ""));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).not.toContain("juliet");
});

test("the token is in no log, no header field, no title", async () => {
  const { path, token } = await invitation();
  const browser = browserOf(server);
  const page = await browser.get(path);
  const refused = await browser.submit(page, path, { name: "x y", password: "short" });
  await makes(browser, path, "paris");
  for (const { headers } of [page, refused]) {
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(JSON.stringify([...headers])).not.toContain(token);
  }
  expect(/<title>(.*)<\/title>/.exec(page.html)?.[1]).not.toContain(token);
  expect(JSON.stringify([...server.events, ...server.errors])).not.toContain(token);
});

test("a Host that is none of this server's sees no invitation, and is in no page", async () => {
  const { path } = await invitation();
  for (const host of ["evil.example", "localhost.evil.example", '"><script>alert(1)</script>']) {
    const { status, html } = await browserOf(server).get(path, { host });
    expect([400, 421]).toContain(status);
    expect(html).not.toMatch(/juliet|evil\.example|<script>alert/);
  }
});

test("a name that is taken, and one that is none, are refused, and the link is still good", async () => {
  const { path } = await invitation();
  const browser = browserOf(server);
  expect((await makes(browser, path, "juliet")).status).toBe(409);
  for (const name of ["a b", "a@b", "@", "x".repeat(1024)]) expect((await makes(browser, path, name)).status).toBe(422);
  const short = await makes(browser, path, "benvolio", "short");
  expect([short.status, short.html]).toEqual([422, expect.stringContaining('value="benvolio"')]);
  expect((await makes(browser, path, "benvolio")).status).toBe(200);
});

test("who is here already becomes a contact by one button", async () => {
  await server.createAccount("rosaline@localhost");
  const { path } = await invitation();
  const browser = browserOf(server);
  await signInOn(browser, "rosaline", PASSWORD);
  const page = await browser.get(path);
  const token = /name="token" value="([^"]+)"/.exec(page.html)?.[1];
  const done = await browser.post(path, `token=${token}&accept=yes`);
  expect(done.html).toContain("You are contacts now.");
  expect((await browser.get(path)).status).toBe(404);
});

test("a picture of the inviter is shown where everybody may see it", async () => {
  const browser = browserOf(server);
  const { path } = await invitation();
  expect((await browser.get(`${path}/picture`)).status).toBe(404);
  const { juliet } = await cast(server, ["juliet"]);
  const picture = Buffer.from("\x89PNG\r\n\x1a\n0000", "latin1").toString("base64");
  await juliet.asks(
    `<iq type="set"><vCard xmlns="vcard-temp"><FN>Juliet &lt;b&gt;C&lt;/b&gt;</FN><PHOTO><TYPE>text/html</TYPE><BINVAL>${picture}</BINVAL></PHOTO></vCard></iq>`,
  );
  await juliet.leaves();
  const page = await browser.get(path);
  expect(page.html).toContain("Juliet &lt;b&gt;C&lt;/b&gt; invites you");
  const { status, headers } = await browser.get(`${path}/picture`);
  expect([status, headers.get("content-type")]).toEqual([200, "image/png"]);
});

describe("a link for a new password", () => {
  const reset = async (jid: string): Promise<string> => {
    const issued = await askServer(server.home, "POST /users/reset", { jid });
    return new URL(issued?.url ?? "").pathname;
  };

  test("sets it once, signs in, and ends all other sessions", async () => {
    await server.createAccount("forgetful@localhost");
    const other = browserOf(server);
    await signInOn(other, "forgetful", PASSWORD);
    const path = await reset("forgetful@localhost");
    const browser = browserOf(server);
    const page = await browser.get(path);
    expect(page.html).toContain("For forgetful@localhost.");
    const set = await browser.submit(page, path, { password: CHOSEN });
    expect(set.html).toContain("Your password is changed.");
    expect((await other.get("/account")).html).toContain("<h1>Sign in</h1>");
    expect((await browser.get(path)).status).toBe(404);
    expect((await signInOn(browserOf(server), "forgetful", PASSWORD)).status).toBe(403);
  });

  test("of an account that is disabled meanwhile signs nobody in", async () => {
    await server.createAccount("banished@localhost");
    const path = await reset("banished@localhost");
    const browser = browserOf(server);
    const page = await browser.get(path);
    await askServer(server.home, "POST /users/disable", { jid: "banished@localhost" });
    await browser.submit(page, path, { password: CHOSEN });
    expect((await browser.get("/account")).html).toContain("<h1>Sign in</h1>");
  });

  test("is no invitation, nor the other way round", async () => {
    const { token } = await invitation();
    const path = await reset("juliet@localhost");
    expect((await browserOf(server).get(path.replace("/reset/", "/invite/"))).status).toBe(404);
    expect((await browserOf(server).get(`/reset/${token}`)).status).toBe(404);
  });
});

test("guesses count together with those of passwords, by the address of the browser", async () => {
  await server.restart(["limits.failures_per_address=8"]);
  const [bad, good] = [browserOf(server, { from: "192.0.2.9" }), browserOf(server, { from: "198.51.100.9" })];
  for (let index = 0; index < 8; index += 1)
    expect((await bad.get(`/invite/${String(index).repeat(22)}`)).status).toBe(404);
  const { path } = await invitation();
  const waits = await bad.get(path);
  expect([waits.status, waits.headers.get("retry-after")]).toEqual([429, "60"]);
  expect((await signInOn(bad, "juliet", PASSWORD)).status).toBe(429);
  expect((await good.get(path)).status).toBe(200);
});
