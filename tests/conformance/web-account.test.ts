/** The account's page on a whole server: picture and name, apps, invitations, history, leaving. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { askServer } from "../../src/control/client.ts";
import type { Browser } from "../../src/web/pages/testing.ts";
import { browserOf, signInOn } from "../support/browser/pages.ts";
import { type Actor, befriend, cast } from "../support/cast.ts";
import { BIND2 } from "../support/client/sasl2.ts";
import { PHONE, signInOnNewStream } from "../support/client/signing-in.ts";
import { streamErrorOf } from "../support/hostile.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { ask, follows } from "../support/xep/pubsub.ts";

let server: TestServer;
let clock = 0;
const HOUR = 3_600_000;
const HOSTILE = `<script>alert(1)</script>" onmouseover="x`;
const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(5000, 7)]);
const HASH = createHash("sha1").update(PNG).digest("hex");

beforeAll(async () => {
  server = await startTestServer({ settings: ["listen.https=127.0.0.1:0"], now: () => Date.now() + clock });
  await server.createAccount("nurse@localhost", PASSWORD, true);
});
beforeEach(async () => {
  for (const name of ["juliet", "romeo"]) await server.createAccount(`${name}@localhost`);
});
afterEach(async () => {
  clock = 0;
  for (const name of ["juliet", "romeo"]) await server.removeAccount(`${name}@localhost`).catch(() => {});
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function signedIn(name = "juliet"): Promise<Browser> {
  const browser = browserOf(server);
  await signInOn(browser, name, PASSWORD);
  return browser;
}
const tokenFor = async (browser: Browser): Promise<string> =>
  /name="token" value="([^"]*)"/.exec((await browser.get("/account")).html)?.[1] ?? "";
async function sends(browser: Browser, path: string, fields: Record<string, string>) {
  return browser.post(path, new URLSearchParams({ token: await tokenFor(browser), ...fields }).toString());
}

/** A form with a file, as a browser sends it. */
async function uploads(browser: Browser, bytes: Uint8Array): Promise<Response> {
  const form = new FormData();
  form.append("token", await tokenFor(browser));
  form.append("what", "picture");
  form.append("picture", new Blob([bytes as Uint8Array<ArrayBuffer>]), "<script>.png");
  const encoded = new Response(form);
  const type = encoded.headers.get("content-type") ?? "";
  return fetch(`https://${server.server.listening.https}/account/profile`, {
    method: "POST",
    body: await encoded.bytes(),
    headers: {
      "content-type": type,
      accept: "text/html",
      cookie: `__Host-session=${browser.cookies.get("session")}`,
      "sec-fetch-site": "same-origin",
    },
    redirect: "manual",
    tls: { rejectUnauthorized: false },
  });
}

