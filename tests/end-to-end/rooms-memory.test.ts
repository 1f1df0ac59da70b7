/** A room uses memory while it has occupants, and none afterwards. */
import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import { type Actor, cast, settled } from "../support/cast.ts";
import { startTestServer } from "../support/server.ts";
import { join, makeRoom, OPEN, roomAt } from "../support/xep/rooms.ts";

/** Enters and leaves so many times, with presence and a word in between. */
async function comeAndGo(actor: Actor, times: number, roomOf: (time: number) => string): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const room = roomOf(time);
    actor.sends(join(room, `nick${time % 3}`));
    actor.sends(`<message to="${roomAt(room)}" type="groupchat"><body>${time}</body></message>`);
    actor.sends(`<presence to="${roomAt(room)}/nick${time % 3}" type="unavailable"/>`);
    if (time % 50 === 49) await settled(actor);
  }
  await settled(actor);
}

test("10,000 times in and out of rooms leave nothing behind", async () => {
  await using server = await startTestServer();
  const { owner, guest } = await cast(server, ["owner", "guest"]);
  const rooms = Array.from({ length: 10 }, (_, index) => `room${index}`);
  for (const room of rooms) {
    await makeRoom(owner, room, { ...OPEN, maxhistoryfetch: "0" });
    owner.sends(`<presence to="${roomAt(room)}/owner" type="unavailable"/>`);
  }
  const roomOf = (time: number): string => rooms[time % rooms.length] ?? "";
  const look = () => {
    // The test's own memory.
    server.events.length = 0;
    guest.client.inbox.all.length = 0;
    Bun.gc(true);
    const { objectCount, heapSize } = heapStats();
    return { objects: objectCount, bytes: heapSize };
  };
  await comeAndGo(guest, 2000, roomOf);
  const before = look();
  const after: ReturnType<typeof look>[] = [];
  for (let round = 0; round < 4; round += 1) {
    await comeAndGo(guest, 2500, roomOf);
    after.push(look());
  }
  const least = (of: "objects" | "bytes"): number => Math.min(...after.map((seen) => seen[of])) - before[of];
  // Less than one object for ten visits, were all of them kept.
  expect(least("objects")).toBeLessThan(1000);
  expect(least("bytes")).toBeLessThan(500_000);
  expect(server.errors).toEqual([]);
}, 120_000);
