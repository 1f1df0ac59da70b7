/** XEP-0313 §6.1.2: the archives of rooms; XEP-0045 §7.2.12: the status codes of logging. */
import { beforeEach, describe, expect, test } from "bun:test";
import { type Actor, enter as another, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { archiveOf, field, form, MAM, page } from "../support/xep/archive.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  codesIn,
  configure,
  enter,
  enterAll,
  itemIn,
  join,
  makeRoom,
  OPEN,
  OWNER,
  refusal,
  roomAt,
  SERVICE,
  type Settings,
  setAffiliation,
} from "../support/xep/rooms.ts";

const FULLTEXT = "{urn:xmpp:fulltext:0}fulltext";
const START = Date.parse("2026-11-22T12:00:00Z");

let now = START;
let number = 0;
let room = "";
const fixture = stage(["crone", "wiccan", "hag"], { now: () => now });
const { actors } = fixture;

beforeEach(() => {
  room = `coven${++number}`;
  now += 1000;
});

async function sendMessage(actor: Actor, inside: string, id = "m"): Promise<void> {
  const children = inside.startsWith("<") ? inside : `<body>${inside}</body>`;
  actor.sends(`<message to="${roomAt(room)}" type="groupchat" id="${id}">${children}</message>`);
  await actor.pings();
  now += 60_000;
}
const archived = (actor: Actor, inside = "") => archiveOf(actor, inside, roomAt(room));
const bodiesFor = async (actor: Actor, inside = ""): Promise<string[]> =>
  (await archived(actor, inside)).results.map(({ body }) => body);
const metadataFor = (actor: Actor) => actor.asks(`<iq type="get" to="${roomAt(room)}"><metadata xmlns="${MAM}"/></iq>`);

describe("what is archived", () => {
  test("§7: the room advertises it, with its extensions; its configuration has logging enabled", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const features = await featuresOf(crone, roomAt(room));
    for (const feature of [MAM, `${MAM}#extended`, "urn:xmpp:sid:0", "urn:xmpp:fulltext:0"])
      expect(features).toContain(feature);
    const settings = await crone.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${OWNER}"/></iq>`);
    expect(settings.toString()).toContain("muc#roomconfig_enablearchiving");
  });

  test("'All messages sent to the room that contain a <body> element SHOULD be stored, as should subject change stanzas', once", async () => {
    const { crone, wiccan } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    await sendMessage(crone, "one");
    await sendMessage(wiccan, "two");
    await sendMessage(crone, "<subject>Fire</subject>");
    await sendMessage(crone, '<composing xmlns="http://jabber.org/protocol/chatstates"/>');
    await sendMessage(crone, '<reactions xmlns="urn:xmpp:reactions:0" id="x"><reaction>🔥</reaction></reactions>');
    await sendMessage(crone, '<body>secret</body><no-store xmlns="urn:xmpp:hints"/>');
    await sendMessage(crone, '<custom xmlns="urn:example:c"/><store xmlns="urn:xmpp:hints"/>');
    const { results, isComplete } = await archived(crone);
    expect(results.map(({ body }) => body)).toEqual(["one", "two", "", "", ""]);
    expect(results[2]?.message.getChildText("subject")).toBe("Fire");
    expect(results[3]?.message.getChild("reactions", "urn:xmpp:reactions:0")).toBeDefined();
    expect(results[4]?.message.getChild("custom", "urn:example:c")).toBeDefined();
    expect(isComplete).toBe(true);
  });

  test("'apart from those messages that the room rejects'; 'A MUC archive MUST NOT include private message results'", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, moderatedroom: "1" });
    await enterAll(room, wiccan);
    await sendMessage(wiccan, "without a voice");
    await sendMessage(hag, "from outside");
    await sendMessage(wiccan, "<subject>mine</subject>");
    wiccan.sends(`<message to="${roomAt(room)}/crone" type="chat"><body>psst</body></message>`);
    await wiccan.pings();
    expect(await bodiesFor(crone)).toEqual([]);
  });

  test("a room with archiving turned off archives nothing more, and keeps earlier messages", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await sendMessage(crone, "before");
    await configure(crone, room, { enablearchiving: "0" });
    await settled(crone);
    await sendMessage(crone, "after");
    expect(await bodiesFor(crone)).toEqual(["before"]);
    hag.sends(join(room, "hag"));
    const first = await hag.receives('<message type="groupchat"/>');
    expect(first.getChildText("body")).toBe("before");
    expect((await hag.receives('<message type="groupchat"/>')).getChild("subject")).toBeDefined();
  });

  test("XEP-0045 §7.2.13, §7.2.15: subject changes do not count to the history", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, maxhistoryfetch: "2" });
    for (const body of ["one", "two", "three"]) await sendMessage(crone, body);
    for (const subject of ["a", "b", "c"]) await sendMessage(crone, `<subject>${subject}</subject>`);
    hag.sends(join(room, "hag"));
    for (const body of ["two", "three"])
      expect((await hag.receives('<message type="groupchat"/>')).getChildText("body")).toBe(body);
    expect((await hag.receives('<message type="groupchat"/>')).getChildText("subject")).toBe("c");
  });

  test("§3.6 and XEP-0359: the archive id is the stanza-id of the live message and of the one in history", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await sendMessage(crone, "one");
    const live = await crone.receives("<message><body>one</body></message>");
    hag.sends(join(room, "hag"));
    const replayed = await hag.receives('<message type="groupchat"><body>one</body></message>');
    const { results } = await archived(crone);
    const id = (message: typeof live): string | undefined =>
      message.getChildren("stanza-id", "urn:xmpp:sid:0").find(({ attrs }) => attrs.by === roomAt(room))?.attrs.id;
    expect([id(live), id(replayed)]).toEqual([results[0]?.id, results[0]?.id]);
  });
});

