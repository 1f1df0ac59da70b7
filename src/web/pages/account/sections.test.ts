/** The sections of the account's page: picture and name, apps, invitations, history, leaving. */
import { describe, expect, mock, test } from "bun:test";
import { OperationError } from "../../../operation-error.ts";
import type { PagesDeps } from "../pages.ts";
import { ALICE, type Browser, openTestPages } from "../testing.ts";

const SCRIPT = "<script>alert(1)</script>";
const nothing = async (): Promise<void> => {};

const tokenIn = (html: string): string => /name="token" value="([^"]*)"/.exec(html)?.[1] ?? "";

/** Sends fields with the token of a page. */
async function send(browser: Browser, path: string, fields: Record<string, string>) {
  const token = tokenIn((await browser.get("/account")).html);
  return browser.post(path, new URLSearchParams({ token, ...fields }).toString());
}

test("the index leads to every section", async () => {
  const { html } = await openTestPages().aliceBrowser().get("/account");
  for (const [, name] of html.matchAll(/<a href="#([\w-]+)">/g))
    expect(html).toContain(`<section class="card" id="${name}"`);
  expect([...html.matchAll(/<a href="#([\w-]+)">/g)].map(([, name]) => name)).toEqual([
    ...["profile", "password", "apps", "invite", "history", "move-in", "export", "leave"],
  ]);
});

describe("Picture and name", () => {
  const open = (profile: Partial<PagesDeps["profile"]> = {}) => {
    const own = { maxPicture: 1000, nameOf: () => SCRIPT, pictureOf: () => undefined, setName: nothing };
    return openTestPages({ profile: { ...own, setPicture: nothing, ...profile } });
  };
  const upload = async (pages: ReturnType<typeof open>, bytes: number) => {
    const browser = pages.aliceBrowser();
    const form = new FormData();
    form.append("token", tokenIn((await browser.get("/account/profile")).html));
    form.append("what", "picture");
    form.append("picture", new Blob([new Uint8Array(bytes)]), "a.png");
    const cookie = `__Host-session=${browser.cookies.get("session")}`;
    const headers = { cookie, accept: "text/html", "sec-fetch-site": "same-origin" };
    return pages.send(new Request("https://localhost/account/profile", { method: "POST", body: form, headers }));
  };

  test("a picture is sent as a file, and its bytes are what is stored", async () => {
    const setPicture = mock(nothing);
    const response = await upload(open({ setPicture }), 500);
    expect([response.status, response.headers.get("location")]).toEqual([303, "/account?done=picture"]);
    expect(setPicture).toHaveBeenCalledWith(ALICE, new Uint8Array(500));
  });

  test.each([
    ["not-a-picture", 422, "This is no picture"],
    ["picture-too-large", 413, "1.0 kB at most"],
    ["disk-full", 503, "disk is full"],
  ] as const)("%s is told, with status %d", async (reason, status, sentence) => {
    const setPicture = () => Promise.reject(new OperationError(reason, {} as never));
    const response = await upload(open({ setPicture }), 500);
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(sentence)]);
  });

  test("no file is chosen, and a file beyond all bounds: neither is a picture", async () => {
    expect((await upload(open(), 0)).status).toBe(422);
    expect((await upload(open(), 1_100_000)).status).toBe(413);
  });

  test("a name is text, stays where it is refused, and may be empty", async () => {
    const setName = mock<PagesDeps["profile"]["setName"]>(async (_, name) => {
      if (name.length > 80) throw new OperationError("name-too-long", { maximum: 80 });
    });
    const browser = open({ setName }).aliceBrowser();
    expect((await browser.get("/account")).html).not.toContain(SCRIPT);
    const refused = await send(browser, "/account/profile", { what: "name", name: `${"x".repeat(80)}"` });
    expect([refused.status, refused.html]).toEqual([422, expect.stringContaining(`value="${"x".repeat(80)}&quot;"`)]);
    expect((await send(browser, "/account/profile", { what: "name", name: "" })).path).toBe("/account?done=name");
    expect(setName).toHaveBeenLastCalledWith(ALICE, "");
  });

  test("the picture is shown to nobody else, kept by no cache, and runs nothing", async () => {
    const pages = open({ pictureOf: () => ({ type: "image/png", bytes: new Uint8Array([1]) }) });
    const { headers } = await pages.aliceBrowser().get("/account/picture");
    expect([headers.get("content-type"), headers.get("cache-control")]).toEqual(["image/png", "no-store"]);
    expect(headers.get("content-security-policy")).toContain("sandbox");
    expect((await pages.browser().get("/account/picture")).html).toContain("<h1>Sign in</h1>");
  });
});