describe("Picture and name", () => {
  const METADATA = "urn:xmpp:avatar:metadata";

  test("XEP-0084, XEP-0398: a picture is published to contacts, and is in the vCard; then removed", async () => {
    const { juliet, romeo } = await cast(server, ["juliet", "romeo"]);
    await befriend(juliet, romeo);
    await follows(romeo, METADATA);
    const browser = await signedIn();
    expect((await uploads(browser, PNG)).headers.get("location")).toBe("/account?done=picture");
    const event = await romeo.client.receive(({ name }) => name === "message");
    expect(event.toString()).toContain(`id="${HASH}"`);
    const data = await ask(
      romeo,
      "get",
      `<items node="urn:xmpp:avatar:data"><item id="${HASH}"/></items>`,
      "juliet@localhost",
    );
    expect(data.toString()).toContain(PNG.toString("base64"));
    const card = await romeo.asks('<iq type="get" to="juliet@localhost"><vCard xmlns="vcard-temp"/></iq>');
    expect(card.toString()).toContain(PNG.toString("base64"));
    const shown = await browser.get("/account/picture");
    expect([shown.status, shown.headers.get("content-type")]).toEqual([200, "image/png"]);
    await sends(browser, "/account/profile", { what: "nothing" });
    expect((await browser.get("/account/picture")).status).toBe(404);
    const without = await juliet.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
    expect(without.toString()).not.toContain("PHOTO");
    await juliet.leaves();
    await romeo.leaves();
  });

  test("what is no picture, or too large a one, is refused; HTML is none", async () => {
    const browser = await signedIn();
    expect((await uploads(browser, Buffer.from("<html><script>alert(1)</script>"))).status).toBe(422);
    const large = await uploads(browser, Buffer.concat([PNG, Buffer.alloc(200_000)]));
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining("128 kB at most")]);
    expect((await uploads(browser, Buffer.alloc(2_000_000))).status).toBe(413);
    expect((await browser.get("/account/picture")).status).toBe(404);
  });

  test("XEP-0172, XEP-0054: a name is published, is text wherever it is shown, and is removed", async () => {
    const { juliet } = await cast(server, ["juliet"]);
    const browser = await signedIn();
    await sends(browser, "/account/profile", { what: "name", name: HOSTILE });
    const { html } = await browser.get("/account");
    expect(html).toContain(Bun.escapeHTML(HOSTILE));
    expect(html).not.toContain("<script>alert");
    const nick = await ask(juliet, "get", '<items node="http://jabber.org/protocol/nick"/>');
    expect(nick.getChild("pubsub")?.getChild("items")?.getChild("item")?.getChild("nick")?.getText()).toBe(HOSTILE);
    const card = await juliet.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
    expect(card.getChild("vCard")?.getChildText("NICKNAME")).toBe(HOSTILE);
    await sends(browser, "/account/profile", { what: "name", name: "" });
    expect((await browser.get("/account")).html).toContain("You have given no name");
    expect((await sends(browser, "/account/profile", { what: "name", name: "a\u202eb" })).status).toBe(422);
    await juliet.leaves();
  });

  test("a full name that an app has stored stays", async () => {
    const { juliet } = await cast(server, ["juliet"]);
    await juliet.asks(
      '<iq type="set"><vCard xmlns="vcard-temp"><FN>Juliet Capulet</FN><TITLE>Miss</TITLE></vCard></iq>',
    );
    await sends(await signedIn(), "/account/profile", { what: "name", name: "Jule" });
    const card = (await juliet.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>')).getChild("vCard");
    expect(["FN", "NICKNAME", "TITLE"].map((name) => card?.getChildText(name))).toEqual([
      ...["Juliet Capulet", "Jule", "Miss"],
    ]);
    await juliet.leaves();
  });
});

