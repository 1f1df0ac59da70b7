/** Chat as it is at home: now and then a message. */
import { ChatLoad } from "../chat-load.ts";
import { presentSessions } from "../chat-scenario.ts";
import { pacedFigures } from "../paced-figures.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const PAIRS = 10;
/** As long as three parts of --full take. */
const EXTRA_TIMEOUT_MS = 600_000;

async function run(server: Server, { paced }: Extent): Promise<Figure[]> {
  const clients = await presentSessions(server, PAIRS * 2);
  const load = new ChatLoad(server, clients, false);
  const first = await load.atRate(1, paced.slow);
  await load.atRate(1, paced.slow);
  const later = await load.atRate(1, paced.slow);
  for (const client of clients) client.destroy();
  return [
    ...pacedFigures(first, { rate: "1/s", aims: {}, isCold: true }),
    ...pacedFigures(later, { rate: "1/s", aims: { cpu: 2, wakeUps: 6, written: 8 } }),
  ];
}

export const scenario: Scenario = {
  name: "chat-slow",
  about: `one message a second between ${PAIRS} pairs, as at home, in three parts of 60 seconds (5 with --quick, 120 with --full): the first since the server has started, and the third, by which time it has been up and slow for two minutes. Wake-ups and bytes written as for chat-paced.`,
  scope: "programs",
  stage: "own",
  extraTimeoutMs: EXTRA_TIMEOUT_MS,
  run,
};
