/** Signing in, the account's page, its password. */
import { expect, mock, test } from "bun:test";
import { ALICE, openTestPages } from "../testing.ts";

const PASSWORD = "wherefore art thou";

test("somebody signs in with the name alone, comes to the page that was asked for, and signs out", async () => {
  const { browser: open } = openTestPages();
  const browser = open();
  const asked = await browser.get("/account/password");
  expect(asked.html).toContain("<h1>Sign in</h1>");
  const signedIn = await browser.submit(asked, "/account/sign-in", { name: "alice", password: PASSWORD });
  expect(signedIn.path).toBe("/account/password");
  const account = await browser.get("/account");
  expect(account.html).toContain(ALICE);
  const former = browser.cookies.get("session") ?? "";
  const out = await browser.submit(account, "/account/sign-out");
  expect(out.html).toContain("You are signed out.");
  expect(browser.cookies.has("session")).toBe(false);
  browser.cookies.set("session", former);
  expect((await browser.get("/account")).html).toContain("<h1>Sign in</h1>");
});

test("a wrong password: the sentence has the focus, the name stays, the password does not", async () => {
  const browser = openTestPages().browser();
  const page = await browser.get("/account");
  const { status, html } = await browser.submit(page, "/account/sign-in", { name: 'al"ice<', password: "sesame-123" });
  expect(status).toBe(403);
  expect(html).toContain('role="alert" tabindex="-1" autofocus>The address or the password is wrong.');
  expect(html).toContain('value="al&quot;ice&lt;"');
  expect(html).not.toContain("sesame");
  expect(browser.cookies.has("session")).toBe(false);
});

test.each(["//evil.example", "https://evil.example/account", "/language", "/account\r\nSet-Cookie: a=b"])(
  "signing in does not lead to %p",
  async (next) => {
    const browser = openTestPages().browser();
    const page = await browser.get("/account");
    const signedIn = await browser.submit(page, "/account/sign-in", { name: "alice", password: PASSWORD, next });
    expect(signedIn.path).toBe("/account");
  },
);

test("RFC 6265bis §8.4: signing in makes a new session, whatever cookie came with it", async () => {
  const { browser: open, sessions } = openTestPages();
  const browser = open();
  browser.cookies.set("session", "planted-by-somebody");
  const page = await browser.get("/account");
  await browser.submit(page, "/account/sign-in", { name: "alice", password: PASSWORD });
  expect(sessions.find("planted-by-somebody")).toBeUndefined();
  expect(sessions.find(browser.cookies.get("session") ?? "")?.account).toBe(ALICE);
});

test("who signs in again leaves the session of before", async () => {
  const { aliceBrowser, sessions } = openTestPages();
  const browser = aliceBrowser();
  const former = browser.cookies.get("session") ?? "";
  const token = /name="token" value="([^"]*)"/.exec((await browser.get("/account")).html)?.[1] ?? "";
  await browser.post("/account/sign-in", new URLSearchParams({ token, name: "alice", password: PASSWORD }).toString());
  expect(browser.cookies.get("session")).not.toBe(former);
  expect(sessions.find(former)).toBeUndefined();
});

test("a form of another session, without a token, or from another site does nothing", async () => {
  const setPassword = mock(async () => "changed" as const);
  const { aliceBrowser } = openTestPages({ setPassword });
  const [browser, other] = [aliceBrowser(), aliceBrowser()];
  const foreign = await other.get("/account/password");
  const own = await browser.get("/account/password");
  const fields = { current: PASSWORD, chosen: "another password" };
  expect((await browser.submit(foreign, "/account/password", fields)).status).toBe(403);
  const body = new URLSearchParams(fields).toString();
  expect((await browser.post("/account/password", body)).status).toBe(403);
  const token = /name="token" value="([^"]*)"/.exec(own.html)?.[1] ?? "";
  for (const site of ["cross-site", "same-site"])
    expect((await browser.post("/account/password", `${body}&token=${token}`, { "sec-fetch-site": site })).status).toBe(
      403,
    );
  expect(setPassword).not.toHaveBeenCalled();
  expect((await browser.submit(own, "/account/password", fields)).path).toBe("/account?done=password");
  expect(setPassword).toHaveBeenCalledWith(ALICE, "another password");
});

test("a password is changed by whoever knows the one until now", async () => {
  const setPassword = mock(async () => "changed" as const);
  const browser = openTestPages({ setPassword }).aliceBrowser();
  const page = await browser.get("/account/password");
  const change = (fields: Record<string, string>) => browser.submit(page, "/account/password", fields);
  const wrong = await change({ current: "nonsense", chosen: "another password" });
  expect([wrong.status, wrong.html]).toEqual([422, expect.stringContaining("This is not your current password.")]);
  const mistyped = await change({ current: PASSWORD, chosen: "another password", again: "anothr password" });
  expect(mistyped.html).toContain("The two new passwords are not the same.");
  expect(setPassword).not.toHaveBeenCalled();
  const changed = await change({ current: PASSWORD, chosen: "another password", again: "another password" });
  expect(changed.html).toContain("Your password is changed.");
});

test.each([
  ["short", "At least 8 characters, please."],
  ["unusable", "Letters, digits, signs and spaces"],
] as const)("a new password that is %s is refused at its field, and not shown again", async (result, sentence) => {
  const browser = openTestPages({ setPassword: async () => result }).aliceBrowser();
  const page = await browser.get("/account/password");
  const { html } = await browser.submit(page, "/account/password", { current: PASSWORD, chosen: "mellon" });
  expect(html).toContain(`<p class="error" id="chosen-note">${sentence}`);
  expect(html).not.toContain("mellon");
});

test("W3C, change-password §2: password managers find the page", async () => {
  const { aliceBrowser } = openTestPages();
  expect((await aliceBrowser().get("/.well-known/change-password")).path).toBe("/account/password");
});

test("a form whose session is over is not done, and asks to sign in", async () => {
  const setPassword = mock(async () => "changed" as const);
  const { aliceBrowser, sessions } = openTestPages({ setPassword });
  const browser = aliceBrowser();
  const page = await browser.get("/account/password");
  sessions.end(browser.cookies.get("session") ?? "");
  const lost = await browser.submit(page, "/account/password", { current: PASSWORD, chosen: "another password" });
  expect([lost.status, lost.html]).toEqual([403, expect.stringContaining("You were signed out meanwhile")]);
  expect(setPassword).not.toHaveBeenCalled();
});

test("only what is known is said to have been done", async () => {
  const browser = openTestPages().aliceBrowser();
  for (const key of ["<script>", "constructor", "__proto__"])
    expect((await browser.get(`/account?done=${encodeURIComponent(key)}`)).html).not.toContain('role="status"');
});
