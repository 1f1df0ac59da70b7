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
const play = stage(["romeo", "juliet", "tybalt"], { settings: ["room_avatars.max_size=2kB"] });
const { actors } = play;

beforeEach(async () => {
  const { romeo, juliet, tybalt } = actors;
  room = `garden${++number}`;
  await makeRoom(romeo, room, {});
  await setAffiliation(romeo, room, juliet.account, "member");
  await settled(romeo, juliet, tybalt);
});

const publishes = (actor: Actor, vcard: string): Promise<Element> =>
  actor.asks(`<iq type="set" to="${roomAt(room)}">${vcard}</iq>`);
const retrieves = (actor: Actor): Promise<Element> =>
  actor.asks(`<iq type="get" to="${roomAt(room)}"><vCard xmlns="vcard-temp"/></iq>`);

/** The values of muc#roominfo_avatarhash; undefined where there is no such field. */
async function hashesShownTo(actor: Actor): Promise<string[] | undefined> {
  const info = await actor.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
  const form = info.getChild("query", INFO)?.getChild("x", "jabber:x:data");
  const field = form?.getChildren("field").find(({ attrs }) => attrs.var === "muc#roominfo_avatarhash");
  if (field) expect(field.attrs.type ?? "text-multi").toBe("text-multi");
  return field?.getChildren("value").map((value) => value.getText());
}

test("§3.1: a client must check that the service supports them: vcard-temp, in the service's features and in the room's", async () => {
  expect(await featuresOf(actors.juliet, SERVICE)).toContain("vcard-temp");
  expect(await featuresOf(actors.juliet, roomAt(room))).toContain("vcard-temp");
});

test("§3.2: an owner publishes; all users present are notified that the configuration changed (104)", async () => {
  const { romeo, juliet } = actors;
  await enterAll(room, juliet);
  await settled(romeo, juliet);
  expect((await publishes(romeo, card(photo("image/svg+xml", RED)))).attrs.type).toBe("result");
  for (const actor of [romeo, juliet]) {
    const told = await actor.receives(
      `<message type="groupchat" from="${roomAt(room)}"><x xmlns="${USER}"/></message>`,
    );
    expect(codesIn(told)).toEqual([104]);
  }
});

test("§3.2: who isn't allowed to publish gets forbidden: members, admins and strangers", async () => {
  const { romeo, juliet, tybalt } = actors;
  for (const actor of [juliet, tybalt]) {
    const answer = await publishes(actor, card(photo("image/png", PNG)));
    expect(conditionOf(answer)).toBe("forbidden");
    expect(answer.getChild("error")?.getChildText("text")).toBe("only the owners of a room set its avatar");
  }
  await setAffiliation(romeo, room, juliet.account, "admin");
  expect(conditionOf(await publishes(juliet, card()))).toBe("forbidden");
  expect(conditionOf(await retrieves(romeo))).toBe("item-not-found");
});

test("§3.3, §5.1: the form of muc#roominfo has the hash of each photo, also for who is not in the room", async () => {
  const { romeo, tybalt } = actors;
  expect(await hashesShownTo(tybalt)).toBeUndefined();
  await publishes(romeo, card(photo("image/svg+xml", RED), photo("image/png", ` ${PNG}\n`)));
  expect(await hashesShownTo(tybalt)).toEqual([sha1(RED), sha1(PNG)]);
});

test("§3.4: the vCard comes back as it was published, to whoever knows the room", async () => {
  const { romeo, tybalt } = actors;
  const published = card(photo("image/svg+xml", RED), "<FN>The Garden</FN>");
  await publishes(romeo, published);
  expect((await retrieves(tybalt)).children.join("")).toBe(published);
});

test("§3.2: setting an empty vCard unpublishes the avatar; §4: the field is there no more", async () => {
  const { romeo } = actors;
  await publishes(romeo, card(photo("image/png", PNG)));
  await settled(romeo);
  await publishes(romeo, card());
  expect(conditionOf(await retrieves(romeo))).toBe("item-not-found");
  expect(await hashesShownTo(romeo)).toBeUndefined();
  const gone = await romeo.receives(
    `<presence from="${roomAt(room)}"><x xmlns="vcard-temp:x:update"><photo/></x></presence>`,
  );
  expect(gone.getChild("x")?.getChildText("photo")).toBe("");
});

test("§5.2: apps that expect it get a presence from the room's bare JID: on entering, before any other, and on a change", async () => {
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
  // The same photo with another name is no other avatar.
  await publishes(romeo, card(photo("image/png", PNG), "<FN>The Garden</FN>"));
  await juliet.receivesNothing("<presence/>");
});

test("a room without an avatar says nothing of itself (its presence would be one of a nickname that is empty)", async () => {
  const { juliet } = actors;
  await enter(juliet, room, "juliet");
  await juliet.receivesNothing(`<presence from="${roomAt(room)}"/>`);
});

test("a photo that is none, and a vCard that is too long, change nothing", async () => {
  const { romeo } = actors;
  await publishes(romeo, card(photo("image/png", PNG)));
  expect(conditionOf(await publishes(romeo, card(photo("image/png", "not base64!"))))).toBe("bad-request");
  expect(conditionOf(await publishes(romeo, card(photo("image/png", "A".repeat(2048)))))).toBe("not-acceptable");
  expect(await hashesShownTo(romeo)).toEqual([sha1(PNG)]);
});

test("the avatar outlasts a restart, ends with its room, and is nobody's who makes a room of the same name", async () => {
  const { romeo } = actors;
  await publishes(romeo, card(photo("image/png", PNG)));
  await play.restart();
  expect(await hashesShownTo(actors.romeo)).toEqual([sha1(PNG)]);
  const OWNER = "http://jabber.org/protocol/muc#owner";
  await actors.romeo.asks(`<iq type="set" to="${roomAt(room)}"><query xmlns="${OWNER}"><destroy/></query></iq>`);
  await enter(actors.romeo, room, "romeo");
  await configure(actors.romeo, room, {});
  expect(conditionOf(await retrieves(actors.romeo))).toBe("item-not-found");
});
