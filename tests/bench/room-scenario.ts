/** XEP-0045: messages in a room, received by all its occupants. */
import { roomsOf } from "../support/peers/peer.ts";
import { percentile, sessionsOf, startWatch } from "./measure.ts";
import { RoomLoad, SPEAKERS, WINDOW } from "./room-load.ts";
import { numbered } from "./rosters.ts";
import type { Extent, Figure, Scenario, Server } from "./scenario.ts";

/** Messages in a round; the first round of them counts as cold. */
const MESSAGES = 50;

async function figuresFor(server: Server, { seconds }: Extent, size: number): Promise<Figure[]> {
  const clients = await sessionsOf(server, numbered("guest", size));
  for (const client of clients) client.send("<presence/>");
  const load = new RoomLoad(`hall${size}@${roomsOf(server.reach.domain)}`, clients);
  const entryWatch = startWatch(server);
  await load.enter();
  await Bun.sleep(1000);
  const entryCpu = entryWatch.serverCpu() / size;
  const firstWatch = startWatch(server);
  await load.round(MESSAGES);
  await Bun.sleep(1000);
  const firstCpu = firstWatch.serverCpu() / (MESSAGES * size);
  // Warm-up, not measured: compilation and caches.
  for (const warmUp = startWatch(server); warmUp.seconds() < seconds / 2; ) await load.round(MESSAGES);
  load.latencies = [];
  const watch = startWatch(server);
  let rounds = 0;
  for (; rounds === 0 || watch.seconds() < seconds; rounds += 1) await load.round(MESSAGES);
  const deliveries = rounds * MESSAGES * size;
  const [perSecond, loadShare] = [deliveries / watch.seconds(), watch.loadShare()];
  await Bun.sleep(1000);
  const cpu = watch.serverCpu() / deliveries;
  for (const client of clients) client.destroy();
  const of = `in a room of ${size}`;
  const ms = { unit: "ms", better: "less" } as const;
  const place = { chart: "cpu", group: `a delivery ${of}` } as const;
  return [
    {
      name: `CPU for entering, ${of}`,
      value: entryCpu,
      ...ms,
      place: { chart: "cpu", group: `entering a room of ${size}` },
    },
    {
      name: `CPU for a delivery ${of}, the first`,
      value: firstCpu,
      ...ms,
      aim: 0.03,
      place: { ...place, isCold: true },
    },
    { name: `CPU for a delivery ${of}, those that follow`, value: cpu, ...ms, aim: 0.012, place },
    { name: `deliveries ${of}`, unit: "/s", value: perSecond, better: "more", loadShare },
    { name: `until all have it ${of}, p50`, value: percentile(load.latencies, 0.5), ...ms },
  ];
}

/** The scenario of a room with `size` occupants. */
export const roomScenario = (name: string, size: number, scope: Scenario["scope"]): Scenario => ({
  name,
  about: `a room for each of ${size} accounts, open, with its archive on; then ${MESSAGES} messages of 88 characters, said by ${SPEAKERS} of them in turn, ${WINDOW} under way at a time, which are the first; and again until the time is over; a delivery is a message that has arrived at one of them; CPU includes what the server still does a second later.`,
  scope,
  needs: ["rooms"],
  rosters: () => new Map(numbered("guest", size).map((account) => [account, []])),
  extraTimeoutMs: 600_000,
  run: (server, extent) => figuresFor(server, extent, size),
});