describe("XEP-0494: Apps that are signed in", () => {
  const CAM = "urn:xmpp:cam:0";

  async function withPhone(): Promise<Awaited<ReturnType<typeof signInOnNewStream>>> {
    const inline = [`<bind xmlns='${BIND2}'/>`];
    return signInOnNewStream(server, {
      ...{ username: "juliet", agent: PHONE, software: HOSTILE, device: "Pixel", inline },
    });
  }

  test("an app and a browser are listed, its name as text; one is signed out", async () => {
    const { client } = await withPhone();
    const [browser, other] = [await signedIn(), await signedIn()];
    const { html } = await browser.get("/account");
    expect(html).toContain(`${Bun.escapeHTML(HOSTILE)} · Pixel`);
    expect(html).not.toContain("<script>alert");
    expect(html).toContain("connected now");
    const ids = [...html.matchAll(/name="id" value="([^"]*)"/g)].map(([, id = ""]) => id);
    expect(ids).toHaveLength(2);
    const ended = streamErrorOf(client);
    for (const id of ids) expect((await sends(browser, "/account/apps", { id })).html).toContain("It is signed out.");
    expect(await ended).toBe("not-authorized");
    expect((await other.get("/account")).html).toContain("<h1>Sign in</h1>");
    expect((await browser.get("/account")).html).toContain("<h1>My account</h1>");
  });

  test("all but this browser are signed out", async () => {
    const { client } = await withPhone();
    const [browser, other] = [await signedIn(), await signedIn()];
    const ended = streamErrorOf(client);
    expect((await sends(browser, "/account/apps", { all: "yes" })).html).toContain("All others are signed out.");
    expect(await ended).toBe("not-authorized");
    expect((await other.get("/account")).html).toContain("<h1>Sign in</h1>");
  });

  test("apps see browsers in the same list, and revoke them", async () => {
    const { juliet } = await cast(server, ["juliet"]);
    const browser = await signedIn();
    const list = async (): Promise<string[]> => {
      const answer = await juliet.asks(`<iq type="get"><list xmlns="${CAM}"/></iq>`);
      return (answer.getChild("clients", CAM)?.getChildren("client") ?? []).map(({ attrs }) => attrs.id);
    };
    const before = await list();
    expect(before).toHaveLength(2);
    const id = before.at(-1);
    expect((await juliet.asks(`<iq type="set"><revoke xmlns="${CAM}" id="${id}"/></iq>`)).attrs.type).toBe("result");
    expect((await browser.get("/account")).html).toContain("<h1>Sign in</h1>");
    expect(await list()).toHaveLength(1);
    await juliet.leaves();
  });

  test("nobody signs out what is somebody else's", async () => {
    const browser = await signedIn();
    const stranger = await signedIn("romeo");
    const { html } = await (await signedIn()).get("/account");
    const [id = ""] = [...html.matchAll(/name="id" value="([^"]*)"/g)].map(([, each = ""]) => each);
    expect((await sends(stranger, "/account/apps", { id })).html).toContain("not in the list any more");
    expect((await browser.get("/account")).html).toContain("<h1>My account</h1>");
  });
});

describe("Invite somebody", () => {
  test("who invites somebody to make an account is written down, who invites a contact is not", async () => {
    const acts = async () => (await askServer(server.home, "POST /audit/show", { max: 100 }))?.entries ?? [];
    const last = (await acts())[0]?.id ?? 0;
    const browser = await signedIn("nurse");
    await sends(browser, "/account/invite", { kind: "contact" });
    await sends(browser, "/account/invite", { kind: "account" });
    const { html } = await browser.get("/account/invite");
    for (const [, id = ""] of html.matchAll(/name="revoke" value="([^"]+)"/g))
      await sends(browser, "/account/invite", { revoke: id });
    const by = { door: "page", account: "nurse@localhost" };
    expect((await acts()).filter(({ id }) => id > last)).toMatchObject([
      { ...by, act: "invitations.revoke" },
      { ...by, act: "invitations.create" },
    ]);
  });

  test("a contact is invited by everybody, an account by administrators; the link works, and is revoked", async () => {
    const browser = await signedIn();
    expect((await browser.get("/account/invite")).html).not.toContain('value="account"');
    const refused = await sends(browser, "/account/invite", { kind: "account" });
    expect([refused.status, refused.html]).toEqual([403, expect.stringContaining("You may not invite to this.")]);
    const made = await sends(browser, "/account/invite", { kind: "contact", note: HOSTILE });
    const link = /id="link">([^<]+)</.exec(made.html)?.[1] ?? "";
    const { pathname } = new URL(link);
    expect((await browserOf(server).get(pathname)).html).toContain("juliet invites you");
    const { html } = await browser.get("/account/invite");
    expect(html).not.toContain("<script>alert");
    expect(html).not.toContain(pathname);
    const id = /name="revoke" value="([^"]+)"/.exec(html)?.[1] ?? "";
    await sends(await signedIn("romeo"), "/account/invite", { revoke: id });
    expect((await browserOf(server).get(pathname)).status).toBe(200);
    await sends(browser, "/account/invite", { revoke: id });
    expect((await browserOf(server).get(pathname)).status).toBe(404);
  });

  test("the name of a circle is text, and who is invited into it is in it", async () => {
    await askServer(server.home, "POST /circles", { circle: HOSTILE, people: [] });
    const browser = await signedIn("nurse");
    const page = await browser.get("/account/invite");
    expect(page.html).toContain(`<option value="${Bun.escapeHTML(HOSTILE)}">`);
    expect(page.html).not.toContain("<script>alert");
    const made = await sends(browser, "/account/invite", { kind: "account", circle: HOSTILE });
    const path = new URL(/id="link">([^<]+)</.exec(made.html)?.[1] ?? "").pathname;
    const invited = browserOf(server);
    await invited.submit(await invited.get(path), path, { name: "abram", password: PASSWORD });
    const circle = await askServer(server.home, "POST /circles/show", { circle: HOSTILE });
    expect(JSON.stringify(circle)).toContain("abram@localhost");
  });

  test("an administrator invites several people to an account", async () => {
    const browser = await signedIn("nurse");
    const made = await sends(browser, "/account/invite", { kind: "account", people: "2", days: "3" });
    const path = new URL(/id="link">([^<]+)</.exec(made.html)?.[1] ?? "").pathname;
    for (const name of ["peter", "gregory"]) {
      const invited = browserOf(server);
      expect((await invited.submit(await invited.get(path), path, { name, password: PASSWORD })).status).toBe(200);
    }
    expect((await browserOf(server).get(path)).status).toBe(404);
  });
});

