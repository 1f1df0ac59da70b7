/** Many in a room are shown to all again, a portion at a time. */
import { expect, test } from "bun:test";
import type { Element } from "ltx";
import { parseJid } from "../../../jid.ts";
import { xml } from "../../../stanza.ts";
import type { Engine } from "../engine.ts";
import { DEFAULTS } from "../settings.ts";
import type { Occupant } from "../state/occupants.ts";
import { Room } from "../state/room.ts";
import { showAnew } from "./showing-anew.ts";

const COVEN = parseJid("coven@rooms.localhost");

function crowd(size: number) {
  const room = new Room({ id: 1, jid: COVEN, created: 0, isLocked: false, config: DEFAULTS, subject: { text: "" } });
  for (let n = 0; n < size; n += 1) {
    const jid = parseJid(`a${n}@b/c`);
    const visits = new Map([[jid.full, { jid, presence: xml("presence") }]]);
    room.occupants.add({ nick: `n${n}`, account: jid.bare, role: "participant", affiliation: "none", visits });
  }
  const told = new Map<string, number>();
  const later: (() => void)[] = [];
  let current: Room | undefined = room;
  const engine = {
    features: [],
    rooms: { get: () => current },
    spread: ({ attrs }: Element, to: Iterable<string>) =>
      void told.set(attrs.from, (told.get(attrs.from) ?? 0) + [...to].length),
    later: (_: number, callback: () => void) => void later.push(callback),
  } as unknown as Engine;
  const end = () => {
    current = undefined;
  };
  return { room, engine, told, later, end };
}

test("a small room at once", () => {
  const { room, engine, told, later } = crowd(40);
  showAnew(engine, room, room.occupants);
  expect([told.size, later.length]).toEqual([40, 0]);
  expect(new Set(told.values())).toEqual(new Set([39]));
});

test("a large one in portions, and each occupant once, though it is asked for again meanwhile", () => {
  const { room, engine, told, later } = crowd(400);
  showAnew(engine, room, room.occupants);
  expect(told.size).toBe(5);
  // Those who are waiting are shown as they are when it is their turn; those who have been shown are shown once more.
  const occupants = [...room.occupants];
  showAnew(engine, room, occupants.slice(0, 20));
  expect([told.size, later.length]).toEqual([5, 1]);
  room.occupants.remove(occupants.at(-1) as Occupant);
  let portions = 1;
  for (let next = later.shift(); next; next = later.shift()) {
    portions += 1;
    next();
  }
  expect(told.size).toBe(399);
  expect([...told.values()].filter((times) => times > 400)).toHaveLength(5);
  expect(portions).toBe(68);
});

test("a room that has ended is silent", () => {
  const { room, engine, told, later, end } = crowd(400);
  showAnew(engine, room, room.occupants);
  end();
  for (let next = later.shift(); next; next = later.shift()) next();
  expect(told.size).toBe(5);
});
