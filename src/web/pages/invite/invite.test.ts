/** The pages of invitations and of new passwords. */
import { expect, mock, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { OperationError } from "../../../operation-error.ts";
import { ALICE, openTestPages } from "../testing.ts";
import type { InvitationPages, ShownInvitation } from "./invitation.ts";

const STYLE = join(import.meta.dir, "../../../../assets/style.css");
const TOKEN = "AbCdEfGhIjKlMnOpQrStUv";
const PAGE = `/invite/${TOKEN}`;
const RESET = `/reset/${TOKEN}`;
const ANDROID = { "user-agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile" };
const IPHONE = { "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Safari/604.1" };

const INVITATION: ShownInvitation = {
  ...{ kind: "account", domain: "example.com", name: undefined, uses: 1, expires: Date.UTC(2026, 11, 6) },
  inviter: { account: ALICE, name: "Alice", hasPicture: false },
  url: `https://example.com${PAGE}`,
  accountUri: `xmpp:example.com?register;preauth=${TOKEN}`,
  contactUri: `xmpp:${ALICE}?roster;preauth=${TOKEN}`,
};

const NOTHING: InvitationPages = {
  find: () => "unknown",
  pictureOf: () => undefined,
  register: async () => "bob@example.com",
  accept: async () => {},
  setPassword: async () => "bob@example.com",
};

function open(invitation: Partial<ShownInvitation> = {}, operations: Partial<InvitationPages> = {}) {
  const register = mock<InvitationPages["register"]>(async () => "bob@example.com");
  const accept = mock<InvitationPages["accept"]>(async () => {});
  const setPassword = mock<InvitationPages["setPassword"]>(async () => "bob@example.com");
  const pages = openTestPages({
    invitations: {
      find: (token) => (token === TOKEN ? { ...INVITATION, ...invitation } : "unknown"),
      pictureOf: () => ({ type: "image/png", bytes: new Uint8Array([1]) }),
      ...{ register, accept, setPassword, ...operations },
    },
  });
  return { ...pages, register, accept, setPassword };
}

test("says who invites, what to do, for how many it is, and until when", async () => {
  const { status, html } = await open().browser().get(PAGE);
  expect(status).toBe(200);
  for (const text of ["<h1>Alice invites you</h1>", "This link is for one person, and good until December 6, 2026."])
    expect(html).toContain(text);
  expect(html).toContain(`href="xmpp:example.com?register;preauth=${TOKEN}"`);
  expect(html).toContain(`href="xmpp:${ALICE}?roster;preauth=${TOKEN}"`);
  const french = await open({ uses: 12 }).browser("fr").get(PAGE);
  expect(french.html).toContain("Ce lien est encore pour 12 personnes");
});

test("an app for the device that asks is proposed; the others are there as well", async () => {
  const browser = open().browser();
  const [android, iphone, computer] = [
    await browser.get(PAGE, ANDROID),
    await browser.get(PAGE, IPHONE),
    await browser.get(PAGE),
  ];
  expect(android.html).toContain(">Get Conversations</a>");
  expect(iphone.html).toContain(">Get Monal</a>");
  expect(computer.html).toContain(">Get Gajim</a>");
  for (const { html } of [android, iphone, computer])
    for (const app of ["Conversations", "Monal", "Dino"]) expect(html).toContain(`<strong>${app}</strong>`);
  // A computer shows the code for the phone at once, a phone when it is asked to.
  expect(computer.html).toMatch(/opens this page there\.<\/p><svg class="qr"/);
  expect(android.html).toMatch(/<details><summary>Open it on another phone<\/summary>/);
});

test("where the proposed app opens no invitations, the account is made on the page first", async () => {
  const browser = open().browser();
  const order = async (headers: Readonly<Record<string, string>>) =>
    [...(await browser.get(PAGE, headers)).html.matchAll(/<li class="card"[^>]*><h2>([^<]*)/g)].map(
      ([, title]) => title,
    );
  expect(await order(ANDROID)).toEqual([
    "Get an app",
    "Open the invitation in it",
    "It did not open? Make the account here",
  ]);
  expect(await order({})).toEqual([
    "Get an app",
    "Make your account here",
    "Or on your phone, or in an app that opens invitations",
  ]);
});

test("the chat in the browser is mentioned where there is one", async () => {
  const sentence = "chat in this browser";
  expect((await open().browser().get(PAGE)).html).not.toContain(sentence);
  const chat = { passwords: { issue: () => "" }, fileOrigin: () => undefined };
  const pages = openTestPages({ chat, invitations: { ...NOTHING, find: () => INVITATION } });
  expect((await pages.browser().get(PAGE)).html).toContain(sentence);
});

test("is under 30 kB with its style sheet, with every detail", async () => {
  const { html } = await open().aliceBrowser().get(PAGE, ANDROID);
  expect(html.length + statSync(STYLE).size).toBeLessThan(30_000);
});

test("the token is in no title and no preview; the name there is the one that the inviter has chosen", async () => {
  const head = async (invitation: Partial<ShownInvitation>) =>
    (await open(invitation).browser().get(PAGE)).html.split("</head>")[0] ?? "";
  const named = await head({});
  expect(named).toContain('<meta property="og:title" content="Alice invites you">');
  expect(named).not.toContain(TOKEN);
  const unnamed = await head({ inviter: { account: ALICE, name: undefined, hasPicture: false } });
  expect(unnamed).toContain('<meta property="og:title" content="You are invited">');
});

test("names are text, whatever is in them", async () => {
  const name = '"><script>alert(1)</script>';
  const { html } = await open({ inviter: { account: ALICE, name, hasPicture: false } })
    .browser()
    .get(PAGE);
  expect(html).not.toContain("<script>alert");
  expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; invites you");
});

test("an unknown link, one that was used, and one for another purpose are the same page, with 404", async () => {
  const browser = open().browser();
  const answers = await Promise.all([
    browser.get("/invite/unknown"),
    browser.get("/invite/"),
    browser.get(`${PAGE}/x/y`),
    browser.get("/invite/%3Cscript%3E"),
    browser.get(RESET),
    open({ kind: "password" }).browser().get(PAGE),
  ]);
  for (const { status, html } of answers) {
    expect(status).toBe(404);
    expect(html).toContain("This link is not good any more");
    expect(html).not.toContain("lice");
  }
});

test("the inviter's picture is shown, and runs nothing", async () => {
  const browser = open({ inviter: { account: ALICE, name: "Alice", hasPicture: true } }).browser();
  expect((await browser.get(PAGE)).html).toContain(`<img class="avatar" src="${PAGE}/picture"`);
  const { status, headers } = await browser.get(`${PAGE}/picture`);
  expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([200, "image/png", "no-store"]);
  expect(headers.get("content-security-policy")).toContain("sandbox");
});

test("an account is made with the name and the password; then its address, and not the password, is shown", async () => {
  const { browser: openBrowser, register, sessions } = open();
  const browser = openBrowser();
  const page = await browser.get(PAGE);
  const made = await browser.submit(page, PAGE, { name: " bob ", password: "correct horse" });
  expect(register).toHaveBeenCalledWith(TOKEN, "bob", "correct horse");
  expect([made.path, made.html]).toEqual(["/account/welcome", expect.stringContaining("Welcome, bob!")]);
  expect(made.html).toContain('id="address">bob@example.com</p>');
  expect(made.html).not.toContain("correct horse");
  expect(sessions.find(browser.cookies.get("session") ?? "")?.account).toBe("bob@example.com");
});

test("RFC 6265bis §8.4: who was signed in before is signed out, and the cookie is a new one", async () => {
  const { aliceBrowser, sessions } = open();
  const browser = aliceBrowser();
  const former = browser.cookies.get("session") ?? "";
  const page = await browser.get(PAGE);
  const token = /name="token" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  await browser.post(PAGE, new URLSearchParams({ token, name: "bob", password: "correct horse" }).toString());
  expect(sessions.find(former)).toBeUndefined();
  expect(browser.cookies.get("session")).not.toBe(former);
});

test.each([
  ["account-exists", 409, "Somebody has this name already."],
  ["name-reserved", 409, "Somebody has this name already."],
  ["not-an-address", 422, "Letters, digits, dots and hyphens"],
  ["short-password", 422, "At least 8 characters, please."],
  ["bad-password", 422, "Letters, digits, signs and spaces"],
  ["disk-full", 503, "no room for another account"],
] as const)(
  "%s: the form says so, with status %d; the name stays, the password does not",
  async (reason, expected, sentence) => {
    const register = () => Promise.reject(new OperationError(reason, {} as never));
    const browser = open({}, { register }).browser();
    const page = await browser.get(PAGE);
    const { status, html } = await browser.submit(page, PAGE, { name: 'b"ob<', password: "correct horse" });
    expect([status, html]).toEqual([expected, expect.stringContaining(sentence)]);
    expect(html).toContain('value="b&quot;ob&lt;"');
    expect(html).not.toContain("correct horse");
  },
);

test("an invitation that was used meanwhile makes no account, and the page says so", async () => {
  const register = () => Promise.reject(new OperationError("no-such-invitation", {}));
  const browser = open({}, { register }).browser();
  const { status, html } = await browser.submit(await browser.get(PAGE), PAGE, {
    name: "bob",
    password: "correct horse",
  });
  expect([status, html]).toEqual([404, expect.stringContaining("not good any more")]);
});

test("without a name, and with two passwords that differ, nothing is asked of the server", async () => {
  const { browser: openBrowser, register } = open();
  const browser = openBrowser();
  const page = await browser.get(PAGE);
  const unnamed = await browser.submit(page, PAGE, { name: "  ", password: "correct horse" });
  expect([unnamed.status, unnamed.html]).toEqual([422, expect.stringContaining("Choose a name.")]);
  const mistyped = await browser.submit(page, PAGE, { name: "bob", password: "correct horse", again: "correct house" });
  expect([mistyped.status, mistyped.html]).toEqual([422, expect.stringContaining("are not the same")]);
  expect(register).not.toHaveBeenCalled();
});

test("an invitation with a name makes that account, whatever is sent as the name", async () => {
  const { browser: openBrowser, register } = open({ name: "bob" });
  const browser = openBrowser();
  const page = await browser.get(PAGE);
  expect(page.html).toContain("The address will be bob@example.com.");
  await browser.submit(page, PAGE, { name: "mallory", password: "correct horse" });
  expect(register).toHaveBeenCalledWith(TOKEN, "bob", "correct horse");
});

test("an invitation to be a contact alone makes no account", async () => {
  const { browser: openBrowser, register } = open({ kind: "contact", accountUri: undefined });
  const browser = openBrowser();
  const page = await browser.get(PAGE);
  expect(page.html).not.toContain("Make my account");
  const visitor = await browser.get("/account");
  const token = /name="token" value="([^"]*)"/.exec(visitor.html)?.[1] ?? "";
  expect((await browser.post(PAGE, `token=${token}&name=bob&password=correct+horse`)).status).toBe(404);
  expect(register).not.toHaveBeenCalled();
});