describe("Keep my history", () => {
  const MAM = "urn:xmpp:mam:2";
  const archived = async (actor: Actor): Promise<string[]> => (await archiveOf(actor)).results.map(({ body }) => body);

  test("XEP-0441: what is chosen is what apps are told; all of it is deleted, and nobody else's", async () => {
    const { juliet, romeo } = await cast(server, ["juliet", "romeo"]);
    await romeo.sends('<message to="juliet@localhost" type="chat"><body>But soft!</body></message>');
    await juliet.client.receive(({ name }) => name === "message");
    const browser = await signedIn();
    await sends(browser, "/account/history", { usual: "roster" });
    const preferences = await juliet.asks(`<iq type="get"><prefs xmlns="${MAM}"/></iq>`);
    expect(preferences.getChild("prefs")?.attrs.default).toBe("roster");
    expect(await archived(juliet)).toEqual(["But soft!"]);
    const asked = await sends(browser, "/account/history", { delete: "asked" });
    expect(await archived(juliet)).toEqual(["But soft!"]);
    expect((await browser.submit(asked, "/account/history")).html).toContain("is deleted.");
    expect(await archived(juliet)).toEqual([]);
    expect(await archived(romeo)).toEqual(["But soft!"]);
    await sends(browser, "/account/history", { usual: "always" });
    await romeo.sends('<message to="juliet@localhost" type="chat"><body>Again</body></message>');
    await juliet.client.receive(({ name }) => name === "message");
    expect(await archived(juliet)).toEqual(["Again"]);
    await juliet.leaves();
    await romeo.leaves();
  });
});

describe("Take everything with me", () => {
  test("XEP-0227: contacts, messages and name are in one file, what checks the password is not", async () => {
    const { juliet, romeo } = await cast(server, ["juliet", "romeo"]);
    await befriend(juliet, romeo);
    await romeo.sends('<message to="juliet@localhost" type="chat"><body>But soft!</body></message>');
    await juliet.client.receive(({ name }) => name === "message");
    const browser = await signedIn();
    await sends(browser, "/account/profile", { what: "name", name: "Jule" });
    const file = await browser.submit(await browser.get("/account"), "/account/export");
    expect(file.headers.get("content-disposition")).toContain('filename="juliet@localhost.xml"');
    for (const text of ["romeo@localhost", "But soft!", "Jule"]) expect(file.html).toContain(text);
    for (const text of ["scram", "stored-key", PASSWORD]) expect(file.html).not.toContain(text);
    await juliet.leaves();
    await romeo.leaves();
  });
});

