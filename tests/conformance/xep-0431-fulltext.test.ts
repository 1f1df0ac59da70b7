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

const SAID: readonly (readonly [who: "romeo" | "juliet" | "tybalt", what: string])[] = [
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
  for (const [who, what] of SAID) {
    clock += 60_000;
    const to = who === "romeo" ? juliet : romeo;
    actors[who].sends(`<message type="chat" to="${to.account}">${what}</message>`);
    await actors[who].pings();
  }
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const sought = (text: string, ...others: readonly string[]): string =>
  form(field(`{${NS}}fulltext`, escaped(text)), ...others);
/** The numbers of what was said, as romeo's archive finds it. */
const found = async (inside: string, who = romeo): Promise<number[]> =>
  (await archiveOf(who, inside)).results.map(({ message }) =>
    SAID.findIndex(([, what]) => what.startsWith(`<body>${message.getChildText("body")}</body>`)),
  );

test("§2.1: 'Support … is advertised by … a feature of urn:xmpp:fulltext:0', and the form has the field", async () => {
  expect(await featuresOf(romeo, romeo.account)).toContain(NS);
  const answer = await romeo.asks(`<iq type="get"><query xmlns="${MAM}"/></iq>`);
  const fields = answer.getChild("query", MAM)?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
  expect(fields.map(({ attrs }) => attrs.var)).toContain(`{${NS}}fulltext`);
});

describe("§3.2: 'a reasonable full-text search'", () => {
  test("a word is found wherever it stands, whichever way the message went", async () => {
    expect(await found(sought("light"))).toEqual([0, 2, 3]);
    expect(await found(sought("LIGHT"))).toEqual([0, 2, 3]);
  });

  test("all words have to be there, in any order", async () => {
    expect(await found(sought("summer light"))).toEqual([2]);
    expect(await found(sought("light winter"))).toEqual([]);
  });

  test("accents do not matter, on either side: 'ete' finds 'été'", async () => {
    for (const text of ["ete", "été", "ÉTÉ", "e\u0301te\u0301", "l'ete"]) {
      expect(await found(sought(text))).toEqual(text.startsWith("l") ? [1] : [1, 2]);
    }
    expect(await found(sought("Verone"))).toEqual([1]);
  });

  test("where words have no spaces between, characters are found", async () => {
    expect(await found(sought("想你"))).toEqual([4]);
    expect(await found(sought("罗密欧"))).toEqual([4]);
  });

  test("bodies in all languages count; subjects, and what stands beside an encrypted text, do not", async () => {
    expect(await found(sought("deux"))).toEqual([6]);
    expect(await found(sought("unseen"))).toEqual([]);
    expect(await found(sought("OMEMO"))).toEqual([]);
  });

  test("everybody searches what is theirs", async () => {
    expect(await found(sought("light"), juliet)).toEqual([0, 2]);
    expect(await found(sought("light"), tybalt)).toEqual([3]);
  });
});

describe("§2.2: with the archive's other filters", () => {
  test("'if non-empty': an empty one is none", async () => {
    expect((await found(sought(""))).length).toBe(SAID.length);
  });

  test("with, start, end, ids", async () => {
    expect(await found(sought("light", field("with", "juliet@localhost")))).toEqual([0, 2]);
    expect(await found(sought("light", field("with", "tybalt@localhost/street")))).toEqual([3]);
    const at = (n: number): string => new Date(START + (n + 1) * 60_000).toISOString();
    expect(await found(sought("light", field("start", at(1)), field("end", at(2))))).toEqual([2]);
    const ids = (await archiveOf(romeo)).results.map(({ id }) => id);
    expect(await found(sought("light", field("ids", ids[1] ?? "", ids[3] ?? "")))).toEqual([3]);
    expect(await found(sought("light", field("after-id", ids[0] ?? ""), field("before-id", ids[3] ?? "")))).toEqual([
      2,
    ]);
  });

  test("pages, forwards and backwards, and the count", async () => {
    const first = await archiveOf(romeo, sought("light") + page("<max>2</max>"));
    expect([first.results.length, first.isComplete]).toEqual([2, false]);
    const second = await archiveOf(romeo, sought("light") + page(`<max>2</max><after>${first.last}</after>`));
    expect([second.results.length, second.isComplete]).toEqual([1, true]);
    expect(await found(sought("light") + page("<max>1</max><before/>"))).toEqual([3]);
    expect((await archiveOf(romeo, sought("light") + page("<max>0</max>"))).count).toBe("3");
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
    test(`${JSON.stringify(text)} is looked for, and nothing else happens`, async () => {
      const answer = await archiveOf(romeo, sought(text));
      expect(answer.answer.attrs.type).toBe("result");
      const hasWord = /^\W*(?:light)\W*$/.test(text);
      if (hasWord) expect(answer.results.length).toBe(3);
    });
  }

  test("where there is no word in it, nothing is found", async () => {
    for (const text of ["*", "💔", '"', "\uE000"]) expect(await found(sought(text))).toEqual([]);
  });

  test("however long", async () => {
    const many = Array.from({ length: 5000 }, (_, n) => `word${n}`).join(" ");
    expect(await found(sought(many))).toEqual([]);
    expect(await found(sought("x".repeat(100_000)))).toEqual([]);
  });
});

test("what was said before a restart is found after it, without another having been said", async () => {
  await server.restart();
  romeo = await enter(server, "romeo", "orchard");
  expect(await found(sought("window"))).toEqual([0]);
});
