/** Many in a room are shown to all again, one at a time. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../../../../jid/jid.ts";
import { xml } from "../../../../stanza.ts";
import type { Engine } from "../engine.ts";
import { DEFAULTS } from "../settings.ts";
import type { Occupant } from "../state/occupants.ts";
import { Room } from "../state/room.ts";
import { refreshPresence } from "./showing-anew.ts";

const COVEN = parseJid("coven@rooms.localhost");

function crowd(size: number) {
  const room = new Room({ id: 1, jid: COVEN, created: 0, isLocked: false, config: DEFAULTS, subject: { text: "" } });
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
  const told = new Map<string, number>();
  const waiting: (() => void)[] = [];
  let current: Room | undefined = room;
  const engine = {
    features: [],
    rooms: { get: () => current },
    multicast: ({ attrs }: Element, to: Iterable<string>) =>
      void told.set(attrs.from, (told.get(attrs.from) ?? 0) + [...to].length),
    queues: { enqueue: (_: string, work: () => void) => void waiting.push(work) },
  } as unknown as Engine;
  const end = () => {
    current = undefined;
  };
  return { room, occupants: [...room.occupants], engine, told, waiting, end };
}

test("a small room at once", () => {
  const { room, occupants, engine, told, waiting } = crowd(30);
  refreshPresence(engine, room, occupants);
  expect([told.size, waiting.length]).toEqual([30, 0]);
  expect(new Set(told.values())).toEqual(new Set([29]));
});

test("a large one in turns, and each occupant once, though it is asked for again meanwhile", () => {
  const { room, occupants, engine, told, waiting } = crowd(400);
  refreshPresence(engine, room, occupants);
  expect([told.size, waiting.length]).toEqual([0, 400]);
  for (const work of waiting.splice(0, 5)) work();
  expect(told.size).toBe(5);
  // Those who are waiting are shown as they are when it is their turn; those who have been shown are shown once more.
  refreshPresence(engine, room, occupants.slice(0, 20));
  expect(waiting.length).toBe(400);
  room.occupants.remove(occupants.at(-1) as Occupant);
  for (const work of waiting.splice(0)) work();
  expect(told.size).toBe(399);
  expect([...told.values()].filter((times) => times > 400)).toHaveLength(5);
});

test("a room that has ended is silent", () => {
  const { room, occupants, engine, told, waiting, end } = crowd(400);
  refreshPresence(engine, room, occupants);
  end();
  for (const work of waiting.splice(0)) work();
  expect(told.size).toBe(0);
});
