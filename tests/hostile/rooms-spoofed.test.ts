/** XEP-0045, XEP-0359, XEP-0421: payloads that only the room may add are removed from what occupants send. */
import { beforeEach, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { cast, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import { archiveOf } from "../support/xep/archive.ts";
import { enterAll, join, makeRoom, OPEN, roomAt, SERVICE, USER } from "../support/xep/rooms.ts";

const FORGED = "forged";

let number = 0;
let room = "";
const fixture = stage(["owner", "liar", "victim", "late"]);
const { actors } = fixture;

beforeEach(async () => {
  room = `room${++number}`;
  await makeRoom(actors.owner, room, { ...OPEN, whois: "moderators" });
  await enterAll(room, actors.liar, actors.victim);
  await settled(...Object.values(actors));
});

/** Payloads that would deceive a recipient; ROOM stands for the room's address. */
const FORGERIES: readonly (readonly [what: string, xml: string])[] = [
  ["occupant-id", `<occupant-id xmlns="urn:xmpp:occupant-id:0" id="${FORGED}"/>`],
  ["stanza-id by the room", `<stanza-id xmlns="urn:xmpp:sid:0" by="ROOM" id="${FORGED}"/>`],
  ["stanza-id by the room, spelt otherwise", `<stanza-id xmlns="urn:xmpp:sid:0" by="SHOUTED" id="${FORGED}"/>`],
  ["delay by the room", `<delay xmlns="urn:xmpp:delay" from="ROOM" stamp="2001-01-01T00:00:00Z">${FORGED}</delay>`],
  [
    "delay by the service",
    `<delay xmlns="urn:xmpp:delay" from="${SERVICE}" stamp="2001-01-01T00:00:00Z">${FORGED}</delay>`,
  ],
  ["delay by nobody", `<delay xmlns="urn:xmpp:delay" stamp="2001-01-01T00:00:00Z">${FORGED}</delay>`],
  ["legacy delay", `<x xmlns="jabber:x:delay" from="ROOM" stamp="20010101T00:00:00">${FORGED}</x>`],
  ["who it is", `<x xmlns="${USER}"><item jid="${FORGED}@localhost" affiliation="owner" role="moderator"/></x>`],
  ["a status of the room", `<x xmlns="${USER}"><status code="110"/><status code="${FORGED}"/></x>`],
  [
    "original sender",
    `<addresses xmlns="http://jabber.org/protocol/address"><address type="ofrom" jid="${FORGED}"/></addresses>`,
  ],
  ["the archive's note of the sender", `<sender xmlns="urn:jabber-home:room:0" jid="${FORGED}@localhost" known="1"/>`],
  ["a tombstone", `<retracted xmlns="urn:xmpp:message-retract:1" id="${FORGED}"/>`],
];

const inRoom = (forgery: string): string =>
  forgery.replace("ROOM", roomAt(room)).replace("SHOUTED", roomAt(room).toUpperCase());

describe("is removed from messages: live, in history, in the archive, in private", () => {
  for (const [what, forgery] of FORGERIES)
    test(what, async () => {
      const { owner, liar, victim, late } = actors;
      // Twice, around the body: removing only the first would leave the second.
      const xml = inRoom(forgery);
      const isForged = (message: Element): boolean =>
        String(message).includes(FORGED) ||
        String(message).includes("2001") ||
        message.getChildren("stanza-id").length > 1;
      liar.sends(`<message to="${roomAt(room)}" type="groupchat" id="m">${xml}<body>words</body>${xml}</message>`);
      liar.sends(`<message to="${roomAt(room)}/victim" type="chat" id="p">${xml}<body>psst</body>${xml}</message>`);
      expect(isForged(await victim.receives('<message type="groupchat"><body>words</body></message>'))).toBe(false);
      expect(isForged(await victim.receives('<message type="chat"><body>psst</body></message>'))).toBe(false);
      late.sends(join(room, "late"));
      expect(isForged(await late.receives('<message type="groupchat"><body>words</body></message>'))).toBe(false);
      for (const reader of [owner, victim]) {
        const { results } = await archiveOf(reader, "", roomAt(room));
        expect(results.map(({ body, message }) => [body, isForged(message)])).toEqual([["words", false]]);
      }
    });
});

test("forged payloads are removed from presence: on entering, changing and leaving", async () => {
  const { owner, liar, victim, late } = actors;
  const forgeries = FORGERIES.map(([, forgery]) => inRoom(forgery)).join("");
  late.sends(join(room, "late", "", forgeries));
  const seen = [await owner.receives(`<presence from="${roomAt(room)}/late"/>`)];
  liar.sends(`<presence to="${roomAt(room)}/liar"><show>away</show>${forgeries}</presence>`);
  seen.push(await owner.receives(`<presence from="${roomAt(room)}/liar"><show/></presence>`));
  liar.sends(`<presence to="${roomAt(room)}/liar" type="unavailable">${forgeries}</presence>`);
  seen.push(await victim.receives(`<presence from="${roomAt(room)}/liar" type="unavailable"/>`));
  for (const presence of seen) expect(String(presence)).not.toContain(FORGED);
  for (const presence of seen) expect(presence.getChildren("occupant-id", "urn:xmpp:occupant-id:0")).toHaveLength(1);
});

test("a stanza from the room's, an occupant's or another account's address is refused", async () => {
  const { liar, victim } = actors;
  for (const from of [roomAt(room), `${roomAt(room)}/owner`, actors.owner.jid]) {
    const impostor = await cast(fixture.server, ["impostor"]);
    impostor.impostor.sends(`<message from="${from}" to="${roomAt(room)}" type="groupchat"><body>x</body></message>`);
    impostor.impostor.sends(`<message from="${from}" to="${victim.jid}" type="groupchat"><body>x</body></message>`);
    await impostor.impostor.client.closed;
  }
  await liar.pings();
  await victim.receivesNothing("<message><body>x</body></message>");
});

test("a message to an occupant's real address does not look as if it came from the room", async () => {
  const { liar, victim } = actors;
  liar.sends(`<message to="${victim.jid}" type="groupchat" id="d"><body>direct</body></message>`);
  expect((await victim.receives('<message id="d"/>')).attrs.from).toBe(liar.jid);
});
