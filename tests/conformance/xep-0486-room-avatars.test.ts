/** XEP-0486: MUC Avatars. */
import { beforeEach, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { type Actor, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { stage } from "../support/stage.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  codesIn,
  configure,
  enter,
  enterAll,
  INFO,
  join,
  makeRoom,
  roomAt,
  SERVICE,
  setAffiliation,
  USER,
} from "../support/xep/rooms.ts";

const [RED, PNG] = ["PHN2Zy8+", "iVBORw0KGgo="];
const photo = (type: string, data: string): string => `<PHOTO><TYPE>${type}</TYPE><BINVAL>${data}</BINVAL></PHOTO>`;
const card = (...photos: string[]): string => `<vCard xmlns="vcard-temp">${photos.join("")}</vCard>`;
const sha1 = (base64: string): string => createHash("sha1").update(Buffer.from(base64, "base64")).digest("hex");

let number = 0;
let room = "";
const fixture = stage(["romeo", "juliet", "tybalt"], { settings: ["room_avatars.max_size=2kB"] });
const { actors } = fixture;

beforeEach(async () => {
  const { romeo, juliet, tybalt } = actors;
  room = `garden${++number}`;
  await makeRoom(romeo, room, {});
  await setAffiliation(romeo, room, juliet.account, "member");
  await settled(romeo, juliet, tybalt);
});

const publishes = (actor: Actor, vcard: string): Promise<Element> =>
  actor.asks(`<iq type="set" to="${roomAt(room)}">${vcard}</iq>`);
const retrieveVCard = (actor: Actor): Promise<Element> =>
  actor.asks(`<iq type="get" to="${roomAt(room)}"><vCard xmlns="vcard-temp"/></iq>`);

/** The values of muc#roominfo_avatarhash; undefined where there is no such field. */
async function hashesFor(actor: Actor): Promise<string[] | undefined> {
  const info = await actor.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
  const form = info.getChild("query", INFO)?.getChild("x", "jabber:x:data");
  const field = form?.getChildren("field").find(({ attrs }) => attrs.var === "muc#roominfo_avatarhash");
  if (field) expect(field.attrs.type ?? "text-multi").toBe("text-multi");
  return field?.getChildren("value").map((value) => value.getText());
}

test("§3.1: support is advertised as vcard-temp, in the features of the service and of the room", async () => {
  expect(await featuresOf(actors.juliet, SERVICE)).toContain("vcard-temp");
  expect(await featuresOf(actors.juliet, roomAt(room))).toContain("vcard-temp");
});

test("§3.2: an owner publishes; all users present are notified that the configuration changed (104)", async () => {
  const { romeo, juliet } = actors;
  await enterAll(room, juliet);
  await settled(romeo, juliet);
  expect((await publishes(romeo, card(photo("image/svg+xml", RED)))).attrs.type).toBe("result");
  for (const actor of [romeo, juliet]) {
    const notification = await actor.receives(
      `<message type="groupchat" from="${roomAt(room)}"><x xmlns="${USER}"/></message>`,
    );
    expect(codesIn(notification)).toEqual([104]);
  }
});

test("§3.2: members, admins and strangers are not allowed to publish: forbidden", async () => {
  const { romeo, juliet, tybalt } = actors;
  for (const actor of [juliet, tybalt]) {
    const answer = await publishes(actor, card(photo("image/png", PNG)));
    expect(conditionOf(answer)).toBe("forbidden");
    expect(answer.getChild("error")?.getChildText("text")).toBe("only the owners of a room set its avatar");
  }
  await setAffiliation(romeo, room, juliet.account, "admin");
  expect(conditionOf(await publishes(juliet, card()))).toBe("forbidden");
  expect(conditionOf(await retrieveVCard(romeo))).toBe("item-not-found");
});

test("§3.3, §5.1: muc#roominfo has the hash of each photo, also for users outside the room", async () => {
  const { romeo, tybalt } = actors;
  expect(await hashesFor(tybalt)).toBeUndefined();
  await publishes(romeo, card(photo("image/svg+xml", RED), photo("image/png", ` ${PNG}\n`)));
  expect(await hashesFor(tybalt)).toEqual([sha1(RED), sha1(PNG)]);
});

test("§3.4: the vCard is returned unchanged to everybody who knows the room", async () => {
  const { romeo, tybalt } = actors;
  const published = card(photo("image/svg+xml", RED), "<FN>The Garden</FN>");
  await publishes(romeo, published);
  expect((await retrieveVCard(tybalt)).children.join("")).toBe(published);
});

test("§3.2: setting an empty vCard unpublishes the avatar; §4: the field is removed", async () => {
  const { romeo } = actors;
  await publishes(romeo, card(photo("image/png", PNG)));
  await settled(romeo);
  await publishes(romeo, card());
  expect(conditionOf(await retrieveVCard(romeo))).toBe("item-not-found");
  expect(await hashesFor(romeo)).toBeUndefined();
  const unpublished = await romeo.receives(
    `<presence from="${roomAt(room)}"><x xmlns="vcard-temp:x:update"><photo/></x></presence>`,
  );
  expect(unpublished.getChild("x")?.getChildText("photo")).toBe("");
});

test("§5.2: occupants are sent a presence from the room's bare JID: on entering, before any other, and on a change", async () => {
  const { romeo, juliet } = actors;
  await publishes(romeo, card(photo("image/png", PNG)));
  const update = `<x xmlns="vcard-temp:x:update"><photo>${sha1(PNG)}</photo></x>`;
  await romeo.receives(`<presence from="${roomAt(room)}">${update}</presence>`);
  juliet.sends(join(room, "juliet"));
  await juliet.pings();
  const presences = juliet.client.inbox.waiting().filter(({ name }) => name === "presence");
  expect(presences.map(({ attrs }) => attrs.from)).toEqual([
    roomAt(room),
    `${roomAt(room)}/romeo`,
    `${roomAt(room)}/juliet`,
  ]);
  expect(presences[0]?.children.join("")).toBe(update);
  await settled(romeo, juliet);
  // The same photo under another name is the same avatar.
  await publishes(romeo, card(photo("image/png", PNG), "<FN>The Garden</FN>"));
  await juliet.receivesNothing("<presence/>");
});

test("a room without an avatar sends no presence from its bare JID", async () => {
  const { juliet } = actors;
  await enter(juliet, room, "juliet");
  await juliet.receivesNothing(`<presence from="${roomAt(room)}"/>`);
});

test("an invalid photo and a vCard that is too long are refused, and change nothing", async () => {
  const { romeo } = actors;
  await publishes(romeo, card(photo("image/png", PNG)));
  expect(conditionOf(await publishes(romeo, card(photo("image/png", "not base64!"))))).toBe("bad-request");
  expect(conditionOf(await publishes(romeo, card(photo("image/png", "A".repeat(2048)))))).toBe("not-acceptable");
  expect(await hashesFor(romeo)).toEqual([sha1(PNG)]);
});

test("the avatar is kept across a restart, and removed with its room; a new room of the same name has none", async () => {
  const { romeo } = actors;
  await publishes(romeo, card(photo("image/png", PNG)));
  await fixture.restart();
  expect(await hashesFor(actors.romeo)).toEqual([sha1(PNG)]);
  const OWNER = "http://jabber.org/protocol/muc#owner";
  await actors.romeo.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="${OWNER}"><destroy/></query></iq>`);
  await enter(actors.romeo, room, "romeo");
  await configure(actors.romeo, room, {});
  expect(conditionOf(await retrieveVCard(actors.romeo))).toBe("item-not-found");
});
