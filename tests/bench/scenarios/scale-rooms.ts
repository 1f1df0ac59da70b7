/** How costs depend on how many rooms there are. */
import { roomsOf } from "../../support/peers/peer.ts";
import { usageOf } from "../../support/process/processes.ts";
import { sessionsOf, startWatch } from "../measure.ts";
import { RoomLoad } from "../room-load.ts";
import { numbered } from "../rosters.ts";
import { pointOf } from "../scale.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const PEOPLE = numbered("guest", 20);
const OCCUPANTS = 5;
/** Rooms that are made, and destroyed, before anything is measured: compilation and caches. */
const WARM_UP = 40;
/** Messages in a round, rounds before a measurement, and in one. */
const [MESSAGES, ROUNDS_BEFORE, ROUNDS] = [200, 2, 20];
/** The last rooms before a point, whose cost of entering it shows. */
const LAST = 10;
const OF = "rooms";

async function run(server: Server, { scale, rest }: Extent): Promise<Figure[]> {
  const clients = await sessionsOf(server, PEOPLE);
  for (const client of clients) client.send("<presence/>");
  /** Each is made by another one, with the four that follow. */
  const enter = async (name: string, index: number): Promise<RoomLoad> => {
    const occupants = Array.from({ length: OCCUPANTS }, (_, n) => clients[(index + n) % clients.length]);
    const room = new RoomLoad(
      `${name}${index}@${roomsOf(server.reach.domain)}`,
      occupants.filter((client) => client !== undefined),
    );
    await room.enter();
    return room;
  };
  for (let index = 0; index < WARM_UP; index += 1) {
    const room = await enter("early", index);
    await room.round(MESSAGES);
    await room.destroy();
  }
  await Bun.sleep(rest * 1000);
  const before = usageOf(server.pid).pss;
  const figures: Figure[] = [];
  let count = 0;
  for (const at of scale.rooms) {
    for (; count < at - LAST; count += 1) await enter("room", count);
    const entering = startWatch(server);
    const entered = at - count;
    let room: RoomLoad | undefined;
    for (; count < at; count += 1) room = await enter("room", count);
    await Bun.sleep(500);
    const entry = entering.serverCpu() / (entered * OCCUPANTS);
    for (let round = 0; round < ROUNDS_BEFORE; round += 1) await room?.round(MESSAGES);
    const watch = startWatch(server);
    for (let round = 0; round < ROUNDS; round += 1) await room?.round(MESSAGES);
    await Bun.sleep(1000);
    const delivery = watch.serverCpu() / (ROUNDS * MESSAGES * OCCUPANTS);
    await Bun.sleep(rest * 1000);
    const memory = (usageOf(server.pid).pss - before) / at / 1000;
    figures.push(
      pointOf("scale-rooms", { what: "CPU for entering, an occupant", unit: "ms", value: entry, at, of: OF }),
      pointOf("scale-rooms", { what: "CPU for a delivery in one of them", unit: "ms", value: delivery, at, of: OF }),
      { name: `memory for a room, ${at.toLocaleString("en")} ${OF}`, unit: "KB", value: memory, better: "less" },
    );
  }
  for (const client of clients) client.destroy();
  return figures;
}

export const scenario: Scenario = {
  name: "scale-rooms",
  about: `on a server of its own: so many rooms with ${OCCUPANTS} occupants each, of ${PEOPLE.length} people; entering is measured at the last ${LAST} of them, making the room included; deliveries in the last.`,
  scope: "ours",
  stage: "own",
  needs: ["rooms"],
  rosters: () => new Map(PEOPLE.map((account) => [account, []])),
  extraTimeoutMs: 600_000,
  run,
};
