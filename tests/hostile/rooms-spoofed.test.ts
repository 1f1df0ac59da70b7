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
const play = stage(["owner", "liar", "victim", "late"]);
const { actors } = play;

beforeEach(async () => {
  room = `room${++number}`;
  await makeRoom(actors.owner, room, { ...OPEN, whois: "moderators" });
  await enterAll(room, actors.liar, actors.victim);
  await settled(...Object.values(actors));
});

/** Each would make somebody believe something; ROOM stands for the room's address. */
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

const inRoom = (lie: string): string =>
  lie.replace("ROOM", roomAt(room)).replace("SHOUTED", roomAt(room).toUpperCase());

describe("is taken out of messages: live, in history, in the archive, in private", () => {
  for (const [what, lie] of FORGERIES)
    test(what, async () => {
      const { owner, liar, victim, late } = actors;
      // Twice, around the words: where one is looked for, the other may be found.
      const xml = inRoom(lie);
      const isLie = (message: Element): boolean =>
        String(message).includes(FORGED) ||
        String(message).includes("2001") ||
        message.getChildren("stanza-id").length > 1;
      liar.sends(`<message to="${roomAt(room)}" type="groupchat" id="m">${xml}<body>words</body>${xml}</message>`);
      liar.sends(`<message to="${roomAt(room)}/victim" type="chat" id="p">${xml}<body>psst</body>${xml}</message>`);
      expect(isLie(await victim.receives('<message type="groupchat"><body>words</body></message>'))).toBe(false);
      expect(isLie(await victim.receives('<message type="chat"><body>psst</body></message>'))).toBe(false);
      late.sends(join(room, "late"));
      expect(isLie(await late.receives('<message type="groupchat"><body>words</body></message>'))).toBe(false);
      for (const reader of [owner, victim]) {
        const { results } = await archiveOf(reader, "", roomAt(room));
        expect(results.map(({ body, message }) => [body, isLie(message)])).toEqual([["words", false]]);
      }
    });
});

test("and out of presence: in entering, in changing, in leaving", async () => {
  const { owner, liar, victim, late } = actors;
  const lies = FORGERIES.map(([, lie]) => inRoom(lie)).join("");
  late.sends(join(room, "late", "", lies));
  const seen = [await owner.receives(`<presence from="${roomAt(room)}/late"/>`)];
  liar.sends(`<presence to="${roomAt(room)}/liar"><show>away</show>${lies}</presence>`);
  seen.push(await owner.receives(`<presence from="${roomAt(room)}/liar"><show/></presence>`));
  liar.sends(`<presence to="${roomAt(room)}/liar" type="unavailable">${lies}</presence>`);
  seen.push(await victim.receives(`<presence from="${roomAt(room)}/liar" type="unavailable"/>`));
  for (const presence of seen) expect(String(presence)).not.toContain(FORGED);
  for (const presence of seen) expect(presence.getChildren("occupant-id", "urn:xmpp:occupant-id:0")).toHaveLength(1);
});

test("'from' is the client's own: as the room, as an occupant, as somebody else, nothing is said", async () => {
  const { liar, victim } = actors;
  for (const from of [roomAt(room), `${roomAt(room)}/owner`, actors.owner.jid]) {
    const impostor = await cast(play.server, ["impostor"]);
    impostor.impostor.sends(`<message from="${from}" to="${roomAt(room)}" type="groupchat"><body>x</body></message>`);
    impostor.impostor.sends(`<message from="${from}" to="${victim.jid}" type="groupchat"><body>x</body></message>`);
    await impostor.impostor.client.closed;
  }
  await liar.pings();
  await victim.receivesNothing("<message><body>x</body></message>");
});

test("an occupant's words to an occupant's own address do not look as if the room had said them", async () => {
  const { liar, victim } = actors;
  liar.sends(`<message to="${victim.jid}" type="groupchat" id="d"><body>direct</body></message>`);
  expect((await victim.receives('<message id="d"/>')).attrs.from).toBe(liar.jid);
});
