/** XEP-0441: Message Archive Management Preferences. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, MAM } from "../support/xep/archive.ts";

let server: TestServer;
let romeo: Actor;
let juliet: Actor;
let tybalt: Actor;
let count = 0;

beforeAll(async () => {
  server = await startTestServer();
  [romeo, juliet, tybalt] = [
    await enter(server, "romeo", "orchard"),
    await enter(server, "juliet", "balcony"),
    await enter(server, "tybalt", "street"),
  ];
  for (const actor of [romeo, juliet, tybalt]) await appear(actor);
  await befriend(romeo, juliet);
});
beforeEach(() => setPreferences("always"));
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const list = (name: string, jids: readonly string[]): string =>
  `<${name}>${jids.map((jid) => `<jid>${jid}</jid>`).join("")}</${name}>`;

/** Sets romeo's preferences. */
async function setPreferences(
  defaultRule: string,
  always: readonly string[] = [],
  never: readonly string[] = [],
): Promise<void> {
  const lists = list("always", always) + list("never", never);
  const answer = await romeo.asks(
    `<iq type="set"><prefs xmlns="${MAM}" default="${defaultRule}">${lists}</prefs></iq>`,
  );
  expect(answer.attrs.type).toBe("result");
}

/** Whether romeo's archive keeps messages with the other, in both directions; asserts that those have a stanza-id. */
async function isKept(other: Actor, peer = other.jid): Promise<boolean> {
  count += 1;
  const body = (n: number): string => `${count}.${n}`;
  romeo.sends(`<message type="chat" to="${peer}"><body>${body(1)}</body></message>`);
  await romeo.pings();
  other.sends(`<message type="chat" to="${romeo.jid}"><body>${body(2)}</body></message>`);
  await other.pings();
  const delivered = await romeo.receives(`<message><body>${body(2)}</body></message>`);
  const { results } = await archiveOf(romeo, '<set xmlns="http://jabber.org/protocol/rsm"><before/></set>');
  const archivedTexts = results.map(({ body: text }) => text).filter((text) => text.startsWith(`${count}.`));
  expect(archivedTexts.length === 0 || archivedTexts.length === 2).toBe(true);
  expect(delivered.getChild("stanza-id", "urn:xmpp:sid:0") !== undefined).toBe(archivedTexts.length === 2);
  return archivedTexts.length === 2;
}

describe("§2.1: simple configuration", () => {
  test("'The <prefs> element MUST … contain the current default …; <always> and <never> MUST also be present'", async () => {
    const answer = await juliet.asks(`<iq type="get"><prefs xmlns="${MAM}"/></iq>`);
    expect(answer.getChild("prefs", MAM)?.toString()).toBe(
      `<prefs xmlns="${MAM}" default="always"><always/><never/></prefs>`,
    );
  });

  test("'The server then replies with the applied preferences'; they are returned as set, with prepared addresses", async () => {
    const prefs = `<prefs xmlns="${MAM}" default="roster">${list("always", ["ROMEO@montague.lit"])}<never/></prefs>`;
    const set = await romeo.asks(`<iq type="set">${prefs}</iq>`);
    const get = await romeo.asks(`<iq type="get"><prefs xmlns="${MAM}"/></iq>`);
    const applied = `<prefs xmlns="${MAM}" default="roster">${list("always", ["romeo@montague.lit"])}<never/></prefs>`;
    for (const answer of [set, get]) expect(answer.getChild("prefs", MAM)?.toString()).toBe(applied);
  });

  test("§2.1.2, §2.1.3: a list that is missing is empty", async () => {
    await setPreferences("always", ["a@example.org"], ["b@example.org"]);
    const answer = await romeo.asks(`<iq type="set"><prefs xmlns="${MAM}" default="never"/></iq>`);
    expect(answer.getChild("prefs", MAM)?.toString()).toBe(
      `<prefs xmlns="${MAM}" default="never"><always/><never/></prefs>`,
    );
  });

  test("§2.1.1: the default 'MUST be one of' always, never, roster", async () => {
    for (const wrong of ['default="sometimes"', "", 'default="constructor"']) {
      expect(conditionOf(await romeo.asks(`<iq type="set"><prefs xmlns="${MAM}" ${wrong}/></iq>`))).toBe("bad-request");
    }
  });

  test("invalid addresses and lists that are too long are refused, and change nothing", async () => {
    const wrong = [
      [list("never", ["@"]), "jid-malformed"],
      [
        list(
          "never",
          Array.from({ length: 1001 }, (_, n) => `a${n}@example.org`),
        ),
        "resource-constraint",
      ],
    ] as const;
    for (const [inside, condition] of wrong) {
      const answer = await romeo.asks(`<iq type="set"><prefs xmlns="${MAM}" default="never">${inside}</prefs></iq>`);
      expect(conditionOf(answer)).toBe(condition);
    }
    expect(await isKept(tybalt)).toBe(true);
  });

  test("another account's preferences are forbidden", async () => {
    for (const type of ["get", "set"]) {
      const asked = `<iq type="${type}" to="juliet@localhost"><prefs xmlns="${MAM}" default="never"/></iq>`;
      expect(conditionOf(await romeo.asks(asked))).toBe("forbidden");
    }
  });
});

