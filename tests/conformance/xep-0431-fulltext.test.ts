/** XEP-0431: Full Text Search in MAM. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, appear, enter } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, field, form, MAM, page } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "urn:xmpp:fulltext:0";
const START = Date.parse("2026-01-01T00:00:00Z");

let clock = START;
let server: TestServer;
let romeo: Actor;
let juliet: Actor;
let tybalt: Actor;

const MESSAGES: readonly (readonly [sender: "romeo" | "juliet" | "tybalt", body: string])[] = [
  ["romeo", "<body>But, soft! what light through yonder window breaks?</body>"],
  ["juliet", "<body>L’été dernier, à Vérone</body>"],
  ["romeo", "<body>ÉTÉ 2026: the light of summer</body>"],
  ["tybalt", "<body>no light for you, Straße</body>"],
  ["juliet", "<body>我想你,罗密欧</body>"],
  ["romeo", '<body>I sent you an OMEMO message</body><encrypted xmlns="eu.siacs.conversations.axolotl"/>'],
  ["juliet", "<body>one</body><body xml:lang='fr'>deux</body><subject>unseen</subject>"],
];

beforeAll(async () => {
  server = await startTestServer({ now: () => clock });
  const actors = {
    romeo: await enter(server, "romeo", "orchard"),
    juliet: await enter(server, "juliet", "balcony"),
    tybalt: await enter(server, "tybalt", "street"),
  };
  ({ romeo, juliet, tybalt } = actors);
  for (const actor of Object.values(actors)) await appear(actor);
  for (const [sender, body] of MESSAGES) {
    clock += 60_000;
    const to = sender === "romeo" ? juliet : romeo;
    actors[sender].sends(`<message type="chat" to="${to.account}">${body}</message>`);
    await actors[sender].pings();
  }
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const search = (text: string, ...others: readonly string[]): string =>
  form(field(`{${NS}}fulltext`, escaped(text)), ...others);
/** The numbers of the messages that a search in romeo's archive finds. */
const found = async (inside: string, sender = romeo): Promise<number[]> =>
  (await archiveOf(sender, inside)).results.map(({ message }) =>
    MESSAGES.findIndex(([, body]) => body.startsWith(`<body>${message.getChildText("body")}</body>`)),
  );

test("§2.1: 'Support … is advertised by … a feature of urn:xmpp:fulltext:0', and the form has the field", async () => {
  expect(await featuresOf(romeo, romeo.account)).toContain(NS);
  const answer = await romeo.asks(`<iq type="get"><query xmlns="${MAM}"/></iq>`);
  const fields = answer.getChild("query", MAM)?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  expect(fields.map(({ attrs }) => attrs.var)).toContain(`{${NS}}fulltext`);
});

describe("§3.2: 'a reasonable full-text search'", () => {
  test("a word is found at any position, in both directions", async () => {
    expect(await found(search("light"))).toEqual([0, 2, 3]);
    expect(await found(search("LIGHT"))).toEqual([0, 2, 3]);
  });

  test("all words must occur, in any order", async () => {
    expect(await found(search("summer light"))).toEqual([2]);
    expect(await found(search("light winter"))).toEqual([]);
  });

  test("accents are ignored on both sides: 'ete' finds 'été'", async () => {
    for (const text of ["ete", "été", "ÉTÉ", "e\u0301te\u0301", "l'ete"]) {
      expect(await found(search(text))).toEqual(text.startsWith("l") ? [1] : [1, 2]);
    }
    expect(await found(search("Verone"))).toEqual([1]);
  });

  test("in scripts without spaces between words, characters are found", async () => {
    expect(await found(search("想你"))).toEqual([4]);
    expect(await found(search("罗密欧"))).toEqual([4]);
  });

  test("bodies in all languages are searched; subjects, and fallback texts of encrypted messages, are not", async () => {
    expect(await found(search("deux"))).toEqual([6]);
    expect(await found(search("unseen"))).toEqual([]);
    expect(await found(search("OMEMO"))).toEqual([]);
  });

  test("a search covers the account's own archive only", async () => {
    expect(await found(search("light"), juliet)).toEqual([0, 2]);
    expect(await found(search("light"), tybalt)).toEqual([3]);
  });
});

describe("§2.2: with the archive's other filters", () => {
  test("'if non-empty': an empty field is ignored", async () => {
    expect((await found(search(""))).length).toBe(MESSAGES.length);
  });

  test("with, start, end and ids are combined with the search", async () => {
    expect(await found(search("light", field("with", "juliet@localhost")))).toEqual([0, 2]);
    expect(await found(search("light", field("with", "tybalt@localhost/street")))).toEqual([3]);
    const at = (n: number): string => new Date(START + (n + 1) * 60_000).toISOString();
    expect(await found(search("light", field("start", at(1)), field("end", at(2))))).toEqual([2]);
    const ids = (await archiveOf(romeo)).results.map(({ id }) => id);
    expect(await found(search("light", field("ids", ids[1] ?? "", ids[3] ?? "")))).toEqual([3]);
    expect(await found(search("light", field("after-id", ids[0] ?? ""), field("before-id", ids[3] ?? "")))).toEqual([
      2,
    ]);
  });

  test("pages forwards and backwards, and the count", async () => {
    const first = await archiveOf(romeo, search("light") + page("<max>2</max>"));
    expect([first.results.length, first.isComplete]).toEqual([2, false]);
    const second = await archiveOf(romeo, search("light") + page(`<max>2</max><after>${first.last}</after>`));
    expect([second.results.length, second.isComplete]).toEqual([1, true]);
    expect(await found(search("light") + page("<max>1</max><before/>"))).toEqual([3]);
    expect((await archiveOf(romeo, search("light") + page("<max>0</max>"))).count).toBe("3");
  });
});

describe("§3.2: 'clients are RECOMMENDED not to attempt any support for' special characters: here, none is special", () => {
  for (const text of [
    '"light',
    '"light"',
    "light*",
    "light AND",
    "NOT light",
    "words:light",
    "light OR",
    "(light",
    "NEAR(light, 2)",
    "^light",
    "-light",
    "light; DROP TABLE archive_message",
    "'",
    '"',
    "*",
    "\uE000o1",
    "\uE000",
    "{}[]\\%_",
    "💔",
    "\u0301",
  ]) {
    test(`${JSON.stringify(text)} is searched for literally`, async () => {
      const answer = await archiveOf(romeo, search(text));
      expect(answer.answer.attrs.type).toBe("result");
      const hasWord = /^\W*(?:light)\W*$/.test(text);
      if (hasWord) expect(answer.results.length).toBe(3);
    });
  }

  test("a text without a word finds nothing", async () => {
    for (const text of ["*", "💔", '"', "\uE000"]) expect(await found(search(text))).toEqual([]);
  });

  test("a text of any length is accepted", async () => {
    const many = Array.from({ length: 5000 }, (_, n) => `word${n}`).join(" ");
    expect(await found(search(many))).toEqual([]);
    expect(await found(search("x".repeat(100_000)))).toEqual([]);
  });
});

test("messages of before a restart are found after it, without a new message", async () => {
  await server.restart();
  romeo = await enter(server, "romeo", "orchard");
  expect(await found(search("window"))).toEqual([0]);
});
