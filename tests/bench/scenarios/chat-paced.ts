/** Chat as fast as in a large home: so slow that each message comes by itself. */
import { ChatLoad } from "../chat-load.ts";
import { PAIRS, presentSessions } from "../chat-scenario.ts";
import { pacedFigures } from "../paced-figures.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

/** Messages a second. */
const RATE = 100;

async function run(server: Server, { paced }: Extent): Promise<Figure[]> {
  const clients = await presentSessions(server, PAIRS * 2);
  const fast = await new ChatLoad(server, clients, false).atRate(RATE, paced.fast);
  for (const client of clients) client.destroy();
  return [
    ...pacedFigures(fast, { rate: `${RATE}/s`, aims: { cpu: 0.5, written: 8 } }),
    { name: `latency at ${RATE}/s, p50`, unit: "ms", value: fast.p50, better: "less" },
    { name: `latency at ${RATE}/s, p99`, unit: "ms", value: fast.p99, better: "less", aim: 3 },
  ];
}

export const scenario: Scenario = {
  name: "chat-paced",
  about: `${RATE} messages a second between ${PAIRS} pairs; a wake-up is a thread of the server that goes on after having waited; bytes written are those that the system has written to a disk for it.`,
  scope: "every round",
  run,
};
