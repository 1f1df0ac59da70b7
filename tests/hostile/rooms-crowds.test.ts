/** XEP-0045 §7: many occupants enter, change and leave at once: all are informed, and others are not delayed. */
import { describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { removeLostSessions } from "../../src/xep/rooms/0045-muc/occupant/restoring-occupants.ts";
import { enterAll, openRoomServer, type TestOccupant } from "../support/in-memory/room.ts";
import { ADMIN, codesIn, configForm, MUC, OPEN, OWNER, refusal, roomAt } from "../support/xep/rooms.ts";

const ROOM = roomAt("hall");

/** Nicknames from which an occupant has received presence of this type, in order. */
const nicknamesSeenBy = ({ received }: TestOccupant, type?: string): string[] =>
  received
    .filter(({ name, attrs }) => name === "presence" && attrs.type === type)
    .map(({ attrs }) => attrs.from.slice(ROOM.length + 1));

const isSubject = ({ name, children }: Element): boolean =>
  name === "message" && children.some((child) => typeof child === "object" && (child as Element).name === "subject");

test("300 occupants enter at once: the outbox holds the stanzas of one entry at a time, and each occupant sees every other once", async () => {
  await using server = await openRoomServer();
  server.peakQueueLength();
  const guests = enterAll(server, 300);
  await server.idle();
  // All at once, they would be 45,000 and more.
  expect(server.peakQueueLength()).toBeLessThan(4000);
  const names = [...guests.map((_, n) => `guest${n}`), "owner"].sort();
  guests.forEach((guest, n) => {
    expect(nicknamesSeenBy(guest).toSorted()).toEqual(names);
    // §7.1: the others' presence first, then the occupant's own, then the subject; later entries follow.
    const selfIndex = guest.received.findIndex((stanza) => codesIn(stanza).includes(110));
    expect(nicknamesSeenBy({ ...guest, received: guest.received.slice(0, selfIndex) })).toHaveLength(n + 1);
    expect(isSubject(guest.received[selfIndex + 1] as Element)).toBe(true);
  });
  expect(server.errors).toEqual([]);
});

test("stanzas that a client sends right behind its entering are handled in the room", async () => {
  await using server = await openRoomServer();
  enterAll(server, 60);
  await server.idle();
  const newcomer = server.guest();
  newcomer.sends(`<presence to="${ROOM}/late"><x xmlns="${MUC}"/></presence>`);
  newcomer.sends(`<message to="${ROOM}" type="groupchat"><body>here I am</body></message>`);
  newcomer.sends(`<iq type="get" id="p" to="${ROOM}/late"><ping xmlns="urn:xmpp:ping"/></iq>`);
  newcomer.sends(`<iq type="get" id="i" to="${ROOM}"><query xmlns="http://jabber.org/protocol/disco#items"/></iq>`);
  newcomer.sends(`<presence to="${ROOM}/late" type="unavailable"/>`);
  newcomer.sends(`<message to="${ROOM}" type="groupchat"><body>am I?</body></message>`);
  await server.idle();
  const messages = newcomer.received.filter(({ name, attrs }) => name === "message" && attrs.type === "groupchat");
  expect(messages.map((message) => message.getChildText("body"))).toEqual([null, "here I am"]);
  expect(newcomer.received.filter(({ name }) => name === "iq").map(({ attrs }) => [attrs.id, attrs.type])).toEqual([
    ["p", "result"],
    ["i", "result"],
  ]);
  const items = newcomer.received
    .find(({ attrs }) => attrs.id === "i")
    ?.getChild("query")
    ?.getChildren("item");
  expect(items).toHaveLength(62);
  expect(newcomer.received.filter(({ attrs }) => attrs.type === "error").map(refusal)).toEqual(["not-acceptable"]);
  expect(nicknamesSeenBy(newcomer, "unavailable")).toEqual(["late"]);
});

test("a refused entry is answered in its turn", async () => {
  await using server = await openRoomServer();
  enterAll(server, 60);
  await server.idle();
  const other = server.guest("juliet");
  other.sends(`<presence id="j" to="${ROOM}/guest1"><x xmlns="${MUC}"/></presence>`);
  await server.idle();
  expect(other.received.map((stanza) => [stanza.name, stanza.attrs.id, refusal(stanza)])).toEqual([
    ["presence", "j", "conflict"],
  ]);
});

test("of hundreds of presence changes of one client, those beyond its limit are refused, but leaving is not", async () => {
  await using server = await openRoomServer();
  const [guest, ...others] = enterAll(server, 60);
  await server.idle();
  for (let n = 0; n < 500; n += 1) guest?.sends(`<presence to="${ROOM}/guest0"><status>${n}</status></presence>`);
  for (let n = 0; n < 500; n += 1) guest?.sends(`<presence to="${ROOM}/guest0" type="unavailable"/>`);
  await server.idle();
  const refused = guest?.received.filter(({ attrs }) => attrs.type === "error") ?? [];
  expect(refused).toHaveLength(480);
  expect(refusal(refused[0] as Element)).toBe("resource-constraint");
  for (const other of others) expect(nicknamesSeenBy(other, "unavailable")).toEqual(["guest0"]);
});

test("when a room with hundreds of non-members becomes members-only, those who stay see them leave in portions", async () => {
  await using server = await openRoomServer();
  enterAll(server, 250);
  await server.idle();
  const items = Array.from({ length: 100 }, (_, n) => n);
  // Of 100 more, each is a member: they are juliet's.
  server.owner.sends(
    `<iq type="set" id="m" to="${ROOM}"><query xmlns="${ADMIN}"><item affiliation="member" jid="juliet@localhost"/></query></iq>`,
  );
  const members = items.map(() => server.guest("juliet"));
  members.forEach(({ sends }, n) => {
    sends(`<presence to="${ROOM}/member${n}"><x xmlns="${MUC}"/></presence>`);
  });
  await server.idle();
  server.peakQueueLength();
  const only = configForm({ ...OPEN, membersonly: "1" });
  server.owner.sends(`<iq type="set" id="c" to="${ROOM}"><query xmlns="${OWNER}">${only}</query></iq>`);
  await server.idle();
  // All at once, they would be 25,000.
  expect(server.peakQueueLength()).toBeLessThan(4000);
  for (const member of members) expect(nicknamesSeenBy(member, "unavailable")).toHaveLength(250);
  expect(server.errors).toEqual([]);
});

test("an occupant's presence is printed once for all who enter later, and measured once in each unit", async () => {
  await using server = await openRoomServer();
  let printed = 0;
  // Printing or weighing an element reads its attributes.
  const ownKeys = (): string[] => {
    printed += 1;
    return [];
  };
  const { received } = server.owner;
  server.owner.sends(`<presence to="${ROOM}/owner"><status>at home</status></presence>`);
  await server.idle();
  const status = received.at(-1)?.getChild("status") as Element;
  Object.assign(status, { attrs: new Proxy({}, { ownKeys }) });
  const guests = enterAll(server, 100);
  await server.idle();
  for (const guest of guests) expect(nicknamesSeenBy(guest)).toContain("owner");
  expect(printed).toBe(3);
});

test("presence of many small elements is refused, and a long status is dropped from unavailable presence", async () => {
  await using server = await openRoomServer();
  const [one, two] = enterAll(server, 2);
  await server.idle();
  one?.sends(`<presence to="${ROOM}/guest0">${"<a xmlns='x'/>".repeat(150)}</presence>`);
  await server.idle();
  expect(refusal(one?.received.at(-1) as Element)).toBe("policy-violation");
  one?.sends(`<presence to="${ROOM}/guest0" type="unavailable"><status>${"x".repeat(40_000)}</status></presence>`);
  await server.idle();
  expect(nicknamesSeenBy(two as TestOccupant, "unavailable")).toEqual(["guest0"]);
  expect(String(two?.received.at(-1)).length).toBeLessThan(1000);
});

describe("what one account makes a room send is bounded", () => {
  const refusals = ({ received }: TestOccupant): string[] =>
    received.filter(({ attrs }) => attrs.type === "error").map(refusal);
  const long = (bytes: number): string => `<body>${"x".repeat(bytes)}</body>`;

  test("a long message to many occupants is refused with the length allowed, a short one is sent, and a flood is refused", async () => {
    await using server = await openRoomServer(["rooms.max_broadcast=1MB", "rooms.broadcast_rate=1kB"]);
    const guests = enterAll(server, 40);
    await server.idle();
    const [one, two] = guests as [TestOccupant, TestOccupant];
    one.sends(`<message to="${ROOM}" type="groupchat">${long(30_000)}</message>`);
    await server.idle();
    expect(refusals(one)).toEqual(["policy-violation"]);
    expect(String(one.received.at(-1))).toContain("where 41 apps get it, it may have 24390 bytes");
    for (let n = 0; n < 10; n += 1) one.sends(`<message to="${ROOM}" type="groupchat">${long(10_000)}</message>`);
    await server.idle();
    const messages = two.received.filter(({ attrs, name }) => name === "message" && attrs.type === "groupchat");
    expect(messages.length).toBeLessThan(4);
    expect(refusals(one).filter((condition) => condition === "resource-constraint").length).toBeGreaterThan(6);
    // Another account has its own limit.
    server.owner.sends(`<message to="${ROOM}" type="groupchat"><body>quiet, please</body></message>`);
    await server.idle();
    expect(two.received.at(-1)?.getChildText("body")).toBe("quiet, please");
  });

  test("presence, entering and private messages count; leaving does not", async () => {
    await using server = await openRoomServer(["rooms.max_broadcast=100kB", "rooms.broadcast_rate=1kB"]);
    const [one, two] = [server.guest("juliet"), server.guest("juliet")];
    enterAll(server, 20);
    one.sends(`<presence to="${ROOM}/one"><x xmlns="${MUC}"/></presence>`);
    await server.idle();
    const status = `<status>${"x".repeat(2500)}</status>`;
    one.sends(`<presence to="${ROOM}/one">${status}</presence>`);
    one.sends(`<presence to="${ROOM}/one">${status}</presence>`);
    one.sends(`<message to="${ROOM}/guest1" type="chat">${long(60_000)}</message>`);
    two.sends(`<presence to="${ROOM}/two"><x xmlns="${MUC}"/>${status}</presence>`);
    await server.idle();
    expect([refusals(one), refusals(two)]).toEqual([
      ["resource-constraint", "resource-constraint"],
      ["resource-constraint"],
    ]);
    one.sends(`<presence to="${ROOM}/one" type="unavailable"/>`);
    await server.idle();
    expect(nicknamesSeenBy(server.owner, "unavailable")).toEqual(["one"]);
  });

  test("§7.2.13: history holds as many of the last messages as its weight limit allows", async () => {
    await using server = await openRoomServer();
    for (let n = 0; n < 12; n += 1)
      server.owner.sends(
        `<message to="${ROOM}" type="groupchat"><body>${n}</body>${"<a xmlns='x'/>".repeat(400)}</message>`,
      );
    await server.idle();
    const guest = server.guest();
    guest.sends(`<presence to="${ROOM}/guest"><x xmlns="${MUC}"/></presence>`);
    await server.idle();
    const bodies = guest.received.map((stanza) => stanza.getChildText("body")).filter((body) => body !== null);
    expect(bodies).toEqual(["5", "6", "7", "8", "9", "10", "11"]);
  });
});

test("XEP-0317: when a hat of a hundred occupants is destroyed, their presence is sent in portions", async () => {
  await using server = await openRoomServer();
  const command = (node: string, fields: string): void =>
    server.owner.sends(
      `<iq type="set" id="${node}" to="${ROOM}"><command xmlns="http://jabber.org/protocol/commands" node="urn:xmpp:hats:commands:${node}" action="execute"><x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>urn:xmpp:hats:commands</value></field>${fields}</x></command></iq>`,
    );
  const uri = `<field var="hats#uri"><value>urn:hat</value></field>`;
  command("create", `<field var="hats#title"><value>Host</value></field>${uri}`);
  command("assign", `<field var="hats#jid"><value>romeo@localhost</value></field>${uri}`);
  const [guest] = enterAll(server, 120);
  await server.idle();
  const wearersSeenBy = ({ received }: TestOccupant): number =>
    received.filter((stanza) => stanza.name === "presence" && stanza.getChild("hats", "urn:xmpp:hats:0")).length;
  expect(wearersSeenBy(server.owner)).toBe(120);
  server.peakQueueLength();
  command("destroy", uri);
  await server.idle();
  // All at once, they would be 14,000 and more.
  expect(server.peakQueueLength()).toBeLessThan(4000);
  const last = new Map(
    guest?.received.filter(({ name }) => name === "presence").map((stanza) => [stanza.attrs.from, stanza]),
  );
  expect([...last.values()].filter((stanza) => stanza.getChild("hats", "urn:xmpp:hats:0"))).toEqual([]);
  expect(server.errors).toEqual([]);
});

test("XEP-0452: the message forwarded to all mentioned users is built once", async () => {
  await using server = await openRoomServer();
  const [romeo, juliet] = [server.guest("romeo"), server.guest("juliet")];
  const member = (name: string): string => `<item affiliation="member" jid="${name}@localhost" nick="${name}"/>`;
  server.owner.sends(
    `<iq type="set" id="m" to="${ROOM}"><query xmlns="${ADMIN}">${member("romeo")}${member("juliet")}</query></iq>`,
  );
  const mention = (name: string): string =>
    `<reference xmlns="urn:xmpp:reference:0" type="mention" uri="xmpp:${name}@localhost"/>`;
  server.owner.sends(
    `<message to="${ROOM}" type="groupchat"><body>you two</body>${mention("romeo")}${mention("juliet")}</message>`,
  );
  await server.idle();
  const [one, other] = [romeo, juliet].map(({ received }) => received.at(-1));
  const forwarded = (message: Element | undefined): unknown => message?.getChild("mentions", "urn:xmpp:mmn:0");
  expect(forwarded(one)).toBeDefined();
  expect(forwarded(one) === forwarded(other)).toBe(true);
  expect(one?.attrs.to).not.toBe(other?.attrs.to);
});

test("§11.2: hundreds of occupants whose sessions did not survive a restart are removed, and the others are informed in portions", async () => {
  await using server = await openRoomServer();
  const guests = enterAll(server, 200);
  await server.idle();
  const { engine } = server.rooms;
  server.peakQueueLength();
  const isHere = ({ session }: TestOccupant): boolean => Number(session.jid.resource) < 100;
  const here = new Map(guests.filter(isHere).map(({ session }) => [session.jid.full, session]));
  const sessions = { get: (full: string) => (full.startsWith("owner@") ? server.owner.session : here.get(full)) };
  for (const _ of removeLostSessions(engine, sessions, new Set(["localhost"])));
  await server.idle();
  // All at once, they would be 10,000 and more.
  expect(server.peakQueueLength()).toBeLessThan(4000);
  const leftCount = guests.filter((guest) => !isHere(guest)).length;
  expect(nicknamesSeenBy(server.owner, "unavailable")).toHaveLength(leftCount);
  expect(nicknamesSeenBy(guests[0] as TestOccupant, "unavailable")).toHaveLength(leftCount);
  expect([...(engine.rooms.get(ROOM)?.occupants ?? [])]).toHaveLength(201 - leftCount);
});