describe("how it is returned", () => {
  test("'the forwarded stanza MUST NOT have a 'to' attribute, and the 'from' MUST be the occupant JID'; from the room, stamped", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const stamp = new Date(now).toISOString();
    await sendMessage(crone, "one");
    const { results } = await archived(crone);
    expect(results[0]?.message.attrs).toMatchObject({ from: `${roomAt(room)}/crone`, type: "groupchat", id: "m" });
    expect(results[0]?.message.attrs.to).toBeUndefined();
    expect(results[0]?.stamp).toBe(stamp);
    const wrapping = crone.client.inbox.all.findLast((element) => element.getChild("result", MAM));
    expect(wrapping?.attrs).toMatchObject({ from: roomAt(room), to: crone.jid });
  });

  test("'In the case of non-anonymous rooms … an <x/> element … containing an <item/> child with a 'jid' attribute'", async () => {
    const { crone, wiccan } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    await sendMessage(
      crone,
      `<body>x</body><x xmlns="http://jabber.org/protocol/muc#user"><item jid="forged@localhost"/></x>`,
    );
    const { results } = await archived(wiccan);
    expect(results[0]?.message.getChildren("x", "http://jabber.org/protocol/muc#user")).toHaveLength(1);
    expect(itemIn(results[0]?.message as never)).toEqual({ jid: crone.jid, affiliation: "owner", role: "moderator" });
  });

  test("a semi-anonymous room returns real JIDs to moderators, in the room or not, and to nobody else", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, wiccan);
    await sendMessage(wiccan, "behind a nickname");
    await enterAll(room, hag);
    const messageFor = async (actor: Actor) => (await archived(actor)).results[0]?.message;
    expect(itemIn((await messageFor(crone)) as never)).toMatchObject({ jid: wiccan.jid });
    const seen = await messageFor(hag);
    expect(seen?.getChildText("body")).toBe("behind a nickname");
    expect(String(seen)).not.toContain(wiccan.account);
    crone.sends(`<presence type="unavailable" to="${roomAt(room)}/crone"/>`);
    await crone.pings();
    expect(itemIn((await messageFor(crone)) as never)).toMatchObject({ jid: wiccan.jid });
  });

  test("messages of an anonymous time do not reveal real JIDs after the room becomes non-anonymous, nor does history", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await enterAll(room, wiccan);
    await sendMessage(wiccan, "then");
    await configure(crone, room, { whois: "anyone" });
    await sendMessage(wiccan, "now");
    hag.sends(join(room, "hag"));
    for (const body of ["then", "now"])
      expect(String(await hag.receives(`<message><body>${body}</body></message>`))).not.toContain(wiccan.account);
    const { results } = await archived(hag);
    expect(results.map(({ message }) => itemIn(message).jid)).toEqual([undefined, wiccan.jid]);
  });
});

