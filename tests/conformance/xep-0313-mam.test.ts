/** XEP-0313: Message Archive Management, with XEP-0059's pages. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, appear, cast, enter, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { archiveOf, field, form, MAM, page } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";

const START = Date.parse("2026-01-01T00:00:00Z");

let clock = START;
let server: TestServer;
let romeo: Actor;
let juliet: Actor;
/** The initial archive of romeo: ten messages at intervals of a minute. */
const BODIES = Array.from({ length: 10 }, (_, n) => `${n}`);
let ids: string[];

beforeAll(async () => {
  server = await startTestServer({ now: () => clock });
  [romeo, juliet] = [await enter(server, "romeo", "orchard"), await enter(server, "juliet", "balcony")];
  for (const actor of [romeo, juliet]) await appear(actor);
  for (const body of BODIES) {
    clock = START + Number(body) * 60_000;
    const [from, to] = Number(body) % 2 === 0 ? [romeo, juliet] : [juliet, romeo];
    from.sends(`<message type="chat" to="${to.jid}" id="m${body}"><body>${body}</body></message>`);
    await from.pings();
  }
  ids = (await archiveOf(romeo)).results.map(({ id }) => id);
});
beforeEach(() => {
  clock += 1000;
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const bodiesOf = async (inside: string): Promise<string[]> =>
  (await archiveOf(romeo, inside)).results.map(({ body }) => body);

const idOf = (body: string): string => ids[Number(body)] ?? "";
const at = (body: string, milliseconds = 0): string =>
  new Date(START + Number(body) * 60_000 + milliseconds).toISOString();

describe("§4: queries", () => {
  test("without a filter all messages are returned, sent and received, in order of time, and then the result", async () => {
    const { results, isComplete, first, last } = await archiveOf(romeo);
    expect(results.map(({ body }) => body)).toEqual(BODIES);
    expect(results.map(({ stamp }) => stamp)).toEqual(BODIES.map((body) => at(body)));
    expect([first, last]).toEqual([ids[0], ids.at(-1)]);
    expect(isComplete).toBe(true);
  });

  test("§4.2: a result is from the account, to the requesting client, with the unchanged message forwarded", async () => {
    const { results } = await archiveOf(romeo, page("<max>1</max>"));
    const [result] = results;
    expect(result?.message.attrs).toMatchObject({ from: romeo.jid, to: juliet.jid, id: "m0", type: "chat" });
    const wrapping = romeo.client.inbox.all.findLast((element) => element.getChild("result", MAM));
    expect(wrapping?.attrs).toMatchObject({ from: romeo.account, to: romeo.jid });
  });

  test("§3.6: the archive id is the stanza-id of the live message", async () => {
    juliet.sends('<message type="chat" to="romeo@localhost"><body>stamped</body></message>');
    const delivered = await romeo.receives("<message><body>stamped</body></message>");
    const { results } = await archiveOf(romeo, page("<before/><max>1</max>"));
    expect(results[0]?.id).toBe(delivered.getChild("stanza-id", "urn:xmpp:sid:0")?.attrs.id);
  });

  test("§3: the archives of both ends have different ids", async () => {
    const julietIds = (await archiveOf(juliet)).results.map(({ id }) => id);
    expect(julietIds.filter((id) => ids.includes(id))).toEqual([]);
  });

  test("§4: without a queryid the results have none", async () => {
    romeo.client.inbox.forget();
    await romeo.asks(`<iq type="set"><query xmlns="${MAM}">${page("<max>1</max>")}</query></iq>`);
    const result = (await romeo.receives(`<message><result xmlns="${MAM}"/></message>`)).getChild("result", MAM);
    expect(result?.attrs.queryid).toBeUndefined();
  });

  test("§4: 'to' may be the account's own bare JID", async () => {
    expect((await archiveOf(romeo, page("<max>1</max>"), romeo.account)).results.length).toBe(1);
  });

  test("§8.1: another account's archive is forbidden to its contacts, and service-unavailable to all others", async () => {
    const condition = async (to: string) => conditionOf((await archiveOf(romeo, "", to)).answer);
    for (const to of [juliet.account, "nobody@localhost"]) expect(await condition(to)).toBe("service-unavailable");
    juliet.sends(`<presence to="${romeo.jid}"/>`);
    await juliet.pings();
    expect(await condition(juliet.account)).toBe("forbidden");
    juliet.sends(`<presence type="unavailable" to="${romeo.jid}"/>`);
    await juliet.pings();
  });
});

describe("§4.1.1: filtering by JID", () => {
  const withJid = (jid: string): Promise<string[]> => bodiesOf(form(field("with", jid), field("end", at("9"))));

  test("a bare JID matches all of its resources, in both directions", async () => {
    expect(await withJid("juliet@localhost")).toEqual(BODIES);
    expect(await withJid("JULIET@LocalHost")).toEqual(BODIES);
  });

  test("a full JID matches itself alone", async () => {
    expect(await withJid("juliet@localhost/balcony")).toEqual(BODIES);
    expect(await withJid("juliet@localhost/elsewhere")).toEqual([]);
  });

  test("a full JID is combined with ids and times", async () => {
    const full = field("with", "juliet@localhost/balcony");
    expect(await bodiesOf(form(full, field("start", at("4")), field("end", at("6"))))).toEqual(["4", "5", "6"]);
    expect(await bodiesOf(form(full, field("ids", idOf("7"), idOf("2"))))).toEqual(["2", "7"]);
    expect(await bodiesOf(form(field("with", "tybalt@localhost"), field("ids", idOf("7"))))).toEqual([]);
    expect(await bodiesOf(form(field("start", at("5")), field("ids", idOf("7"), idOf("2"))))).toEqual(["7"]);
  });

  test("a JID without messages matches nothing, which is not an error (§4.1)", async () => {
    expect(await withJid("tybalt@localhost")).toEqual([]);
  });

  test("the account's own JID matches messages to itself, which are archived once", async () => {
    romeo.sends(`<message type="chat" to="${romeo.account}"><body>note</body></message>`);
    await romeo.pings();
    expect(await bodiesOf(form(field("with", romeo.account)))).toEqual(["note"]);
    // Both ends are the account's own, whichever resource is named.
    expect(await bodiesOf(form(field("with", `${romeo.account}/elsewhere`)))).toEqual(["note"]);
  });

  test("an invalid JID is jid-malformed", async () => {
    expect(conditionOf((await archiveOf(romeo, form(field("with", "@")))).answer)).toBe("jid-malformed");
  });
});

describe("§4.1.2: filtering by time", () => {
  test("'start' and 'end' are inclusive", async () => {
    expect(await bodiesOf(form(field("start", at("3")), field("end", at("5"))))).toEqual(["3", "4", "5"]);
    expect(await bodiesOf(form(field("start", at("3", 1)), field("end", at("5", -1))))).toEqual(["4"]);
  });

  test("one of them is enough; time zones and fractions are accepted (XEP-0082)", async () => {
    expect(await bodiesOf(form(field("end", at("1"))))).toEqual(["0", "1"]);
    expect(await bodiesOf(form(field("end", "2026-01-01T01:01:00+01:00")))).toEqual(["0", "1"]);
    expect(await bodiesOf(form(field("end", "2026-01-01T00:01:00.000000Z")))).toEqual(["0", "1"]);
    expect((await bodiesOf(form(field("start", at("8"))))).slice(0, 2)).toEqual(["8", "9"]);
  });

  test("a range without messages, or with the end before the start, is empty", async () => {
    const { results, isComplete, first } = await archiveOf(romeo, form(field("start", at("5")), field("end", at("3"))));
    expect([results.length, isComplete, first]).toEqual([0, true, undefined]);
    expect(await bodiesOf(form(field("end", "1969-12-31T23:59:59Z")))).toEqual([]);
    expect(await bodiesOf(form(field("start", "9999-12-31T23:59:59Z")))).toEqual([]);
  });

  test("an invalid date and time is a bad-request", async () => {
    for (const text of ["yesterday", "2026-01-01", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00"]) {
      expect(conditionOf((await archiveOf(romeo, form(field("start", text)))).answer)).toBe("bad-request");
    }
  });
});

describe("§4.1.3: limiting by id", () => {
  test("after-id and before-id are exclusive", async () => {
    const inside = form(field("after-id", idOf("2")), field("before-id", idOf("6")));
    expect(await bodiesOf(inside)).toEqual(["3", "4", "5"]);
  });

  test("before-id does not reverse the paging: the first messages come first (§9)", async () => {
    expect(await bodiesOf(form(field("before-id", idOf("6"))) + page("<max>2</max>"))).toEqual(["0", "1"]);
  });

  test("'ids' returns exactly those messages", async () => {
    expect(await bodiesOf(form(field("ids", idOf("7"), idOf("1"))))).toEqual(["1", "7"]);
  });

  test("an id that is not in the archive is item-not-found, in any field (§4.3.2)", async () => {
    const julietIds = (await archiveOf(juliet)).results[0]?.id ?? "";
    for (const id of ["nonesuch", "1", julietIds]) {
      for (const name of ["after-id", "before-id", "ids"]) {
        expect(conditionOf((await archiveOf(romeo, form(field(name, id)))).answer)).toBe("item-not-found");
      }
      for (const name of ["after", "before"]) {
        expect(conditionOf((await archiveOf(romeo, page(`<${name}>${id}</${name}>`))).answer)).toBe("item-not-found");
      }
    }
    expect(conditionOf((await archiveOf(romeo, form(field("ids", idOf("1"), "nonesuch")))).answer)).toBe(
      "item-not-found",
    );
  });
});

describe("§4.1.4, §7: the field for messages of rooms", () => {
  test("true and false are accepted, anything else is a bad-request", async () => {
    for (const value of ["true", "false", "1", "0"]) {
      expect(await bodiesOf(form(field("include-groupchat", value), field("end", at("1"))))).toEqual(["0", "1"]);
    }
    expect(conditionOf((await archiveOf(romeo, form(field("include-groupchat", "some")))).answer)).toBe("bad-request");
  });
});

describe("§4.1.5: the form", () => {
  test("a get returns all fields, none of them required, and 'ids' open for any value", async () => {
    const answer = await romeo.asks(`<iq type="get"><query xmlns="${MAM}"/></iq>`);
    const fields = answer.getChild("query", MAM)?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
    expect(Object.fromEntries(fields.map(({ attrs }) => [attrs.var, attrs.type]))).toEqual({
      FORM_TYPE: "hidden",
      with: "jid-single",
      start: "text-single",
      end: "text-single",
      "before-id": "text-single",
      "after-id": "text-single",
      ids: "list-multi",
      "include-groupchat": "boolean",
      "{urn:xmpp:fulltext:0}fulltext": "text-single",
    });
    expect(fields.filter((each) => each.getChild("required"))).toEqual([]);
    const ids = fields.find(({ attrs }) => attrs.var === "ids");
    expect(ids?.getChild("validate", "http://jabber.org/protocol/xdata-validate")?.getChild("open")).toBeDefined();
  });

  test("an unknown field is feature-not-implemented", async () => {
    for (const name of ["{http://example.com/}full-text", "withtext", "__proto__"]) {
      expect(conditionOf((await archiveOf(romeo, form(field(name, "x")))).answer)).toBe("feature-not-implemented");
    }
  });

  test("§4.1: a form of another type is a bad-request", async () => {
    const other = `<x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", "urn:xmpp:mam:1")}</x>`;
    expect(conditionOf((await archiveOf(romeo, other)).answer)).toBe("bad-request");
  });
});

describe("§4.3: paging", () => {
  const UP_TO_9 = form(field("end", at("9")));

  test("forwards: each page continues after the last message of the one before, the last page is complete", async () => {
    const pages: string[][] = [];
    let after = "";
    for (let isComplete = false; !isComplete; ) {
      const found = await archiveOf(romeo, UP_TO_9 + page("<max>4</max>", after));
      pages.push(found.results.map(({ body }) => body));
      expect([found.first, found.last]).toEqual([found.results[0]?.id, found.results.at(-1)?.id]);
      after = `<after>${found.last}</after>`;
      ({ isComplete } = found);
    }
    expect(pages).toEqual([
      ["0", "1", "2", "3"],
      ["4", "5", "6", "7"],
      ["8", "9"],
    ]);
  });

  test("backwards: <before/> returns the last page (§4.3.3), each page in order of time", async () => {
    const pages: string[][] = [];
    let before = "<before/>";
    for (let isComplete = false; !isComplete; ) {
      const found = await archiveOf(romeo, UP_TO_9 + page("<max>4</max>", before));
      pages.push(found.results.map(({ body }) => body));
      before = `<before>${found.first}</before>`;
      ({ isComplete } = found);
    }
    expect(pages).toEqual([
      ["6", "7", "8", "9"],
      ["2", "3", "4", "5"],
      ["0", "1"],
    ]);
  });

  test("a page with exactly the remaining messages is complete", async () => {
    expect((await archiveOf(romeo, UP_TO_9 + page("<max>10</max>"))).isComplete).toBe(true);
    expect((await archiveOf(romeo, UP_TO_9 + page("<max>9</max>"))).isComplete).toBe(false);
  });

  test("after the last message there is an empty, complete page without first and last (XEP-0059 §2.3)", async () => {
    const { results, isComplete, first, last } = await archiveOf(romeo, UP_TO_9 + page(`<after>${idOf("9")}</after>`));
    expect([results.length, isComplete, first, last]).toEqual([0, true, undefined, undefined]);
  });

  test("§4.3.4: a flipped page is the same page, the newest first", async () => {
    const flipped = await archiveOf(romeo, `${UP_TO_9}${page("<max>3</max>", "<before/>")}<flip-page/>`);
    expect(flipped.results.map(({ body }) => body)).toEqual(["9", "8", "7"]);
    expect([flipped.first, flipped.last]).toEqual([idOf("7"), idOf("9")]);
  });

  test("XEP-0059 §2.7: max=0 returns the count only", async () => {
    const { results, count, isComplete } = await archiveOf(romeo, UP_TO_9 + page("<max>0</max>"));
    expect([results.length, count, isComplete]).toEqual([0, "10", false]);
    const none = await archiveOf(romeo, form(field("with", "nobody@localhost")) + page("<max>0</max>"));
    expect([none.count, none.isComplete]).toEqual(["0", true]);
  });

  test("XEP-0059: an invalid max is a bad-request, an index is feature-not-implemented", async () => {
    expect(conditionOf((await archiveOf(romeo, page("<max>-1</max>"))).answer)).toBe("bad-request");
    expect(conditionOf((await archiveOf(romeo, page("<max>many</max>"))).answer)).toBe("bad-request");
    expect(conditionOf((await archiveOf(romeo, page("<max>1</max><index>3</index>"))).answer)).toBe(
      "feature-not-implemented",
    );
  });

  test("§4.3.1: the length of a page is limited, whatever max is requested", async () => {
    const busyAccount = await enter(server, "crowd", "square");
    const many = Array.from(
      { length: 300 },
      (_, n) => `<message type="chat" to="crowd@localhost"><body>${n}</body></message>`,
    );
    busyAccount.sends(many.join(""));
    await busyAccount.pings();
    const found = await archiveOf(busyAccount, page("<max>100000</max>"));
    expect(found.isComplete).toBe(false);
    expect(found.results.length).toBe(250);
    const rest = await archiveOf(busyAccount, page(`<max>100000</max><after>${found.last}</after>`));
    expect(rest.results.map(({ body }) => body)).toEqual(Array.from({ length: 50 }, (_, n) => `${250 + n}`));
  });
});

describe("§5: metadata", () => {
  test("the ids and times of the first and the last message", async () => {
    const answer = await romeo.asks(`<iq type="get"><metadata xmlns="${MAM}"/></iq>`);
    const metadata = answer.getChild("metadata", MAM);
    expect(metadata?.getChild("start")?.attrs).toEqual({ id: ids[0] ?? "", timestamp: at("0") });
    const last = (await archiveOf(romeo, page("<before/><max>1</max>"))).results[0];
    expect(metadata?.getChild("end")?.attrs).toEqual({ id: last?.id ?? "", timestamp: last?.stamp ?? "" });
  });

  test("an empty archive has neither", async () => {
    const benvolio = await enter(server, "benvolio", "street");
    const answer = await benvolio.asks(`<iq type="get"><metadata xmlns="${MAM}"/></iq>`);
    expect(answer.getChild("metadata", MAM)?.children).toEqual([]);
  });
});

const KINDS: readonly (readonly [what: string, message: string, isKept: boolean])[] = [
  ["of type normal with a body", "<message TO><body>x</body></message>", true],
  ["of type chat with a body", '<message TO type="chat"><body>x</body></message>', true],
  [
    "a chat state alone",
    '<message TO type="chat"><active xmlns="http://jabber.org/protocol/chatstates"/></message>',
    false,
  ],
  ["of type headline", '<message TO type="headline"><body>x</body></message>', false],
  ["of type error", '<message TO type="error"><body>x</body></message>', false],
  ["with <no-store/> (XEP-0334)", '<message TO><body>x</body><no-store xmlns="urn:xmpp:hints"/></message>', false],
  [
    "with <no-permanent-store/>",
    '<message TO><body>x</body><no-permanent-store xmlns="urn:xmpp:hints"/></message>',
    false,
  ],
  ["with <store/> and no body", '<message TO><x xmlns="urn:x"/><store xmlns="urn:xmpp:hints"/></message>', true],
  [
    "of type headline with <store/>",
    '<message TO type="headline"><body>x</body><store xmlns="urn:xmpp:hints"/></message>',
    false,
  ],
  [
    "of a correction (XEP-0308)",
    '<message TO type="chat"><body>y</body><replace xmlns="urn:xmpp:message-correct:0" id="x"/></message>',
    true,
  ],
  [
    "of a reaction (XEP-0444)",
    `<message TO type="chat"><reactions id="x" xmlns="urn:xmpp:reactions:0"/></message>`,
    true,
  ],
  [
    "of a marker (XEP-0333)",
    '<message TO type="chat"><displayed id="x" xmlns="urn:xmpp:chat-markers:0"/></message>',
    true,
  ],
  ["of a receipt (XEP-0184)", '<message TO type="chat"><received id="x" xmlns="urn:xmpp:receipts"/></message>', true],
  [
    "of a retraction without a body (XEP-0424)",
    '<message TO type="chat"><retract id="x" xmlns="urn:xmpp:message-retract:1"/></message>',
    true,
  ],
  [
    "that is encrypted (XEP-0384)",
    '<message TO type="chat"><encrypted xmlns="eu.siacs.conversations.axolotl"><header sid="1"/></encrypted></message>',
    true,
  ],
  [
    "that only asks for attention",
    '<message TO type="chat"><attention xmlns="urn:xmpp:attention:0"/></message>',
    false,
  ],
];

for (const [what, message, isKept] of KINDS) {
  test(`§6.1.1: a message ${what} is ${isKept ? "archived" : "not archived"} at both ends`, async () => {
    const start = new Date(clock).toISOString();
    romeo.sends(message.replace("TO", `to="${juliet.jid}" id="kind"`));
    await romeo.pings();
    for (const actor of [romeo, juliet]) {
      const { results } = await archiveOf(actor, form(field("start", start)));
      expect(results.length).toBe(isKept ? 1 : 0);
    }
  });
}

test("§6.1: a refused message is not archived", async () => {
  const start = new Date(clock).toISOString();
  romeo.sends('<message type="chat" to="nobody@localhost"><body>x</body></message>');
  await romeo.receives('<message type="error"/>');
  expect((await archiveOf(romeo, form(field("start", start)))).results).toEqual([]);
});

test("§6.1.1: a message that several sessions receive is archived once", async () => {
  const phone = await enter(server, "romeo", "phone");
  await appear(phone);
  const start = new Date(clock).toISOString();
  juliet.sends('<message type="chat" to="romeo@localhost"><body>x</body></message>');
  await juliet.pings();
  expect((await archiveOf(romeo, form(field("start", start)))).results.length).toBe(1);
  await phone.leaves();
});

test("§3.1, §6.2: order and ids are kept across a restart, also when the clock was set back", async () => {
  let time = START;
  const persistentServer = await startTestServer({ now: () => time });
  const sendToRomeo = async (body: string): Promise<Actor> => {
    const actor = await enter(persistentServer, "romeo", `at${body}`);
    actor.sends(`<message type="chat" to="romeo@localhost"><body>${body}</body></message>`);
    await actor.pings();
    return actor;
  };
  const before = (await archiveOf(await sendToRomeo("1"))).results.map(({ id }) => id);
  time -= 365 * 86_400_000;
  await persistentServer.restart();
  const after = (await archiveOf(await sendToRomeo("2"))).results;
  expect(after.map(({ body }) => body)).toEqual(["1", "2"]);
  expect(after[0]?.id).toBe(before[0] ?? "");
  expect(persistentServer.errors).toEqual([]);
  await persistentServer[Symbol.asyncDispose]();
});

test("§3.1, §4.1.3: a clock that was ten years ahead for one message dates no other one, also after a restart", async () => {
  const DAY = 86_400_000;
  let time = START;
  const lasting = await startTestServer({ now: () => time });
  const { romeo, juliet } = await cast(lasting, ["romeo", "juliet"]);
  const sendMessage = async (body: string, actor: Actor): Promise<void> => {
    actor.sends(`<message type="chat" to="juliet@localhost"><body>${body}</body></message>`);
    await actor.pings();
  };
  await sendMessage("before", romeo);
  time = START + 3650 * DAY;
  await sendMessage("ahead", romeo);
  time = START + DAY;
  await sendMessage("right", romeo);
  await settled(juliet);
  time = START + 2 * DAY;
  await lasting.restart();
  const afterRestart = await cast(lasting, ["romeo", "juliet"]);
  await sendMessage("later", afterRestart.romeo);
  await settled(afterRestart.juliet);
  const stamped = (days: number): string => new Date(START + days * DAY).toISOString();
  const found = async (...fields: readonly string[]) =>
    (await archiveOf(afterRestart.juliet, form(...fields))).results.map(({ body, stamp }) => [body, stamp]);
  const all = [
    ["before", stamped(0)],
    ["ahead", stamped(3650)],
    ["right", stamped(1)],
    ["later", stamped(2)],
  ];
  expect(await found()).toEqual(all);
  const lately = [field("start", stamped(0.5)), field("end", stamped(30))];
  for (const more of [[], [field("with", "romeo@localhost")]])
    expect(await found(...lately, ...more)).toEqual(all.slice(2));
  expect(await found(...lately, field("{urn:xmpp:fulltext:0}fulltext", "later"))).toEqual(all.slice(3));
  const first = await archiveOf(afterRestart.juliet, form(...lately) + page("<max>1</max>"));
  const next = await archiveOf(afterRestart.juliet, form(...lately) + page(`<after>${first.last}</after>`));
  expect([first, next].map(({ results }) => results.map(({ body }) => body))).toEqual([["right"], ["later"]]);
  expect((await archiveOf(afterRestart.juliet, form(...lately) + page("<max>0</max>"))).count).toBe("2");
  expect(await found(field("end", stamped(0.5)))).toEqual(all.slice(0, 1));
  expect(lasting.errors).toEqual([]);
  await lasting[Symbol.asyncDispose]();
});

describe("§3.2: retention", () => {
  const HOUR = 3_600_000;

  test("messages older than archive.keep are removed, the oldest first; ids are not reused", async () => {
    let time = START;
    const shortRetention = await startTestServer({ now: () => time, settings: ["archive.keep=20h"] });
    const actor = await enter(shortRetention, "romeo", "orchard");
    // More than are removed in one step.
    const oldMessages = Array.from(
      { length: 450 },
      (_, n) => `<message to="romeo@localhost"><body>old${n}</body></message>`,
    );
    actor.sends(oldMessages.join(""));
    await actor.pings();
    time += 12 * HOUR;
    actor.sends('<message to="romeo@localhost"><body>young</body></message>');
    await actor.pings();
    const before = (await archiveOf(actor, page("<max>1</max>"))).results;
    expect(before.map(({ body }) => body)).toEqual(["old0"]);
    time += 11 * HOUR;
    await shortRetention.restart();
    const romeoAgain = await enter(shortRetention, "romeo", "orchard");
    const remainingBodies = async (): Promise<string[]> =>
      (await archiveOf(romeoAgain)).results.map(({ body }) => body);
    while ((await remainingBodies()).length > 1) await Bun.sleep(5);
    expect(await remainingBodies()).toEqual(["young"]);
    const removedId = before[0]?.id ?? "";
    expect(conditionOf((await archiveOf(romeoAgain, form(field("after-id", removedId)))).answer)).toBe(
      "item-not-found",
    );
    expect(shortRetention.errors).toEqual([]);
    await shortRetention[Symbol.asyncDispose]();
  });

  test("a start with a clock ten years ahead removes nothing, and the reason is logged", async () => {
    let time = START;
    const home = await startTestServer({ now: () => time, settings: ["archive.keep=30d"] });
    const actor = await enter(home, "romeo", "orchard");
    actor.sends('<message to="romeo@localhost"><body>light</body></message>');
    await actor.pings();
    time += 3650 * 24 * HOUR;
    await home.restart();
    const ahead = await enter(home, "romeo", "orchard");
    // Expired messages are removed right after the start, over several turns of the event loop.
    for (let n = 0; n < 20; n++) await ahead.pings();
    expect((await archiveOf(ahead)).results.map(({ body }) => body)).toEqual(["light"]);
    expect(home.events.filter(({ event }) => event === "clock-leapt")).toMatchObject([
      { said: new Date(START).toISOString(), says: new Date(time).toISOString() },
    ]);
    time = START + HOUR;
    await home.restart();
    const right = await enter(home, "romeo", "orchard");
    for (let n = 0; n < 20; n++) await right.pings();
    expect((await archiveOf(right)).results.map(({ body }) => body)).toEqual(["light"]);
    await home[Symbol.asyncDispose]();
  });
});

test("a removed account's archive is removed; a new account of the same name has an empty one", async () => {
  await using passing = await startTestServer();
  const paris = await enter(passing, "paris", "tomb");
  const friend = await enter(passing, "romeo", "orchard");
  const many = Array.from(
    { length: 450 },
    (_, n) => `<message to="romeo@localhost"><body>farewell${n}</body></message>`,
  );
  paris.sends(many.join(""));
  await paris.pings();
  await archiveOf(paris, form(field("{urn:xmpp:fulltext:0}fulltext", "farewell7")));
  const texts = async (): Promise<string[]> => (await archiveOf(friend)).results.map(({ message }) => `${message}`);
  const before = await texts();
  await passing.removeAccount("paris@localhost");
  const other = await enter(passing, "paris", "tomb");
  expect((await archiveOf(other)).results).toEqual([]);
  const rows = (): number[] => {
    const db = new Database(passing.home.database, { readonly: true });
    const counted = ["archive_message", "archive_owner", "archive_peer"].map(
      (table) => db.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? -1,
    );
    db.close();
    return counted;
  };
  while ((rows()[1] ?? 0) > 1) await Bun.sleep(5);
  // Only the other end's archive is left.
  expect(rows()).toEqual([450, 1, 1]);
  expect((await archiveOf(friend, page("<max>1</max>"))).results.map(({ body }) => body)).toEqual(["farewell0"]);
  // Which were stored once, with those of the account that is gone.
  expect(before).toHaveLength(50);
  expect(await texts()).toEqual(before);
  expect(passing.errors).toEqual([]);
});

test("a message between two accounts is stored once, and each of them reads it as it was delivered", async () => {
  await using both = await startTestServer();
  const [mercutio, benvolio] = [await enter(both, "mercutio", "street"), await enter(both, "benvolio", "street")];
  await appear(benvolio);
  mercutio.sends(
    `<message type="chat" xml:lang="en" to="benvolio@localhost" id="m1"><body>a &lt;b&gt; &amp; c</body>
      <origin-id xmlns="urn:xmpp:sid:0" id="m1"/><request xmlns="urn:xmpp:receipts"/><active xmlns="http://jabber.org/protocol/chatstates"/></message>`,
  );
  const delivered = await benvolio.client.receive(({ attrs }) => attrs.id === "m1");
  const [[sent], [received]] = [(await archiveOf(mercutio)).results, (await archiveOf(benvolio)).results];
  const own = { xmlns: "jabber:client" };
  expect(received?.message.attrs).toEqual({ ...delivered.attrs, ...own });
  expect(received?.message.children.join("")).toBe(delivered.children.join(""));
  const stanzaId = delivered.getChild("stanza-id", "urn:xmpp:sid:0");
  expect(stanzaId?.attrs).toEqual({ xmlns: "urn:xmpp:sid:0", by: "benvolio@localhost", id: received?.id });
  expect(sent?.message.attrs).toEqual({ ...delivered.attrs, ...own });
  expect(`${sent?.message.children.join("")}${stanzaId}`).toBe(delivered.children.join(""));
  using db = new Database(both.home.database, { readonly: true });
  const rows = db.query<{ bytes: number }, []>("SELECT octet_length(xml) AS bytes FROM archive_message ORDER BY id");
  expect(rows.all().map(({ bytes }) => bytes > 0)).toEqual([true, false]);
});

test("§7: the account advertises it, with its extensions", async () => {
  const features = await featuresOf(romeo, romeo.account);
  for (const feature of [MAM, `${MAM}#extended`, `${MAM}#groupchat-field`]) expect(features).toContain(feature);
  expect(features).not.toContain(`${MAM}#groupchat-available`);
});
