/** XEP-0359 in rooms: the room assigns an id to each message. */
import { beforeEach, expect, test } from "bun:test";
import type { Element } from "ltx";
import { settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { configure, enterAll, join, makeRoom, roomAt } from "../support/xep/rooms.ts";

const NS = "urn:xmpp:sid:0";

let number = 0;
let room = "";
const { actors } = stage(["crone", "wiccan", "hag"]);

beforeEach(async () => {
  room = `coven${++number}`;
  await makeRoom(actors.crone, room);
  await enterAll(room, actors.wiccan);
  await settled(...Object.values(actors));
});

const idsBy = (message: Element, by: string): string[] =>
  message
    .getChildren("stanza-id", NS)
    .filter(({ attrs }) => attrs.by === by)
    .map(({ attrs }) => attrs.id);

async function reflected(inside: string): Promise<Element> {
  actors.crone.sends(`<message to="${roomAt(room)}" type="groupchat" id="m${++number}">${inside}</message>`);
  return actors.wiccan.receives(`<message id="m${number}"/>`);
}

test("§5: the room announces 'urn:xmpp:sid:0'", async () => {
  expect(await featuresOf(actors.wiccan, roomAt(room))).toContain(NS);
});

test("§3, rule 7: 'In groupchats the assigning entity is the room': one unique id on each message and subject", async () => {
  const ids: string[] = [];
  for (const inside of [
    "<body>x</body>",
    "<subject>Fire</subject>",
    '<composing xmlns="http://jabber.org/protocol/chatstates"/>',
    '<body>y</body><replace xmlns="urn:xmpp:message-correct:0" id="m1"/>',
    '<body>z</body><no-store xmlns="urn:xmpp:hints"/>',
  ]) {
    const given = idsBy(await reflected(inside), roomAt(room));
    expect(given).toHaveLength(1);
    ids.push(...given);
  }
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{22}$/);
});

test("entering occupants are sent the subject with its original id", async () => {
  const [id] = idsBy(await reflected("<subject>Fire</subject>"), roomAt(room));
  actors.hag.sends(join(room, "hag"));
  const subjectMessage = await actors.hag.receives('<message type="groupchat"><subject>Fire</subject></message>');
  expect(idsBy(subjectMessage, roomAt(room))).toEqual([id ?? ""]);
});

test("§3, rule 2: ids by the room that a client adds are deleted, in any spelling; rule 3: others' ids stay", async () => {
  const message = await reflected(
    `<stanza-id xmlns="${NS}" by="${roomAt(room)}" id="forged"/><body>x</body>` +
      `<stanza-id xmlns="${NS}" by="${roomAt(room).toUpperCase()}" id="forged"/>` +
      `<stanza-id xmlns="${NS}" by="elsewhere@localhost" id="theirs"/><origin-id xmlns="${NS}" id="mine"/>`,
  );
  expect(String(message)).not.toContain("forged");
  expect(idsBy(message, roomAt(room))).toHaveLength(1);
  expect(idsBy(message, "elsewhere@localhost")).toEqual(["theirs"]);
  expect(message.getChild("origin-id", NS)?.attrs.id).toBe("mine");
});

test("§3, rule 2: 'even if they are not adding their own', in private messages", async () => {
  const { crone, wiccan } = actors;
  const forgedId = `<stanza-id xmlns="${NS}" by="${roomAt(room)}" id="forged"/>`;
  crone.sends(`<message to="${roomAt(room)}/wiccan" type="chat"><body>psst</body>${forgedId}</message>`);
  expect(String(await wiccan.receives("<message><body>psst</body></message>"))).not.toContain("forged");
});

test("a room without an archive assigns ids as well, for references to its messages", async () => {
  await configure(actors.crone, room, { enablearchiving: "0" });
  expect(idsBy(await reflected("<body>x</body>"), roomAt(room))).toHaveLength(1);
});