describe("Leave", () => {
  const confirmed = { confirmation: "juliet" };

  test("deletes the account with its data, and ends its sessions", async () => {
    const { juliet } = await cast(server, ["juliet"]);
    const [browser, other] = [await signedIn(), await signedIn()];
    const ended = streamErrorOf(juliet.client);
    expect((await sends(browser, "/account/leave", confirmed)).html).toContain("Your account is deleted.");
    expect(await ended).toBe("not-authorized");
    for (const each of [browser, other]) expect((await each.get("/account")).html).toContain("<h1>Sign in</h1>");
    expect((await signInOn(browserOf(server), "juliet", PASSWORD)).status).toBe(403);
  });

  test("asks for the password of who signed in some time ago", async () => {
    const browser = await signedIn();
    clock = HOUR;
    const asked = await sends(browser, "/account/leave", confirmed);
    expect([asked.status, asked.html]).toEqual([403, expect.stringContaining("Is it you?")]);
    expect((await browser.submit(asked, "/account/leave", { proof: "a guess" })).status).toBe(403);
    expect((await browser.get("/account")).html).toContain("<h1>My account</h1>");
    expect((await browser.submit(asked, "/account/leave", { proof: PASSWORD })).html).toContain(
      "Your account is deleted.",
    );
  });

  test("keeps the only administrator", async () => {
    const refused = await sends(await signedIn("nurse"), "/account/leave", { confirmation: "nurse" });
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining("only administrator")]);
  });
});

describe("hostile", () => {
  const FORMS: readonly [path: string, fields: Record<string, string>][] = [
    ["/account/profile", { what: "name", name: "Mallory" }],
    ["/account/apps", { all: "yes" }],
    ["/account/invite", { kind: "contact" }],
    ["/account/history", { usual: "never" }],
    ["/account/history", { delete: "confirmed" }],
    ["/account/export", {}],
    ["/account/leave", { confirmation: "juliet" }],
    ["/account/files", { confirmed: "yes" }],
    ["/account/password", { current: PASSWORD, chosen: "another password" }],
  ];

  test("a form of another site, and one without or with somebody else's token, does nothing", async () => {
    const browser = await signedIn();
    const [own, foreign] = [await tokenFor(browser), await tokenFor(await signedIn("romeo"))];
    for (const [path, fields] of FORMS) {
      const body = new URLSearchParams(fields).toString();
      const statuses = [
        await browser.post(path, body),
        await browser.post(path, `${body}&token=${foreign}`),
        await browser.post(path, `${body}&token=${own}`, { "sec-fetch-site": "cross-site" }),
        await browser.post(path, `${body}&token=${own}`, {
          "sec-fetch-site": "same-site",
          origin: "https://a.localhost",
        }),
      ].map(({ status }) => status);
      expect([path, ...statuses]).toEqual([path, 403, 403, 403, 403]);
    }
    expect((await browser.get("/account")).html).toContain("You have given no name");
  });

  test("an account that is disabled or removed while its page is open: no form of it does anything", async () => {
    const [browser, token] = await signedIn().then(async (each) => [each, await tokenFor(each)] as const);
    await askServer(server.home, "POST /users/disable", { jid: "juliet@localhost" });
    for (const [path, fields] of FORMS) {
      const { status, html } = await browser.post(path, new URLSearchParams({ token, ...fields }).toString());
      expect([path, status]).toEqual([path, 403]);
      expect(html).toContain("You were signed out meanwhile");
    }
    const users = await askServer(server.home, "GET /users");
    expect(users?.users.map(({ jid }) => jid)).toContain("juliet@localhost");
  });

  test("no page that is somebody's own is kept by a cache, or shown to somebody else", async () => {
    const browser = await signedIn();
    const paths = ["profile", "picture", "invite", "leave", "welcome", "files", "password"].map(
      (name) => `/account/${name}`,
    );
    for (const path of ["/account", ...paths]) {
      expect([path, (await browser.get(path)).headers.get("cache-control")]).toEqual([path, "no-store"]);
      const stranger = await browserOf(server).get(path);
      expect([path, stranger.html.includes("<h1>Sign in</h1>"), stranger.html.includes("juliet")]).toEqual([
        ...[path, true, false],
      ]);
    }
  });
});
