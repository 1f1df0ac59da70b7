/** What the curves have in common: the same cost at several sizes. */
import type { Client } from "../support/client/client.ts";
import { ChatLoad } from "./chat-load.ts";
import type { ChartName } from "./report/charts.ts";
import type { Extent, Figure, Server, Sizes } from "./scenario.ts";

/** Pairs that chat at each point, messages in flight of each, and messages. */
const PAIRS = 10;
const WINDOW = 4;
const MESSAGES = 5000;

/** A point of a curve. `what` is the cost, `of` what there are `at` of. */
export const pointOf = (
  chart: ChartName,
  { what, unit, value, at, of }: { what: string; unit: string; value: number; at: number; of: string },
): Figure => ({
  ...{ name: `${what}, ${at.toLocaleString("en")} ${of}`, unit, value, better: "less" },
  place: { chart, group: what, at },
});

/** Milliseconds of CPU for a message between some of these clients, which are available. */
export async function chatCost(server: Server, clients: readonly Client[], { chat }: Extent): Promise<number> {
  const talkers = clients.slice(0, PAIRS * 2);
  const { cpu } = await new ChatLoad(server, talkers, false).ofCount(WINDOW, MESSAGES, chat.most);
  // Those that do not talk receive nothing, and keep nothing.
  for (const client of talkers) client.onElement = () => undefined;
  return cpu;
}

export const largest = (sizes: Sizes): number => sizes.at(-1) ?? 0;
