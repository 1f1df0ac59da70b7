/** Chat: pairs of clients over TLS, both sides' archives on where the server has one. */
import type { Client } from "../support/client/client.ts";
import { type Asker, assertArchived } from "./archive-check.ts";
import { type ChatFigures, ChatLoad } from "./chat-load.ts";
import { sessions } from "./measure.ts";
import type { Extent, Figure, Server } from "./scenario.ts";

export const PAIRS = 50;
/** Messages in flight of each pair at full load. */
export const WINDOW = 4;
/** Messages a second of all pairs together, at the moderate rate. */
const RATE = 100;

export const SETTING = `${PAIRS} pairs, a body of 88 characters to the bare address, ${WINDOW} messages of each pair under way at full load; a message counts when it has arrived; CPU includes what the server still does a second later`;

/** Available sessions of the first `count` accounts; with `acks`, XEP-0198 is enabled in both directions. */
export async function presentSessions(server: Server, count: number, acks = false): Promise<Client[]> {
  const clients = await sessions(server, count);
  for (const client of clients) {
    if (acks && (await client.enableAcks(true)).name !== "enabled") throw new Error("the server refuses XEP-0198");
    client.send("<presence/>");
  }
  return clients;
}

/** Rate and latencies at full load. `way`: how messages are sent, where it is not the plain one. */
export const fullLoadFigures = ({ perSecond, p50, p99, loadShare }: ChatFigures, way?: string): Figure[] => {
  const named = way === undefined ? "" : ` ${way}`;
  return [
    { name: `messages${named} at full load`, unit: "/s", value: perSecond, better: "more", loadShare },
    { name: `latency${named} at full load, p50`, unit: "ms", value: p50, better: "less" },
    { name: `latency${named} at full load, p99`, unit: "ms", value: p99, better: "less" },
  ];
};

/** Chat of available clients in another way than the plain one; who calls closes their sessions. Throws when a message is lost, or when the last one is missing from its recipient's archive. */
export async function figuresOf<Client extends Asker>(
  server: Server,
  { seconds }: Extent,
  clients: readonly Client[],
  { way, acks = false }: { readonly way: string; readonly acks?: boolean },
): Promise<Figure[]> {
  const load = new ChatLoad(server, clients, acks);
  const full = await load.atFullLoad(WINDOW, seconds, seconds / 2);
  const paced = await load.atRate(RATE, seconds);
  await assertArchived(load.last.recipient, load.last.id);
  const cpu = (value: number, load: string): Figure => ({
    ...{ name: `CPU for a message ${way}, ${load}`, unit: "ms", value, better: "less" },
    place: { chart: "ways", group: `a chat message ${way}, ${load}` },
  });
  return [
    cpu(full.cpu, "at full load"),
    cpu(paced.cpu, `at ${RATE}/s`),
    ...fullLoadFigures(full, way),
    { name: `latency ${way} at ${RATE}/s, p99`, unit: "ms", value: paced.p99, better: "less" },
  ];
}