describe("§4: queries", () => {
  test("'the server pushes to the client a series of messages … After the results it then returns the <iq/> result'", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await sendMessage(crone, "one");
    await sendMessage(crone, "two");
    await settled(crone);
    const from = crone.client.inbox.all.length;
    expect(await bodiesFor(crone)).toEqual(["one", "two"]);
    const received = crone.client.inbox.all.slice(from).map(({ name }) => name);
    expect(received).toEqual(["message", "message", "iq"]);
  });

  test("pages: before and after, the last page, flipped pages, ids, a count", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    for (const body of ["0", "1", "2", "3", "4"]) await sendMessage(crone, body);
    const all = await archived(crone);
    const ids = all.results.map(({ id }) => id);
    const first = await archived(crone, page("<max>2</max>"));
    expect(first.results.map(({ body }) => body)).toEqual(["0", "1"]);
    expect([first.isComplete, first.first, first.last]).toEqual([false, ids[0], ids[1]]);
    expect(await bodiesFor(crone, page("<max>2</max>", `<after>${ids[1]}</after>`))).toEqual(["2", "3"]);
    expect(await bodiesFor(crone, page("<max>2</max>", "<before/>"))).toEqual(["3", "4"]);
    expect(await bodiesFor(crone, `${page("<max>2</max>", "<before/>")}<flip-page/>`)).toEqual(["4", "3"]);
    expect(await bodiesFor(crone, form(field("ids", ids[3] ?? "", ids[1] ?? "")))).toEqual(["1", "3"]);
    expect(await bodiesFor(crone, form(field("after-id", ids[1] ?? ""), field("before-id", ids[4] ?? "")))).toEqual([
      "2",
      "3",
    ]);
    expect((await archived(crone, page("<max>0</max>"))).count).toBe("5");
  });

  test("filters by time, by nickname, by words", async () => {
    const { crone, wiccan } = actors;
    await makeRoom(crone, room);
    await enterAll(room, wiccan);
    const began = now;
    await sendMessage(crone, "the pot");
    await sendMessage(wiccan, "the kettle");
    await sendMessage(crone, "the fire");
    const at = (minutes: number): string => new Date(began + minutes * 60_000).toISOString();
    expect(await bodiesFor(crone, form(field("start", at(1))))).toEqual(["the kettle", "the fire"]);
    expect(await bodiesFor(crone, form(field("end", at(1))))).toEqual(["the pot", "the kettle"]);
    expect(await bodiesFor(crone, form(field("with", `${roomAt(room)}/wiccan`)))).toEqual(["the kettle"]);
    expect(await bodiesFor(crone, form(field("with", roomAt(room))))).toHaveLength(3);
    expect(await bodiesFor(crone, form(field(FULLTEXT, "kettle")))).toEqual(["the kettle"]);
    expect(await bodiesFor(crone, form(field(FULLTEXT, "the"), field("with", `${roomAt(room)}/crone`)))).toEqual([
      "the pot",
      "the fire",
    ]);
  });

  test("§4.1.7: the form of supported fields; an unknown field is feature-not-implemented", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const asked = await crone.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${MAM}"/></iq>`);
    const fields = asked.getChild("query", MAM)?.getChild("x", "jabber:x:data")?.getChildren("field") ?? [];
    expect(fields.map(({ attrs }) => attrs.var)).toContain("before-id");
    expect(refusal((await archived(crone, form(field("mood", "x")))).answer)).toBe("feature-not-implemented");
  });

  test("§5: metadata of the first and the last message; of an empty archive, none", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    expect((await metadataFor(crone)).getChild("metadata", MAM)?.children).toEqual([]);
    const began = now;
    await sendMessage(crone, "first");
    await sendMessage(crone, "last");
    const { results } = await archived(crone);
    const metadata = (await metadataFor(crone)).getChild("metadata", MAM);
    expect(metadata?.getChild("start")?.attrs).toEqual({
      id: results[0]?.id,
      timestamp: new Date(began).toISOString(),
    });
    expect(metadata?.getChild("end")?.attrs.id).toBe(results[1]?.id);
  });

  test("§4.3.1: 'If the UID … is not present in the archive, the server MUST return an item-not-found error'", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await sendMessage(crone, "older");
    const elsewhere = (await archived(crone)).results[0]?.id ?? "";
    room = `coven${++number}`;
    await makeRoom(crone, room);
    await sendMessage(crone, "one");
    for (const id of ["nonesuch", elsewhere]) {
      expect(refusal((await archived(crone, page(`<after>${id}</after>`))).answer)).toBe("item-not-found");
      expect(refusal((await archived(crone, form(field("before-id", id)))).answer)).toBe("item-not-found");
      expect(refusal((await archived(crone, form(field("ids", id)))).answer)).toBe("item-not-found");
    }
  });

  test("the id of a message that is not archived stands for its position: paging continues from there", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await sendMessage(crone, "before");
    await sendMessage(crone, '<composing xmlns="http://jabber.org/protocol/chatstates"/>', "typing");
    const typing = await crone.receives('<message id="typing"/>');
    await sendMessage(crone, "after");
    const id = typing.getChild("stanza-id", "urn:xmpp:sid:0")?.attrs.id;
    expect(await bodiesFor(crone, page(`<after>${id}</after>`))).toEqual(["after"]);
    expect(await bodiesFor(crone, form(field("before-id", id)))).toEqual(["before"]);
    expect(refusal((await archived(crone, form(field("ids", id)))).answer)).toBe("item-not-found");
  });
});

