/** XEP-0045 §7: many occupants enter, change and leave at once: all are informed, and nobody else waits. */
import { describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { removeLostSessions } from "../../src/xep/rooms/0045-muc/occupant/restoring-occupants.ts";
import { enterAll, openRoomServer, type TestOccupant } from "../support/in-memory/room.ts";
import { ADMIN, codesIn, configForm, MUC, OPEN, OWNER, refusal, roomAt } from "../support/xep/rooms.ts";

const HALL = roomAt("hall");

/** From whom somebody has got presence of this type, in order: nicknames. */
const seenBy = ({ received }: TestOccupant, type?: string): string[] =>
  received
    .filter(({ name, attrs }) => name === "presence" && attrs.type === type)
    .map(({ attrs }) => attrs.from.slice(HALL.length + 1));

const isSubject = ({ name, children }: Element): boolean =>
  name === "message" && children.some((child) => typeof child === "object" && (child as Element).name === "subject");

test("300 enter in one breath: what waits to leave is what one of them brings, and everybody has seen everybody once", async () => {
  await using hall = await openRoomServer();
  hall.peakQueueLength();
  const guests = enterAll(hall, 300);
  await hall.idle();
  // All at once, they would be 45,000 and more.
  expect(hall.peakQueueLength()).toBeLessThan(4000);
  const names = [...guests.map((_, n) => `guest${n}`), "owner"].sort();
  guests.forEach((guest, n) => {
    expect(seenBy(guest).toSorted()).toEqual(names);
    // §7.1: the others first, then itself, then the subject; those who come later are told of behind that.
    const own = guest.received.findIndex((stanza) => codesIn(stanza).includes(110));
    expect(seenBy({ ...guest, received: guest.received.slice(0, own) })).toHaveLength(n + 1);
    expect(isSubject(guest.received[own + 1] as Element)).toBe(true);
  });
  expect(hall.errors).toEqual([]);
});

test("what a client says behind its entering, in the same breath, is said in the room", async () => {
  await using hall = await openRoomServer();
  enterAll(hall, 60);
  await hall.idle();
  const late = hall.guest();
  late.sends(`<presence to="${HALL}/late"><x xmlns="${MUC}"/></presence>`);
  late.sends(`<message to="${HALL}" type="groupchat"><body>here I am</body></message>`);
  late.sends(`<iq type="get" id="p" to="${HALL}/late"><ping xmlns="urn:xmpp:ping"/></iq>`);
  late.sends(`<iq type="get" id="i" to="${HALL}"><query xmlns="http://jabber.org/protocol/disco#items"/></iq>`);
  late.sends(`<presence to="${HALL}/late" type="unavailable"/>`);
  late.sends(`<message to="${HALL}" type="groupchat"><body>am I?</body></message>`);
  await hall.idle();
  const said = late.received.filter(({ name, attrs }) => name === "message" && attrs.type === "groupchat");
  expect(said.map((message) => message.getChildText("body"))).toEqual([null, "here I am"]);
  expect(late.received.filter(({ name }) => name === "iq").map(({ attrs }) => [attrs.id, attrs.type])).toEqual([
    ["p", "result"],
    ["i", "result"],
  ]);
  const items = late.received
    .find(({ attrs }) => attrs.id === "i")
    ?.getChild("query")
    ?.getChildren("item");
  expect(items).toHaveLength(62);
  expect(late.received.filter(({ attrs }) => attrs.type === "error").map(refusal)).toEqual(["not-acceptable"]);
  expect(seenBy(late, "unavailable")).toEqual(["late"]);
});

test("who is told that they cannot enter is told so in turn as well", async () => {
  await using hall = await openRoomServer();
  enterAll(hall, 60);
  await hall.idle();
  const other = hall.guest("juliet");
  other.sends(`<presence id="j" to="${HALL}/guest1"><x xmlns="${MUC}"/></presence>`);
  await hall.idle();
  expect(other.received.map((stanza) => [stanza.name, stanza.attrs.id, refusal(stanza)])).toEqual([
    ["presence", "j", "conflict"],
  ]);
});

test("one client changes its presence without end: most of that is refused, and its leaving is not", async () => {
  await using hall = await openRoomServer();
  const [guest, ...others] = enterAll(hall, 60);
  await hall.idle();
  for (let n = 0; n < 500; n += 1) guest?.sends(`<presence to="${HALL}/guest0"><status>${n}</status></presence>`);
  for (let n = 0; n < 500; n += 1) guest?.sends(`<presence to="${HALL}/guest0" type="unavailable"/>`);
  await hall.idle();
  const refused = guest?.received.filter(({ attrs }) => attrs.type === "error") ?? [];
  expect(refused).toHaveLength(480);
  expect(refusal(refused[0] as Element)).toBe("resource-constraint");
  for (const other of others) expect(seenBy(other, "unavailable")).toEqual(["guest0"]);
});

test("a room becomes one for members while hundreds of strangers are in it: those who stay see them go, bit by bit", async () => {
  await using hall = await openRoomServer();
  enterAll(hall, 250);
  await hall.idle();
  const items = Array.from({ length: 100 }, (_, n) => n);
  // Of 100 more, each is a member: they are juliet's.
  hall.owner.sends(
    `<iq type="set" id="m" to="${HALL}"><query xmlns="${ADMIN}"><item affiliation="member" jid="juliet@localhost"/></query></iq>`,
  );
  const members = items.map(() => hall.guest("juliet"));
  members.forEach(({ sends }, n) => {
    sends(`<presence to="${HALL}/member${n}"><x xmlns="${MUC}"/></presence>`);
  });
  await hall.idle();
  hall.peakQueueLength();
  const only = configForm({ ...OPEN, membersonly: "1" });
  hall.owner.sends(`<iq type="set" id="c" to="${HALL}"><query xmlns="${OWNER}">${only}</query></iq>`);
  await hall.idle();
  // All at once, they would be 25,000.
  expect(hall.peakQueueLength()).toBeLessThan(4000);
  for (const member of members) expect(seenBy(member, "unavailable")).toHaveLength(250);
  expect(hall.errors).toEqual([]);
});

test("what an occupant shows is printed once for all who come after it, and weighed once in each way", async () => {
  await using hall = await openRoomServer();
  let printed = 0;
  // Whoever prints or weighs an element goes through its attributes.
  const ownKeys = (): string[] => {
    printed += 1;
    return [];
  };
  const { received } = hall.owner;
  hall.owner.sends(`<presence to="${HALL}/owner"><status>at home</status></presence>`);
  await hall.idle();
  const status = received.at(-1)?.getChild("status") as Element;
  Object.assign(status, { attrs: new Proxy({}, { ownKeys }) });
  const guests = enterAll(hall, 100);
  await hall.idle();
  for (const guest of guests) expect(seenBy(guest)).toContain("owner");
  expect(printed).toBe(3);
});

test("presence of many small elements is refused, and so is what is said in leaving, which nobody has to hear", async () => {
  await using hall = await openRoomServer();
  const [one, two] = enterAll(hall, 2);
  await hall.idle();
  one?.sends(`<presence to="${HALL}/guest0">${"<a xmlns='x'/>".repeat(150)}</presence>`);
  await hall.idle();
  expect(refusal(one?.received.at(-1) as Element)).toBe("policy-violation");
  one?.sends(`<presence to="${HALL}/guest0" type="unavailable"><status>${"x".repeat(40_000)}</status></presence>`);
  await hall.idle();
  expect(seenBy(two as TestOccupant, "unavailable")).toEqual(["guest0"]);
  expect(String(two?.received.at(-1)).length).toBeLessThan(1000);
});

describe("what one person makes a room send is bounded", () => {
  const refusals = ({ received }: TestOccupant): string[] =>
    received.filter(({ attrs }) => attrs.type === "error").map(refusal);
  const long = (bytes: number): string => `<body>${"x".repeat(bytes)}</body>`;

  test("a long message to many is refused with how long it may be, a short one is heard, and a flood waits", async () => {
    await using hall = await openRoomServer(["rooms.max_broadcast=1MB", "rooms.broadcast_rate=1kB"]);
    const guests = enterAll(hall, 40);
    await hall.idle();
    const [one, two] = guests as [TestOccupant, TestOccupant];
    one.sends(`<message to="${HALL}" type="groupchat">${long(30_000)}</message>`);
    await hall.idle();
    expect(refusals(one)).toEqual(["policy-violation"]);
    expect(String(one.received.at(-1))).toContain("where 41 apps get it, it may have 24390 bytes");
    for (let n = 0; n < 10; n += 1) one.sends(`<message to="${HALL}" type="groupchat">${long(10_000)}</message>`);
    await hall.idle();
    const heard = two.received.filter(({ attrs, name }) => name === "message" && attrs.type === "groupchat");
    expect(heard.length).toBeLessThan(4);
    expect(refusals(one).filter((condition) => condition === "resource-constraint").length).toBeGreaterThan(6);
    // Somebody else has an allowance of their own.
    hall.owner.sends(`<message to="${HALL}" type="groupchat"><body>quiet, please</body></message>`);
    await hall.idle();
    expect(two.received.at(-1)?.getChildText("body")).toBe("quiet, please");
  });

  test("presence, entering and private messages count as well; leaving does not", async () => {
    await using hall = await openRoomServer(["rooms.max_broadcast=100kB", "rooms.broadcast_rate=1kB"]);
    const [one, two] = [hall.guest("juliet"), hall.guest("juliet")];
    enterAll(hall, 20);
    one.sends(`<presence to="${HALL}/one"><x xmlns="${MUC}"/></presence>`);
    await hall.idle();
    const status = `<status>${"x".repeat(2500)}</status>`;
    one.sends(`<presence to="${HALL}/one">${status}</presence>`);
    one.sends(`<presence to="${HALL}/one">${status}</presence>`);
    one.sends(`<message to="${HALL}/guest1" type="chat">${long(60_000)}</message>`);
    two.sends(`<presence to="${HALL}/two"><x xmlns="${MUC}"/>${status}</presence>`);
    await hall.idle();
    expect([refusals(one), refusals(two)]).toEqual([
      ["resource-constraint", "resource-constraint"],
      ["resource-constraint"],
    ]);
    one.sends(`<presence to="${HALL}/one" type="unavailable"/>`);
    await hall.idle();
    expect(seenBy(hall.owner, "unavailable")).toEqual(["one"]);
  });

  test("§7.2.13: of long messages, who enters is shown the last ones, as many as are light enough", async () => {
    await using hall = await openRoomServer();
    for (let n = 0; n < 12; n += 1)
      hall.owner.sends(
        `<message to="${HALL}" type="groupchat"><body>${n}</body>${"<a xmlns='x'/>".repeat(400)}</message>`,
      );
    await hall.idle();
    const guest = hall.guest();
    guest.sends(`<presence to="${HALL}/guest"><x xmlns="${MUC}"/></presence>`);
    await hall.idle();
    const shown = guest.received.map((stanza) => stanza.getChildText("body")).filter((body) => body !== null);
    expect(shown).toEqual(["5", "6", "7", "8", "9", "10", "11"]);
  });
});

test("XEP-0317: a hat that a hundred wear is taken away: all are told in turns", async () => {
  await using hall = await openRoomServer();
  const command = (node: string, fields: string): void =>
    hall.owner.sends(
      `<iq type="set" id="${node}" to="${HALL}"><command xmlns="http://jabber.org/protocol/commands" node="urn:xmpp:hats:commands:${node}" action="execute"><x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>urn:xmpp:hats:commands</value></field>${fields}</x></command></iq>`,
    );
  const uri = `<field var="hats#uri"><value>urn:hat</value></field>`;
  command("create", `<field var="hats#title"><value>Host</value></field>${uri}`);
  command("assign", `<field var="hats#jid"><value>romeo@localhost</value></field>${uri}`);
  const [guest] = enterAll(hall, 120);
  await hall.idle();
  const worn = ({ received }: TestOccupant): number =>
    received.filter((stanza) => stanza.name === "presence" && stanza.getChild("hats", "urn:xmpp:hats:0")).length;
  expect(worn(hall.owner)).toBe(120);
  hall.peakQueueLength();
  command("destroy", uri);
  await hall.idle();
  // All at once, they would be 14,000 and more.
  expect(hall.peakQueueLength()).toBeLessThan(4000);
  const last = new Map(
    guest?.received.filter(({ name }) => name === "presence").map((stanza) => [stanza.attrs.from, stanza]),
  );
  expect([...last.values()].filter((stanza) => stanza.getChild("hats", "urn:xmpp:hats:0"))).toEqual([]);
  expect(hall.errors).toEqual([]);
});

test("XEP-0452: what is forwarded to all who are mentioned is made once", async () => {
  await using hall = await openRoomServer();
  const [romeo, juliet] = [hall.guest("romeo"), hall.guest("juliet")];
  const member = (name: string): string => `<item affiliation="member" jid="${name}@localhost" nick="${name}"/>`;
  hall.owner.sends(
    `<iq type="set" id="m" to="${HALL}"><query xmlns="${ADMIN}">${member("romeo")}${member("juliet")}</query></iq>`,
  );
  const mention = (name: string): string =>
    `<reference xmlns="urn:xmpp:reference:0" type="mention" uri="xmpp:${name}@localhost"/>`;
  hall.owner.sends(
    `<message to="${HALL}" type="groupchat"><body>you two</body>${mention("romeo")}${mention("juliet")}</message>`,
  );
  await hall.idle();
  const [one, other] = [romeo, juliet].map(({ received }) => received.at(-1));
  const forwarded = (message: Element | undefined): unknown => message?.getChild("mentions", "urn:xmpp:mmn:0");
  expect(forwarded(one)).toBeDefined();
  expect(forwarded(one) === forwarded(other)).toBe(true);
  expect(one?.attrs.to).not.toBe(other?.attrs.to);
});

test("§11.2: hundreds who do not come back with the server are out, and those who are here hear of each in turns", async () => {
  await using hall = await openRoomServer();
  const guests = enterAll(hall, 200);
  await hall.idle();
  const { engine } = hall.rooms;
  hall.peakQueueLength();
  const isHere = ({ session }: TestOccupant): boolean => Number(session.jid.resource) < 100;
  const here = new Map(guests.filter(isHere).map(({ session }) => [session.jid.full, session]));
  const sessions = { get: (full: string) => (full.startsWith("owner@") ? hall.owner.session : here.get(full)) };
  for (const _ of removeLostSessions(engine, sessions, new Set(["localhost"])));
  await hall.idle();
  // All at once, they would be 10,000 and more.
  expect(hall.peakQueueLength()).toBeLessThan(4000);
  const gone = guests.filter((guest) => !isHere(guest)).length;
  expect(seenBy(hall.owner, "unavailable")).toHaveLength(gone);
  expect(seenBy(guests[0] as TestOccupant, "unavailable")).toHaveLength(gone);
  expect([...(engine.rooms.get(HALL)?.occupants ?? [])]).toHaveLength(201 - gone);
});
