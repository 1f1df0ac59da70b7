/** The presence of many occupants is sent again, one at a time. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import type { Engine } from "../engine.ts";
import { DEFAULT_CONFIG } from "../settings.ts";
import type { Occupant } from "../state/occupants.ts";
import { Room } from "../state/room.ts";
import { refreshPresence } from "./occupant-presence.ts";

const COVEN = parseJid("coven@rooms.localhost");

function roomWith(size: number) {
  const room = new Room({
    id: 1,
    jid: COVEN,
    created: 0,
    isLocked: false,
    config: DEFAULT_CONFIG,
    subject: { text: "" },
  });
  for (let n = 0; n < size; n += 1) {
    const jid = parseJid(`a${n}@b/c`);
    const sessions = new Map([[jid.full, { jid, presence: xml("presence") }]]);
    room.occupants.add({
      nick: `n${n}`,
      account: jid.bare,
      role: "participant",
      affiliation: "none",
      sessions,
    });
  }
  const sent = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let current: Room | undefined = room;
  const engine = {
    features: [],
    rooms: { get: () => current },
    multicast: ({ attrs }: Element, to: Iterable<string>) =>
      void sent.set(attrs.from, (sent.get(attrs.from) ?? 0) + [...to].length),
    queues: { enqueue: (_: string, work: () => void) => void waiting.push(work) },
  } as unknown as Engine;
  const end = () => {
    current = undefined;
  };
  return { room, occupants: [...room.occupants], engine, sent, waiting, end };
}

test("in a small room, at once", () => {
  const { room, occupants, engine, sent, waiting } = roomWith(30);
  refreshPresence(engine, room, occupants);
  expect([sent.size, waiting.length]).toEqual([30, 0]);
  expect(new Set(sent.values())).toEqual(new Set([29]));
});

test("in a large one, by its queue; an occupant that is queued already is not queued again", () => {
  const { room, occupants, engine, sent, waiting } = roomWith(400);
  refreshPresence(engine, room, occupants);
  expect([sent.size, waiting.length]).toEqual([0, 400]);
  for (const work of waiting.splice(0, 5)) work();
  expect(sent.size).toBe(5);
  // The presence is that of the moment when it is sent: only the five that have been sent are queued again.
  refreshPresence(engine, room, occupants.slice(0, 20));
  expect(waiting.length).toBe(400);
  room.occupants.remove(occupants.at(-1) as Occupant);
  for (const work of waiting.splice(0)) work();
  expect(sent.size).toBe(399);
  expect([...sent.values()].filter((times) => times > 400)).toHaveLength(5);
});

test("a room that was removed meanwhile sends nothing", () => {
  const { room, occupants, engine, sent, waiting, end } = roomWith(400);
  refreshPresence(engine, room, occupants);
  end();
  for (const work of waiting.splice(0)) work();
  expect(sent.size).toBe(0);
});