test("who is signed in here becomes a contact by one button; a stranger does not", async () => {
  const {
    aliceBrowser,
    browser: openBrowser,
    accept,
  } = open({
    inviter: { account: "romeo@example.com", name: undefined, hasPicture: false },
  });
  const alice = aliceBrowser();
  const page = await alice.get(PAGE);
  expect(page.html).toContain(`Add romeo to the contacts of ${ALICE}`);
  const token = /name="token" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  const done = await alice.post(PAGE, `token=${token}&accept=yes`);
  expect([done.path, done.html]).toEqual(["/account?done=contact", expect.stringContaining("You are contacts now.")]);
  expect(accept).toHaveBeenCalledWith(TOKEN, ALICE);
  const stranger = openBrowser();
  expect((await stranger.submit(await stranger.get(PAGE), PAGE, { accept: "yes" })).status).toBe(422);
  expect(accept).toHaveBeenCalledTimes(1);
});

test("a form of another site, or without its token, makes no account", async () => {
  const { browser: openBrowser, register } = open();
  const browser = openBrowser();
  const page = await browser.get(PAGE);
  const token = /name="token" value="([^"]*)"/.exec(page.html)?.[1] ?? "";
  const body = "name=bob&password=correct+horse";
  expect((await browser.post(PAGE, body)).status).toBe(403);
  const foreign = { "sec-fetch-site": "cross-site" };
  expect((await browser.post(PAGE, `${body}&token=${token}`, foreign)).status).toBe(403);
  expect(register).not.toHaveBeenCalled();
});