describe("Apps that are signed in", () => {
  const app = { isPage: false, software: SCRIPT, device: "Pixel", firstSeen: 0, lastSeen: 0, isConnected: true };
  const open = () => {
    const signOut = mock(async (_: string, id: string) => id !== "gone");
    const list = () => [
      { ...app, id: "session-0", isPage: true, software: "Firefox, Linux" },
      { ...app, id: "a" },
      { ...app, id: "b", software: undefined, device: undefined },
    ];
    return { signOut, browser: openTestPages({ apps: { list, signOut } }).aliceBrowser() };
  };

  test("each has its name as text; this browser is marked, and has no button", async () => {
    const { html } = await open().browser.get("/account");
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt; · Pixel");
    expect(html).not.toContain(SCRIPT);
    expect(html).toContain("An app that says nothing of itself");
    expect(html).toContain("These pages, in Firefox, Linux");
    expect([...html.matchAll(/name="id" value="([^"]*)"/g)].map(([, id]) => id)).toEqual(["a", "b"]);
  });

  test("one is signed out, or all but this browser", async () => {
    const { browser, signOut } = open();
    expect((await send(browser, "/account/apps", { id: "a" })).html).toContain("It is signed out.");
    expect((await send(browser, "/account/apps", { id: "gone" })).html).toContain("not in the list any more");
    expect(signOut.mock.calls).toEqual([
      [ALICE, "a"],
      [ALICE, "gone"],
    ]);
    signOut.mockClear();
    expect((await send(browser, "/account/apps", { all: "yes" })).html).toContain("All others are signed out.");
    expect(signOut.mock.calls.map(([, id]) => id)).toEqual(["a", "b"]);
  });
});

describe("Invite somebody", () => {
  const LINK = "https://example.com/invite/AbCdEfGhIjKlMnOpQrStUv";
  const open = (own: Partial<PagesDeps["ownInvitations"]> = {}) => {
    const create = mock<PagesDeps["ownInvitations"]["create"]>(async () => ({ link: LINK, expires: 0 }));
    const revoke = mock(nothing as PagesDeps["ownInvitations"]["revoke"]);
    const ownInvitations = {
      rightsOf: () => ({ accounts: true, contacts: true, all: true }),
      circles: () => [`"Family" ${SCRIPT}`],
      list: () => [{ id: "x", note: SCRIPT, uses: 3, circle: "Chess", expires: Date.UTC(2026, 11, 6) }],
      ...{ create, revoke, ...own },
    };
    return { create, revoke, browser: openTestPages({ ownInvitations }).aliceBrowser() };
  };
  const invite = async (browser: Browser, fields: Record<string, string>) =>
    browser.submit(await browser.get("/account/invite"), "/account/invite", fields);

  test("what was asked for is made, and its link is shown once", async () => {
    const { browser, create } = open();
    const fields = { note: " Bob ", kind: "account", people: "3", days: "2", circle: "Family" };
    const { status, html } = await invite(browser, fields);
    expect(create).toHaveBeenCalledWith(ALICE, {
      ...{ note: "Bob", kind: "account", uses: 3, validity: 172_800_000, circle: "Family" },
    });
    expect([status, html]).toEqual([200, expect.stringContaining(`id="link">${LINK}</p>`)]);
    expect(html).toContain('<svg class="qr"');
  });

  test("notes and circles are text", async () => {
    const { browser } = open();
    expect((await browser.get("/account/invite")).html).not.toContain(SCRIPT);
  });

  test.each([
    [{ people: "many" }, 422, "A number from 1 to 1000"],
    [{ days: "-1" }, 422, "A number of days from 1 to 365"],
  ])("%p is refused with what was typed", async (fields, status, sentence) => {
    const { browser, create } = open();
    const refused = await invite(browser, { note: "For Bob", ...fields });
    expect([refused.status, refused.html]).toEqual([status, expect.stringContaining(sentence)]);
    expect(refused.html).toContain('value="For Bob"');
    expect(create).not.toHaveBeenCalled();
  });

  test.each([
    ["may-not-invite", 403],
    ["too-many-invitations", 422],
    ["bad-uses", 422],
    ["bad-validity", 422],
    ["note-too-long", 422],
    ["no-such-circle", 422],
    ["disk-full", 503],
  ] as const)("%s is told with status %d", async (reason, status) => {
    const create = () => Promise.reject(new OperationError(reason, {} as never));
    expect((await invite(open({ create }).browser, { kind: "account" })).status).toBe(status);
  });

  test("one that is open is revoked", async () => {
    const { browser, revoke } = open();
    const page = await browser.get("/account/invite");
    expect(page.html).toContain("for 3 more people · into Chess · until December 6, 2026");
    const done = await send(browser, "/account/invite", { revoke: "x" });
    expect(revoke).toHaveBeenCalledWith(ALICE, "x");
    expect(done.html).toContain("The invitation is revoked");
  });

  test("who may invite nobody is told so", async () => {
    const { browser } = open({ rightsOf: () => ({ accounts: false, contacts: false, all: false }) });
    expect((await browser.get("/account/invite")).html).not.toContain('name="note"');
  });
});

describe("Keep my history", () => {
  const open = () => {
    const [setUsual, deleteAll] = [mock(nothing as PagesDeps["history"]["setUsual"]), mock(nothing)];
    const history = { keep: 30 * 86_400_000, usualOf: () => "roster" as const, setUsual, deleteAll };
    const pages = openTestPages({ history });
    return { setUsual, deleteAll, browser: pages.aliceBrowser(), sessions: pages.sessions };
  };

  test("says for how long, and what is kept; something else is chosen", async () => {
    const { browser, setUsual } = open();
    const { html } = await browser.get("/account");
    expect(html).toContain("Your messages stay on this server for 30 days");
    expect(html).toContain('value="roster" required checked');
    expect((await send(browser, "/account/history", { usual: "never" })).html).toContain("That is saved.");
    expect(setUsual).toHaveBeenCalledWith(ALICE, "never");
    expect((await send(browser, "/account/history", { usual: "sometimes" })).status).toBe(400);
    expect(setUsual).toHaveBeenCalledTimes(1);
  });

  test("all of it is deleted after a page that says so, and with the password where that was given long ago", async () => {
    const { browser, deleteAll, sessions } = open();
    sessions.grow(browser.cookies.get("session") ?? "");
    const asked = await send(browser, "/account/history", { delete: "asked" });
    expect(asked.html).toContain("Delete your history?");
    const proof = await browser.submit(asked, "/account/history");
    expect([proof.status, proof.html]).toEqual([403, expect.stringContaining("Is it you?")]);
    expect(deleteAll).not.toHaveBeenCalled();
    const done = await browser.submit(proof, "/account/history", { proof: "wherefore art thou" });
    expect(done.html).toContain("Your history on this server is deleted.");
    expect(deleteAll).toHaveBeenCalledWith(ALICE);
  });
});

describe("Take everything with me", () => {
  const open = () => {
    const exportOf = mock((account: string) => new Blob([`<user name="${account}"/>`]).stream());
    const pages = openTestPages({ exportOf });
    return { exportOf, browser: pages.aliceBrowser(), sessions: pages.sessions };
  };

  test("is a file that no browser shows", async () => {
    const { browser } = open();
    const { html, headers } = await browser.submit(await browser.get("/account"), "/account/export");
    expect(html).toBe(`<user name="${ALICE}"/>`);
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${ALICE}.xml"`);
    expect(headers.get("cache-control")).toBe("no-store");
  });

  test("asks for the password where that was given long ago", async () => {
    const { browser, exportOf, sessions } = open();
    sessions.grow(browser.cookies.get("session") ?? "");
    const asked = await browser.submit(await browser.get("/account"), "/account/export");
    expect([asked.status, asked.html]).toEqual([403, expect.stringContaining("Is it you?")]);
    expect(exportOf).not.toHaveBeenCalled();
    const file = await browser.submit(asked, "/account/export", { proof: "wherefore art thou" });
    expect(file.html).toContain("<user");
  });
});

describe("Leave", () => {
  const open = (result: "gone" | "only-administrator" = "gone") => {
    const leave = mock(async (_: string) => result);
    const pages = openTestPages({ leave });
    return { leave, browser: pages.aliceBrowser(), sessions: pages.sessions };
  };

  test("deletes nothing where the name is not typed", async () => {
    const { browser, leave } = open();
    const { status, html } = await browser.submit(await browser.get("/account/leave"), "/account/leave", {
      confirmation: SCRIPT,
    });
    expect([status, html]).toEqual([422, expect.stringContaining("This is not alice: nothing is deleted.")]);
    expect(html).not.toContain(SCRIPT);
    expect(leave).not.toHaveBeenCalled();
  });

  test("deletes the account, and forgets the session", async () => {
    const { browser, leave } = open();
    const { html, headers } = await browser.submit(await browser.get("/account/leave"), "/account/leave", {
      confirmation: "alice",
    });
    expect(html).toContain("Your account is deleted.");
    expect(headers.get("clear-site-data")).toBe('"storage"');
    expect(leave).toHaveBeenCalledWith(ALICE);
    expect(browser.cookies.has("session")).toBe(false);
  });

  test("asks for the password where that was given long ago", async () => {
    const { browser, leave, sessions } = open();
    sessions.grow(browser.cookies.get("session") ?? "");
    const page = await browser.get("/account/leave");
    const asked = await browser.submit(page, "/account/leave", { confirmation: "alice" });
    expect([asked.status, asked.html]).toEqual([403, expect.stringContaining("Is it you?")]);
    expect(leave).not.toHaveBeenCalled();
  });

  test("keeps the only administrator", async () => {
    const { browser } = open("only-administrator");
    const { status, html } = await browser.submit(await browser.get("/account/leave"), "/account/leave", {
      confirmation: ALICE,
    });
    expect([status, html]).toEqual([422, expect.stringContaining("You are the only administrator.")]);
  });
});
