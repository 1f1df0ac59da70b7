/** Whether memory stays constant under continuous load. */
import { usageOf } from "../../support/process/processes.ts";
import { ChatLoad } from "../chat-load.ts";
import { inParallel, logIn, sessions } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const ROUNDS = 5;
const LOGINS = 2000;
const MESSAGES = 20_000;

const WIDTH = 8;
const ACCOUNTS = 50;
const PAIRS = 25;
const WINDOW = 4;
const MIB = 1024 * 1024;

async function signInRepeatedly(server: Server, count: number): Promise<void> {
  await inParallel(
    WIDTH,
    (index) => index < count,
    async (index) => {
      const client = await logIn(server, index % ACCOUNTS);
      client.send("<presence/>");
      await client.end();
    },
  );
}

async function chat(server: Server, count: number, { seconds }: Extent): Promise<void> {
  const clients = await sessions(server, PAIRS * 2);
  for (const client of clients) client.send("<presence/>");
  const load = new ChatLoad(server, clients, false);
  while (load.arrived < count) await load.atFullLoad(WINDOW, seconds, 0);
  await Promise.all(clients.map((client) => client.end()));
}

async function run(server: Server, extent: Extent): Promise<Figure[]> {
  const memory: number[] = [];
  // One more round: the first fills caches and compiles code.
  for (let round = 0; round <= ROUNDS; round += 1) {
    await signInRepeatedly(server, LOGINS);
    await chat(server, MESSAGES, extent);
    await Bun.sleep(extent.rest * 1000);
    memory.push(usageOf(server.pid).rss / MIB);
  }
  const [first = Number.NaN, ...others] = memory;
  const growth = (others.at(-1) ?? Number.NaN) - first;
  const label = `${ROUNDS * LOGINS} logins and ${ROUNDS * MESSAGES} messages`;
  return [
    { name: "memory after the first round (RSS)", unit: "MiB", value: first, better: "less" },
    { name: "the most after any other", unit: "MiB", value: Math.max(...others), better: "less" },
    { name: `growth over ${label}`, unit: "MiB", value: growth, better: "less", aim: 16 },
  ];
}

export const scenario: Scenario = {
  name: "steady",
  about: `rounds of ${LOGINS} logins with presence and logouts, ${WIDTH} at a time, and ${MESSAGES} messages between ${PAIRS} pairs with the archives on; memory is read after each round, when nobody is connected.`,
  scope: "full",
  extraTimeoutMs: 900_000,
  run,
};
