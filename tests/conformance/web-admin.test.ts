/** The administrator's pages: what they show, what they do, and who may see them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { askServer } from "../../src/control/client.ts";
import { pathWith } from "../../src/web/pages/admin/frame.ts";
import type { Browser, Fields, ShownPage } from "../../src/web/pages/testing.ts";
import { browserOf, signInOn } from "../support/browser/pages.ts";
import { cast } from "../support/cast.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";
import { runCommand } from "../support/xep/commands.ts";

let server: TestServer;
let clock = 0;
const MINUTE = 60_000;
const SETTINGS = ["listen.https=127.0.0.1:0", "federation.deny=spam.example"];
const HOSTILE = `<script>alert(1)</script>" onmouseover="x`;

beforeAll(async () => {
  server = await startTestServer({ settings: SETTINGS, now: () => Date.now() + clock });
  for (const name of ["juliet", "nurse"]) await server.createAccount(`${name}@localhost`, PASSWORD, true);
  for (const name of ["romeo", "tybalt", "paris"]) await server.createAccount(`${name}@localhost`);
});
afterEach(() => {
  clock = 0;
  expect(server.errors).toEqual([]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function signedIn(name: string, language?: string): Promise<Browser> {
  const browser = browserOf(server, language === undefined ? {} : { language });
  await signInOn(browser, name, PASSWORD);
  return browser;
}
const headingOf = ({ html }: ShownPage): string | undefined =>
  /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]?.replaceAll(/<[^>]+>/g, "");
const one = (name: string): string => `/admin/people/one?jid=${name}%40localhost`;
/** A PNG of one pixel. */
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const circleOf = (name: string): string => pathWith("/admin/circles/one", { name });
const SECTIONS = ["people", "invitations", "invitations/new", "circles", "rooms", "servers", "announcement", "audit"];
const PAGES = ["/admin", ...SECTIONS.map((section) => `/admin/${section}`), one("romeo"), circleOf("Family")];
const FORMS = [
  ...["people/disable", "people/enable", "people/remove", "rooms/destroy", "servers/try", "announcement"],
  ...["people/reset", "invitations/new", "invitations/revoke"],
  ...["circles/create", "circles/add", "circles/kick", "circles/rename", "circles/remove"],
];
/** What all of them need. */
const FIELDS =
  "confirmed=yes&jid=tybalt%40localhost&domain=nothing.example&circle=Family&name=Others&people=tybalt&person=tybalt&text=x";
const isDisabled = async (name: string): Promise<boolean | undefined> => {
  const answer = await askServer(server.home, "GET /users");
  return answer?.users.find(({ jid }) => jid === `${name}@localhost`)?.disabled;
};

describe("the state", () => {
  test("is the same as that of jabber-home status, in both languages", async () => {
    const status = await askServer(server.home, "GET /status");
    const { html } = await (await signedIn("juliet")).get("/admin");
    expect(html).toContain("<h1>All is well</h1>");
    for (const address of Object.values(status?.listening ?? {})) expect(html).toContain(address);
    expect((await (await signedIn("juliet", "fr")).get("/admin")).html).toContain("<h1>Tout va bien</h1>");
  });
});

