/** A room uses memory while it has occupants, and none afterwards. */
import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { type Actor, cast, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { join, makeRoom, OPEN, roomAt } from "../support/xep/rooms.ts";

/** Enters and leaves `times` times, with presence and a message in between. */
async function enterAndLeave(actor: Actor, times: number, roomOf: (time: number) => string): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const room = roomOf(time);
    actor.sends(join(room, `nick${time % 3}`));
    actor.sends(`<message to="${roomAt(room)}" type="groupchat"><body>${time}</body></message>`);
    actor.sends(`<presence to="${roomAt(room)}/nick${time % 3}" type="unavailable"/>`);
    if (time % 50 === 49) await settled(actor);
  }
  await settled(actor);
}

const MAX_ROUNDS = 12;

test("entering and leaving rooms 10,000 times leaves no objects", async () => {
  await using server = await startTestServer();
  const { owner, guest } = await cast(server, ["owner", "guest"]);
  const rooms = Array.from({ length: 10 }, (_, index) => `room${index}`);
  for (const room of rooms) {
    await makeRoom(owner, room, { ...OPEN, maxhistoryfetch: "0" });
    owner.sends(`<presence to="${roomAt(room)}/owner" type="unavailable"/>`);
  }
  const roomOf = (time: number): string => rooms[time % rooms.length] ?? "";
  const measureHeap = () => {
    // Memory of the test itself.
    server.events.length = 0;
    guest.client.inbox.all.length = 0;
    Bun.gc(true);
    const { objectCount, heapSize } = heapStats();
    return { objects: objectCount, bytes: heapSize };
  };
  await enterAndLeave(guest, 2000, roomOf);
  const before = measureHeap();
  let growth = { objects: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  // The collector may keep some garbage for a while, as a whole process of tests has it; what leaks grows with every round.
  for (
    let round = 0;
    round < MAX_ROUNDS && (round < 4 || growth.objects >= 1000 || growth.bytes >= 500_000);
    round += 1
  ) {
    await enterAndLeave(guest, 2500, roomOf);
    const { objects, bytes } = measureHeap();
    growth = {
      objects: Math.min(growth.objects, objects - before.objects),
      bytes: Math.min(growth.bytes, bytes - before.bytes),
    };
  }
  // Less than one object for ten entries.
  expect(growth.objects).toBeLessThan(1000);
  expect(growth.bytes).toBeLessThan(500_000);
  expect(server.errors).toEqual([]);
}, 120_000);
