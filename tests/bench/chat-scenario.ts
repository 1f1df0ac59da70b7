/** The two chat scenarios: pairs of clients over TLS, both sides' archives on. */
import type { Client } from "../support/client/client.ts";
import { type Asker, assertArchived } from "./archive-check.ts";
import { type ChatFigures, ChatLoad } from "./chat-load.ts";
import { sessions } from "./measure.ts";
import type { Extent, Figure, Server } from "./scenario.ts";

export const PAIRS = 50;
/** Messages in flight of each pair at full load. */
const WINDOW = 4;
/** Messages a second of all pairs together, at the moderate rate. */
const RATE = 100;

export const SETTING = `${PAIRS} pairs, a body of 88 characters to the bare address, ${WINDOW} messages of each pair under way at full load, ${RATE}/s over all pairs at the moderate rate; a message counts when it has arrived; CPU includes what the server still does a second later`;

/** Available sessions; with `acks`, XEP-0198 is enabled in both directions. */
async function openPairs(server: Server, acks: boolean): Promise<Client[]> {
  const clients = await sessions(server, PAIRS * 2);
  for (const client of clients) {
    if (acks && (await client.enableAcks(true)).name !== "enabled") throw new Error("the server refuses XEP-0198");
    client.send("<presence/>");
  }
  return clients;
}

const atFullLoad = ({ perSecond, cpu, p50, p99, loadShare }: ChatFigures, aim?: number): Figure[] => [
  { name: "messages at full load", unit: "/s", value: perSecond, better: "more", loadShare },
  { name: "CPU for a message", unit: "ms", value: cpu, better: "less", ...(aim ? { aim } : {}) },
  { name: "latency at full load, p50", unit: "ms", value: p50, better: "less" },
  { name: "latency at full load, p99", unit: "ms", value: p99, better: "less" },
];

const atModerateRate = ({ cpu, p50, p99 }: ChatFigures): Figure[] => [
  { name: `CPU for a message at ${RATE}/s`, unit: "ms", value: cpu, better: "less" },
  { name: `latency at ${RATE}/s, p50`, unit: "ms", value: p50, better: "less" },
  { name: `latency at ${RATE}/s, p99`, unit: "ms", value: p99, better: "less" },
];

/** Chat over TCP, direct TLS. */
export const chatFigures = async (server: Server, extent: Extent, acks: boolean): Promise<Figure[]> =>
  figuresOf(server, extent, await openPairs(server, acks), { acks, aim: 0.1 });

/** Chat of available clients; the figures end with it. Throws when a message is lost, or when the last one is missing from its recipient's archive. */
export async function figuresOf<Client extends Asker & { destroy(): void }>(
  server: Server,
  { seconds }: Extent,
  clients: readonly Client[],
  { acks = false, aim }: { readonly acks?: boolean; readonly aim?: number } = {},
): Promise<Figure[]> {
  const load = new ChatLoad(server, clients, acks);
  const full = await load.atFullLoad(WINDOW, seconds, seconds / 2);
  const steady = await load.atRate(RATE, seconds);
  await assertArchived(load.last.recipient, load.last.id);
  for (const client of clients) client.destroy();
  return [...atFullLoad(full, aim), ...atModerateRate(steady)];
}