describe("§2.1.1: default behaviour", () => {
  test("'always - all messages are archived by default'", async () => {
    expect([await isKept(juliet), await isKept(tybalt)]).toEqual([true, true]);
  });

  test("'never - messages are never archived by default'; the other end archives them", async () => {
    await setPreferences("never");
    expect([await isKept(juliet), await isKept(tybalt)]).toEqual([false, false]);
    expect((await archiveOf(tybalt)).results.map(({ body }) => body)).toContain(`${count}.1`);
  });

  test("'roster - … only if the contact's bare JID is in the user's roster'; and messages to the account itself", async () => {
    await setPreferences("roster");
    expect([await isKept(juliet), await isKept(tybalt)]).toEqual([true, false]);
    romeo.sends('<message to="romeo@localhost"><body>note to myself</body></message>');
    await romeo.pings();
    expect((await archiveOf(romeo)).results.map(({ body }) => body)).toContain("note to myself");
  });
});

describe("§2.3: JID matching", () => {
  test("'If the listed JID has no resource … strip any resource from the target JID'", async () => {
    await setPreferences("never", ["tybalt@localhost"]);
    expect([await isKept(juliet), await isKept(tybalt)]).toEqual([false, true]);
    await setPreferences("always", [], ["tybalt@localhost"]);
    expect([await isKept(juliet), await isKept(tybalt)]).toEqual([true, false]);
  });

  test("'If the listed JID contains a resource, compare against the target JID as-is'", async () => {
    await setPreferences("always", [], [tybalt.jid]);
    expect(await isKept(tybalt)).toBe(false);
    await setPreferences("always", [], ["tybalt@localhost/elsewhere"]);
    expect(await isKept(tybalt)).toBe(true);
    // The entry for the resource is more specific than the one for the account.
    await setPreferences("never", [tybalt.jid], ["tybalt@localhost"]);
    expect(await isKept(tybalt)).toBe(true);
  });

  test("a JID in both lists is not archived", async () => {
    await setPreferences("always", ["tybalt@localhost"], ["tybalt@localhost"]);
    expect(await isKept(tybalt)).toBe(false);
  });
});

test("preferences are removed with their account", async () => {
  const paris = await enter(server, "paris", "tomb");
  await paris.asks(
    `<iq type="set"><prefs xmlns="${MAM}" default="never">${list("never", ["a@b.example"])}</prefs></iq>`,
  );
  await server.restart();
  const signedIn = await enter(server, "paris", "tomb");
  const answer = await signedIn.asks(`<iq type="get"><prefs xmlns="${MAM}"/></iq>`);
  expect(answer.getChild("prefs", MAM)?.attrs.default).toBe("never");
  await server.removeAccount("paris@localhost");
  const other = await enter(server, "paris", "tomb");
  const prefsAnswer = await other.asks(`<iq type="get"><prefs xmlns="${MAM}"/></iq>`);
  expect(prefsAnswer.getChild("prefs", MAM)?.toString()).toBe(
    `<prefs xmlns="${MAM}" default="always"><always/><never/></prefs>`,
  );
  romeo = await enter(server, "romeo", "orchard");
});