describe("who may query it", () => {
  const mayRead = async (actor: Actor): Promise<boolean> => {
    const { answer, results } = await archived(actor);
    const metadata = await metadataFor(actor);
    // All messages or none.
    expect(refusal(answer)).toBe(refusal(metadata));
    expect(["", "forbidden"]).toContain(refusal(answer));
    if (refusal(answer) === "forbidden") expect(results).toEqual([]);
    return refusal(answer) === "";
  };

  test("'In a members-only chat room, only owners, admins or members can query a room archive', whatever else is set", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room, { enablelogging: "1" });
    await setAffiliation(crone, room, wiccan.account, "member");
    await sendMessage(crone, "among us");
    expect([await mayRead(crone), await mayRead(wiccan), await mayRead(hag)]).toEqual([true, true, false]);
    await setAffiliation(crone, room, wiccan.account, "none");
    expect(await mayRead(wiccan)).toBe(false);
  });

  test("an open room: occupants and members; others only where the archive is public; outcasts never", async () => {
    const { crone, wiccan, hag } = actors;
    await makeRoom(crone, room);
    await setAffiliation(crone, room, wiccan.account, "member");
    expect([await mayRead(crone), await mayRead(wiccan), await mayRead(hag)]).toEqual([true, true, false]);
    await enterAll(room, hag);
    expect(await mayRead(hag)).toBe(true);
    // Another session of the same account: access is by account.
    const phone = await another(fixture.server, "hag", "phone");
    expect(await mayRead(phone)).toBe(true);
    hag.sends(`<presence type="unavailable" to="${roomAt(room)}/hag"/>`);
    await hag.pings();
    expect([await mayRead(hag), await mayRead(phone)]).toEqual([false, false]);
    await configure(crone, room, { enablelogging: "1" });
    expect(await mayRead(phone)).toBe(true);
    await setAffiliation(crone, room, hag.account, "outcast");
    expect([await mayRead(hag), await mayRead(phone)]).toEqual([false, false]);
    await phone.leaves();
  });

  test("a password-protected room: occupants, who have given the password", async () => {
    const { crone, wiccan, hag } = actors;
    const settings = { ...OPEN, passwordprotectedroom: "1", roomsecret: "cauldron", enablelogging: "1" };
    await makeRoom(crone, room, settings);
    await setAffiliation(crone, room, wiccan.account, "admin");
    expect([await mayRead(crone), await mayRead(wiccan), await mayRead(hag)]).toEqual([true, false, false]);
    await enter(hag, room, "hag", "<password>cauldron</password>");
    expect(await mayRead(hag)).toBe(true);
    // An owner, who has set the password, need not give it.
    crone.sends(`<presence type="unavailable" to="${roomAt(room)}/crone"/>`);
    await crone.pings();
    expect(await mayRead(crone)).toBe(true);
  });

  test("XEP-0045 §7.2.12: entering occupants are sent 170 where the archive is public, and changes are sent as 170 or 171", async () => {
    const { crone, wiccan } = actors;
    await makeRoom(crone, room);
    expect(codesIn(await enter(wiccan, room, "wiccan"))).not.toContain(170);
    await settled(crone, wiccan);
    await configure(crone, room, { enablelogging: "1" });
    expect(codesIn(await wiccan.receives('<message type="groupchat"/>'))).toEqual([170]);
    await configure(crone, room, { enablelogging: "0" });
    expect(codesIn(await wiccan.receives('<message type="groupchat"/>'))).toEqual([171]);
    await configure(crone, room, { enablelogging: "1" });
    wiccan.sends(`<presence type="unavailable" to="${roomAt(room)}/wiccan"/>`);
    await settled(wiccan);
    expect(codesIn(await enter(wiccan, room, "wiccan"))).toContain(170);
  });

  test("XEP-0045 §7.2.12: a members-only room has no 'public archive', though some apps configure it in each room", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { membersonly: "1", enablelogging: "1" });
    await setAffiliation(crone, room, hag.account, "member");
    expect(codesIn(await enter(hag, room, "hag"))).toEqual([100, 110]);
    await settled(crone, hag);
    const codesOnEntering = async (settings: Settings): Promise<number[]> => {
      await configure(crone, room, settings);
      return codesIn(await hag.receives(`<message from="${roomAt(room)}" type="groupchat"/>`));
    };
    expect(await codesOnEntering({ membersonly: "0" })).toEqual([104, 170]);
    expect(await codesOnEntering({ membersonly: "1" })).toEqual([104, 171]);
  });

  test("a room that does not exist, and the service, have no archive", async () => {
    expect(refusal((await archiveOf(actors.hag, "", roomAt("nowhere"))).answer)).toBe("item-not-found");
    expect(refusal((await archiveOf(actors.hag, "", SERVICE)).answer)).toBe("service-unavailable");
  });
});

describe("retention", () => {
  test("the archive is kept across a restart, and removed with the room; a new room of the same name has an empty one", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await sendMessage(crone, "one");
    await fixture.restart();
    expect(await bodiesFor(actors.crone)).toEqual(["one"]);
    await actors.crone.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="${OWNER}"><destroy/></query></iq>`);
    await makeRoom(actors.crone, room);
    expect(await bodiesFor(actors.crone)).toEqual([]);
  });

  test("archive.keep: messages that are too old are removed from the archive and from history", async () => {
    await fixture.restart(["archive.keep=1h"]);
    const { crone } = actors;
    await makeRoom(crone, room);
    await sendMessage(crone, "old");
    now += 7_200_000;
    await sendMessage(crone, "new");
    await fixture.restart(["archive.keep=1h"]);
    expect(await bodiesFor(actors.crone)).toEqual(["new"]);
    actors.hag.sends(join(room, "hag"));
    expect((await actors.hag.receives('<message type="groupchat"/>')).getChildText("body")).toBe("new");
  });
});