test("who has guessed too often is told to wait", async () => {
  const { status, headers } = await open({}, { find: () => "throttled" })
    .browser()
    .get(PAGE);
  expect([status, headers.get("retry-after")]).toEqual([429, "60"]);
});

test("a new password is chosen by the link, and signs in", async () => {
  const { browser: openBrowser, setPassword, sessions } = open({ kind: "password", name: "bob" });
  const browser = openBrowser();
  const page = await browser.get(RESET);
  expect(page.html).toContain("For bob@example.com.");
  const set = await browser.submit(page, RESET, { password: "correct horse" });
  expect(setPassword).toHaveBeenCalledWith(TOKEN, "correct horse");
  expect([set.path, set.html]).toEqual([
    "/account?done=password",
    expect.stringContaining("Your password is changed."),
  ]);
  expect(sessions.find(browser.cookies.get("session") ?? "")?.account).toBe("bob@example.com");
});

test("a new password that cannot be one is refused, and not shown again", async () => {
  const setPassword = () => Promise.reject(new OperationError("short-password", { account: "", minimum: 8 }));
  const browser = open({ kind: "password", name: "bob" }, { setPassword }).browser();
  const { status, html } = await browser.submit(await browser.get(RESET), RESET, { password: "mellon" });
  expect([status, html]).toEqual([422, expect.stringContaining("At least 8 characters, please.")]);
  expect(html).not.toContain("mellon");
});