describe("people", () => {
  test("are listed by address, with who is here and who administers", async () => {
    const { romeo } = await cast(server, ["romeo"]);
    const { html } = await (await signedIn("juliet")).get("/admin/people");
    expect([...html.matchAll(/class="jid" href="[^"]*one[^"]*">([^<]+)</g)].map(([, jid]) => jid)).toEqual(
      ["juliet", "nurse", "paris", "romeo", "tybalt"].map((name) => `${name}@localhost`),
    );
    expect(html).toContain("5 accounts, 1 of them here now");
    await romeo.leaves();
  });

  test("who is switched off is signed out at once, and can sign in again when switched on", async () => {
    const theirs = await signedIn("tybalt");
    const browser = await signedIn("juliet");
    const asked = await browser.submit(await browser.get(one("tybalt")), "/admin/people/disable");
    expect(headingOf(asked)).toBe("Switch off tybalt@localhost?");
    expect(await isDisabled("tybalt")).toBe(false);
    const done = await browser.submit(asked, "/admin/people/disable");
    expect(done.html).toContain("The account is switched off.");
    expect(headingOf(await theirs.get("/account"))).toBe("Sign in");
    expect((await signInOn(browserOf(server), "tybalt", PASSWORD)).status).toBe(403);
    await browser.submit(done, "/admin/people/enable");
    expect((await signInOn(browserOf(server), "tybalt", PASSWORD)).status).toBe(200);
  });

  test("what is done to them is recorded once, with the administrator", async () => {
    const acts = async () => (await askServer(server.home, "POST /audit/show", { max: 100 }))?.entries ?? [];
    const [last] = await acts();
    const browser = await signedIn("juliet");
    const asked = await browser.submit(await browser.get(one("tybalt")), "/admin/people/disable");
    const done = await browser.submit(asked, "/admin/people/disable");
    await browser.submit(done, "/admin/people/enable");
    const by = { door: "page", account: "juliet@localhost", whom: ["tybalt@localhost"] };
    expect((await acts()).filter(({ id }) => id > (last?.id ?? 0))).toMatchObject([
      { ...by, act: "accounts.enable" },
      { ...by, act: "accounts.disable" },
    ]);
  });

  test("are deleted, after one question that says what goes", async () => {
    const browser = await signedIn("juliet");
    const asked = await browser.submit(await browser.get(one("paris")), "/admin/people/remove");
    expect(asked.html).toContain("with its history, its contacts and its files");
    const done = await browser.submit(asked, "/admin/people/remove");
    expect([done.path, done.html]).toEqual([
      "/admin/people?done=removed",
      expect.stringContaining("The account is deleted."),
    ]);
    expect(await isDisabled("paris")).toBeUndefined();
    expect((await browser.get(one("paris"))).status).toBe(404);
  });

  test("have the picture and the name that they show to everybody", async () => {
    const { romeo } = await cast(server, ["romeo"]);
    const card = `<FN>Romeo ${Bun.escapeHTML(HOSTILE)}</FN><PHOTO><TYPE>text/html</TYPE><BINVAL>${PIXEL}</BINVAL></PHOTO>`;
    await romeo.asks(`<iq type="set"><vCard xmlns="vcard-temp">${card}</vCard></iq>`);
    const browser = await signedIn("juliet");
    const page = await browser.get(one("romeo"));
    expect(page.html).toContain(`<bdi>Romeo ${Bun.escapeHTML(HOSTILE)}</bdi>`);
    const path = "/admin/people/picture?jid=";
    const picture = await browser.get(`${path}romeo%40localhost`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(picture.headers.get("content-security-policy")).toContain("sandbox");
    for (const jid of ["nurse%40localhost", "nobody%40localhost", encodeURIComponent(HOSTILE), ""])
      expect((await browser.get(`${path}${jid}`)).html).toBe('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect((await (await signedIn("romeo")).get(`${path}romeo%40localhost`)).status).toBe(403);
    await romeo.leaves();
  });

  test("an administrator neither switches off nor deletes the own account", async () => {
    const browser = await signedIn("juliet");
    expect((await browser.get(one("juliet"))).html).not.toContain("/admin/people/disable");
    const other = await browser.get(one("romeo"));
    for (const act of ["disable", "remove"]) {
      const fields = { jid: "juliet@localhost", confirmed: "yes" };
      expect((await browser.submit(other, `/admin/people/${act}`, fields)).status).toBe(422);
    }
    expect(await isDisabled("juliet")).toBe(false);
  });
});

describe("rooms", () => {
  test("are listed, shown with their owners, and deleted after one question; whoever is in it is told why", async () => {
    await askServer(server.home, "POST /rooms", {
      room: "feast",
      name: HOSTILE,
      isPublic: true,
      owner: "nurse@localhost",
    });
    const browser = await signedIn("juliet");
    const list = await browser.get("/admin/rooms");
    expect(list.html).toContain(Bun.escapeHTML(HOSTILE));
    expect(list.html).not.toContain("<script>alert");
    const room = await browser.get("/admin/rooms/one?jid=feast%40rooms.localhost");
    expect(room.html).toContain("nurse@localhost");
    const asked = await browser.submit(room, "/admin/rooms/destroy");
    expect(asked.html).not.toContain("<script>alert");
    const done = await browser.submit(asked, "/admin/rooms/destroy", { reason: HOSTILE });
    expect(done.html).toContain("The room is deleted.");
    expect((await askServer(server.home, "GET /rooms"))?.rooms).toEqual([]);
  });
});

describe("invitations", () => {
  const NEW = "/admin/invitations/new";
  const invite = async (browser: Browser, fields: Fields) =>
    browser.submit(await browser.get(NEW), NEW, { uses: "1", days: "7", ...fields });
  const linkIn = ({ html }: ShownPage): string | undefined => /id="link">([^<]*)</.exec(html)?.[1];
  const open = async () => (await askServer(server.home, "GET /users/invitations"))?.invitations ?? [];

  test("are made for one or for several, shown once, and listed without their links", async () => {
    const browser = await signedIn("juliet");
    const made = await invite(browser, { note: HOSTILE, name: "peter", days: "30" });
    expect(linkIn(made)).toMatch(/^https:\/\/[^/]+\/invite\/[\w-]{20,}$/);
    const [invitation] = await open();
    expect(invitation).toMatchObject({ name: "peter", uses: 1, note: HOSTILE, inviter: "juliet@localhost" });
    expect(linkIn(await invite(browser, { uses: "25" }))).toBeDefined();
    const list = await browser.get("/admin/invitations");
    expect(list.html).toContain("peter@localhost");
    expect(list.html).toContain("25 of 25 places left");
    expect(list.html).not.toContain("<script>alert");
    const token = linkIn(made)?.split("/").at(-1) ?? "";
    for (const page of [list, await browser.get("/admin/audit")]) expect(page.html).not.toContain(token);
    expect(JSON.stringify(server.events)).not.toContain(token);
  });

  test("end, after one question", async () => {
    const browser = await signedIn("juliet");
    const before = await open();
    const { id = "" } = before.find(({ name }) => name === "peter") ?? {};
    const list = await browser.get("/admin/invitations");
    const asked = await browser.submit(list, "/admin/invitations/revoke", { id });
    expect([headingOf(asked), await open()]).toEqual(["Revoke this invitation?", before]);
    expect((await browser.submit(asked, "/admin/invitations/revoke")).html).toContain("The invitation is revoked.");
    expect((await open()).map((each) => each.id)).not.toContain(id);
    expect((await browser.submit(list, "/admin/invitations/revoke", { id })).status).toBe(404);
  });

  test("what is refused is said, with its status, and what was typed stays", async () => {
    const browser = await signedIn("juliet");
    const before = (await open()).length;
    for (const fields of [
      ...[{ name: "romeo" }, { name: "a@elsewhere.example" }, { name: HOSTILE }, { uses: "0" }, { uses: "x" }],
      ...[{ uses: "1e9" }, { days: "x" }, { days: "-1" }, { days: "1e9" }, { circle: "nothing" }],
    ]) {
      const refused = await invite(browser, { note: "kept & shown", ...fields });
      expect([fields, refused.status]).toEqual([fields, 422]);
      expect(refused.html).toContain("kept &amp; shown");
      expect(refused.html).not.toContain("<script>alert");
    }
    expect(await open()).toHaveLength(before);
  });

  test("to administer the server need the password, where it was given some time ago", async () => {
    const browser = await signedIn("juliet");
    const page = await browser.get(NEW);
    clock = 16 * MINUTE;
    const wish = { uses: "1", days: "1", note: "deputy" };
    expect(headingOf(await browser.submit(page, NEW, { ...wish, admin: "yes" }))).toBe("Is it you?");
    expect((await open()).some(({ note }) => note === "deputy")).toBe(false);
    expect(linkIn(await browser.submit(page, NEW, wish))).toBeDefined();
  });

  test("a link for a new password is made after one question; the password stays until it is used", async () => {
    const browser = await signedIn("juliet");
    const asked = await browser.submit(await browser.get(one("tybalt")), "/admin/people/reset");
    expect(headingOf(asked)).toBe("A new password for tybalt@localhost?");
    expect((await open()).some(({ kind }) => kind === "password")).toBe(false);
    const made = await browser.submit(asked, "/admin/people/reset");
    expect(linkIn(made)).toMatch(/^https:\/\/[^/]+\/reset\/[\w-]{20,}$/);
    expect((await open()).find(({ kind }) => kind === "password")).toMatchObject({ name: "tybalt", uses: 1 });
    expect((await signInOn(browserOf(server), "tybalt", PASSWORD)).status).toBe(200);
  });
});

describe("circles", () => {
  const show = async (circle: string) => await askServer(server.home, "POST /circles/show", { circle });
  const membersOf = async (circle: string) => (await show(circle))?.members.map(({ jid }) => jid.split("@")[0]);

  test("are made, filled, renamed and deleted; whoever is taken out is asked about once", async () => {
    const browser = await signedIn("juliet");
    const made = await browser.submit(await browser.get("/admin/circles"), "/admin/circles/create", { name: HOSTILE });
    expect([made.path, made.html]).toEqual([circleOf(HOSTILE), expect.not.stringContaining("<script>alert")]);
    const filled = await browser.submit(made, "/admin/circles/add", { people: "romeo, nurse@localhost" });
    expect((await membersOf(HOSTILE))?.sort()).toEqual(["nurse", "romeo"]);
    expect((await browser.get(one("romeo"))).html).toContain(Bun.escapeHTML(HOSTILE));
    const asked = await browser.submit(filled, "/admin/circles/kick", { person: "romeo@localhost" });
    expect(headingOf(asked)).toBe(`Take 1 person out of ${Bun.escapeHTML(HOSTILE)}?`);
    await browser.submit(asked, "/admin/circles/kick");
    expect(await membersOf(HOSTILE)).toEqual(["nurse"]);
    const renamed = await browser.submit(filled, "/admin/circles/rename", { name: "Family" });
    expect(renamed.path).toBe(`${circleOf("Family")}&done=yes`);
    const question = await browser.submit(renamed, "/admin/circles/remove");
    const removed = await browser.submit(question, "/admin/circles/remove", { keep: "yes" });
    expect(removed.html).toContain("The circle is deleted.");
    expect((await browser.get(circleOf("Family"))).status).toBe(404);
    expect((await askServer(server.home, "GET /rooms"))?.rooms).toHaveLength(1);
  });

  test("what is refused is said, with its status, and what was typed stays", async () => {
    const browser = await signedIn("juliet");
    await askServer(server.home, "POST /circles", { circle: "Family", people: [] });
    const list = await browser.get("/admin/circles");
    const twice = await browser.submit(list, "/admin/circles/create", { name: "family" });
    expect([twice.status, twice.html]).toEqual([422, expect.stringContaining('value="family"')]);
    const page = await browser.get(circleOf("Family"));
    for (const people of ["nobody", "", "a b@elsewhere.example", HOSTILE, "x ".repeat(200)]) {
      const refused = await browser.submit(page, "/admin/circles/add", { people });
      expect([refused.status, refused.html]).toEqual([422, expect.not.stringContaining("<script>alert")]);
      if (people !== "") expect(refused.html).toContain(`name="people" value="${Bun.escapeHTML(people)}"`);
    }
    for (const [length, status] of [
      [61, 422],
      [60, 200],
    ] as const)
      expect((await browser.submit(list, "/admin/circles/create", { name: "F".repeat(length) })).status).toBe(status);
    for (const { html } of [list, page]) expect(html).toContain('required maxlength="60"');
    expect((await browser.post("/admin/circles/kick", "token=x")).status).toBe(403);
    expect(await membersOf("Family")).toEqual([]);
  });
});

describe("an announcement", () => {
  test("goes to oneself first, then, after a question, to everybody", async () => {
    const { juliet, romeo } = await cast(server, ["juliet", "romeo"]);
    const browser = await signedIn("juliet");
    const page = await browser.get("/admin/announcement");
    const preview = await browser.submit(page, "/admin/announcement", { text: `off on Saturday ${HOSTILE}`, to: "me" });
    expect(preview.html).toContain("It was sent to juliet@localhost.");
    const hears = async ({ client }: typeof juliet) =>
      (await client.receive(({ name }) => name === "message")).getChildText("body");
    expect(await hears(juliet)).toBe(`off on Saturday ${HOSTILE}`);
    await romeo.receivesNothing("<message/>");
    const asked = await browser.submit(preview, "/admin/announcement", { text: "off on Sunday", to: "all" });
    expect(headingOf(asked)).toMatch(/^Send this to \d+ accounts\?$/);
    const sent = await browser.submit(asked, "/admin/announcement");
    expect(sent.html).toMatch(/It was sent to \d+ accounts\./);
    for (const person of [juliet, romeo]) expect(await hears(person)).toBe("off on Sunday");
    const empty = await browser.submit(page, "/admin/announcement", { text: " ", to: "me" });
    expect(empty.status).toBe(422);
    // Of the longest characters, in lines as browsers send them.
    const long = `${`${"\u{1f3ad}".repeat(999)}\n`.repeat(3)}${"\u{1f3ad}".repeat(1000)}`;
    const sentLines = { text: long.replaceAll("\n", "\r\n"), to: "me" };
    expect((await browser.submit(page, "/admin/announcement", sentLines)).status).toBe(200);
    expect(await hears(juliet)).toBe(long);
    const longer = { text: `${long}.`, to: "me" };
    expect((await browser.submit(page, "/admin/announcement", longer)).status).toBe(422);
    await juliet.leaves();
    await romeo.leaves();
  });
});

test("what was done is told: who, when, what; the latest first, a page at a time", async () => {
  const browser = await signedIn("juliet");
  const { html } = await browser.get("/admin/audit");
  expect(html).toContain("announced: off on Sunday");
  expect(html).toContain("juliet@localhost (on a page)");
  expect(html).not.toContain("<script>alert");
  for (const after of ["1", "x", "-1", "9".repeat(400)])
    expect((await browser.get(`/admin/audit?after=${after}`)).status).toBe(200);
});

describe("other servers", () => {
  test("with whom nothing is exchanged is said", async () => {
    expect((await (await signedIn("juliet")).get("/admin/servers")).html).toContain("never with spam.example");
  });

  test("one is tried: what fails, and what helps", async () => {
    const browser = await signedIn("juliet");
    const page = await browser.get("/admin/servers");
    const tried = await browser.submit(page, "/admin/servers/try", { domain: "nothing.example" });
    expect([tried.status, headingOf(tried)]).toEqual([200, "The way to nothing.example"]);
    expect(tried.html).toContain("Look at the spelling of nothing.example.");
    expect((await browser.submit(page, "/admin/servers/try", { domain: "spam.example" })).html).toContain("excluded");
    expect((await browser.submit(page, "/admin/servers/try", { domain: "localhost" })).html).toContain("served here");
    const wrong = await browser.submit(page, "/admin/servers/try", { domain: HOSTILE });
    expect([wrong.status, wrong.html]).toEqual([422, expect.not.stringContaining("<script>alert")]);
  });
});

describe("nobody else", () => {
  test("sees any of it: not without signing in, and not without being an administrator", async () => {
    const romeo = await signedIn("romeo");
    expect((await romeo.get("/account")).html).not.toContain('href="/admin"');
    for (const path of PAGES) {
      expect(headingOf(await browserOf(server).get(path))).toBe("Sign in");
      const page = await romeo.get(path);
      expect([page.status, headingOf(page)]).toEqual([403, "For administrators"]);
      expect(page.html).not.toContain("juliet");
    }
  });

  test("sends any of its forms, with a good token or without", async () => {
    const romeo = await signedIn("romeo");
    const token = /name="token" value="([^"]+)"/.exec((await romeo.get("/account")).html)?.[1] ?? "";
    for (const form of FORMS) {
      expect((await romeo.post(`/admin/${form}`, `token=${token}&${FIELDS}`)).status).toBe(403);
      expect((await browserOf(server).post(`/admin/${form}`, FIELDS)).status).toBe(403);
    }
    expect(await isDisabled("tybalt")).toBe(false);
  });

  test("CSRF: every form needs the token of its session, and comes from a page of this server", async () => {
    const juliet = await signedIn("juliet");
    const token = /name="token" value="([^"]+)"/.exec((await juliet.get("/account")).html)?.[1] ?? "";
    const others =
      /name="token" value="([^"]+)"/.exec((await (await signedIn("nurse")).get("/account")).html)?.[1] ?? "";
    for (const form of FORMS) {
      for (const wrong of ["", "x", others])
        expect((await juliet.post(`/admin/${form}`, `token=${wrong}&${FIELDS}`)).status).toBe(403);
      const elsewhere = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
      expect((await juliet.post(`/admin/${form}`, `token=${token}&${FIELDS}`, elsewhere)).status).toBe(403);
    }
    expect(await isDisabled("tybalt")).toBe(false);
  });

  test("goes on who is no administrator any more, however fresh the page", async () => {
    await server.createAccount("friar@localhost", PASSWORD, true);
    const friar = await signedIn("friar");
    const asked = await friar.submit(await friar.get(one("tybalt")), "/admin/people/disable");
    const { juliet } = await cast(server, ["juliet"]);
    const node = "http://jabber.org/protocol/admin#edit-admin";
    await runCommand(juliet, node, { adminjids: ["juliet@localhost", "nurse@localhost"] });
    expect((await friar.submit(asked, "/admin/people/disable")).status).toBe(403);
    expect((await friar.get("/admin")).status).toBe(403);
    expect(await isDisabled("tybalt")).toBe(false);
    await juliet.leaves();
  });

  test("whose account is disabled while the page is open", async () => {
    await server.createAccount("friar2@localhost", PASSWORD, true);
    const friar = await signedIn("friar2");
    const asked = await friar.submit(await friar.get(one("tybalt")), "/admin/people/disable");
    await askServer(server.home, "POST /users/disable", { jid: "friar2@localhost" });
    expect((await friar.submit(asked, "/admin/people/disable")).status).toBe(403);
    expect(await isDisabled("tybalt")).toBe(false);
  });
});

