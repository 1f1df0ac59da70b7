/** How costs depend on how many accounts are online. */
import type { Client } from "../../support/client/client.ts";
import { usageOf } from "../../support/process/processes.ts";
import { inParallel, logInAs, startWatch } from "../measure.ts";
import { numbered } from "../rosters.ts";
import { chatCost, largest, pointOf } from "../scale.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const WIDTH = 8;
/**
 * Logins at each point, of accounts that are not online: the first are not measured, and so many are that a collection of garbage, which
 * falls into one point or another, is a small part of them.
 */
const [FIRST_LOGINS, LOGINS] = [200, 800];
const VISITORS = numbered("visitor", 20);
const PEOPLE = "online";
/** There before anything is measured: those who chat. */
const FIRST = 20;
const OF = "accounts online";

/** Logs in and out. */
const visit = async (server: Server, index: number): Promise<void> => {
  const client = await logInAs(server, VISITORS[index % VISITORS.length] ?? "");
  await client.end();
};

/** Milliseconds of CPU for a login. */
async function loginCost(server: Server): Promise<number> {
  await inParallel(
    WIDTH,
    (index) => index < FIRST_LOGINS,
    (index) => visit(server, index),
  );
  const watch = startWatch(server);
  await inParallel(
    WIDTH,
    (index) => index < LOGINS,
    (index) => visit(server, index),
  );
  return watch.serverCpu() / LOGINS;
}

async function bringOnline(server: Server, clients: Client[], count: number): Promise<void> {
  const from = clients.length;
  await inParallel(
    WIDTH,
    (index) => from + index < count,
    async (index) => {
      const client = await logInAs(server, `${PEOPLE}${from + index}`);
      client.onElement = () => undefined;
      client.send("<presence/>");
      clients[from + index] = client;
    },
  );
}

async function run(server: Server, extent: Extent): Promise<Figure[]> {
  const clients: Client[] = [];
  const sizes = extent.scale.online;
  // Not measured: compilation and caches.
  await bringOnline(server, clients, FIRST);
  await loginCost(server);
  await chatCost(server, clients, extent);
  const figures: Figure[] = [];
  for (const at of sizes) {
    await Bun.sleep(extent.rest * 1000);
    const [before, already] = [usageOf(server.pid).pss, clients.length];
    await bringOnline(server, clients, at);
    await Bun.sleep(extent.rest * 1000);
    const memory = (usageOf(server.pid).pss - before) / (at - already) / 1000;
    const idle = startWatch(server);
    await Bun.sleep(extent.rest * 1000);
    const idling = idle.serverCpu() / idle.seconds();
    const costs = [await loginCost(server), await chatCost(server, clients, extent)];
    figures.push(
      pointOf("scale-online", { what: "CPU for a login", unit: "ms", value: costs[0] ?? 0, at, of: OF }),
      pointOf("scale-online", { what: "CPU for a chat message", unit: "ms", value: costs[1] ?? 0, at, of: OF }),
      pointOf("scale-online-memory", { what: "memory for a connection", unit: "KB", value: memory, at, of: OF }),
      { name: `CPU while they idle, ${at.toLocaleString("en")} ${OF}`, unit: "ms/s", value: idling, better: "less" },
    );
  }
  for (const client of clients) client.destroy();
  return figures;
}

export const scenario: Scenario = {
  name: "scale-online",
  about: `on a server of its own: so many accounts are logged in over TLS and present, and have no contacts; then ${LOGINS} logins and logouts of others, and messages between ten pairs of those who are there. Memory is what PSS grows by, from one size to the next, for each of those who have come.`,
  scope: "ours",
  stage: "own",
  rosters: ({ scale }) =>
    new Map([...numbered(PEOPLE, largest(scale.online)), ...VISITORS].map((account) => [account, []])),
  extraTimeoutMs: 600_000,
  run,
};