test("who signed in some time ago gives the password before what is dangerous, once", async () => {
  const browser = await signedIn("juliet");
  const asked = await browser.submit(await browser.get(one("tybalt")), "/admin/people/disable");
  clock = 16 * MINUTE;
  const proof = await browser.submit(asked, "/admin/people/disable");
  expect([proof.status, headingOf(proof)]).toEqual([403, "Is it you?"]);
  expect(await isDisabled("tybalt")).toBe(false);
  const done = await browser.submit(proof, "/admin/people/disable", { proof: PASSWORD });
  expect(done.html).toContain("The account is switched off.");
  await browser.submit(done, "/admin/people/enable");
});

test("what is not there is said, with the way back; what cannot be an address, too", async () => {
  const browser = await signedIn("juliet");
  for (const jid of [
    "nobody%40localhost",
    "a%40elsewhere.example",
    "%00",
    encodeURIComponent(HOSTILE),
    "%ed%a0%80",
    "x".repeat(5000),
  ]) {
    for (const kind of ["people", "rooms", "circles"]) {
      const page = await browser.get(`/admin/${kind}/one?jid=${jid}&name=${jid}`);
      expect([page.status, page.html]).toEqual([404, expect.stringContaining(`href="/admin/${kind}"`)]);
      expect(page.html).not.toContain("<script>alert");
    }
  }
  const searched = await browser.get(
    `/admin/people?q=${encodeURIComponent(HOSTILE)}&after=${encodeURIComponent(HOSTILE)}`,
  );
  expect([searched.status, searched.html]).toEqual([200, expect.not.stringContaining("<script>alert")]);
});

test("after signing in one is where one wanted to be; the language is changed on the same page", async () => {
  const browser = browserOf(server);
  const asked = await browser.get("/admin/rooms");
  const page = await browser.submit(asked, "/account/sign-in", { name: "juliet", password: PASSWORD });
  expect([page.path, headingOf(page)]).toEqual(["/admin/rooms", "Rooms"]);
  const french = await browser.submit(await browser.get(one("romeo")), "/language", { language: "fr" });
  expect([french.path, french.html]).toEqual([one("romeo"), expect.stringContaining("Dernière visite")]);
});
