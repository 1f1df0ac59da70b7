/** Memory after the start, and for each idle connection; what a server does for them. */
import type { Client } from "../../support/client/client.ts";
import { usageOf } from "../../support/process/processes.ts";
import { inParallel, logInByStarttls, startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const MIB = 1024 * 1024;
/** Logins that count as the first ones. */
const FIRST = 100;
/** How many times as long as a rest they idle: what a server does each ten seconds counts once. */
const IDLE = 5;
/** How long memory settles, in words for the notes. */
export const SETTLED = "16 seconds (3 with --quick, 60 with --full) after";

/** Opens and keeps a session for each account from `from` to `to`. */
async function open(server: Server, from: number, to: number, clients: Client[]): Promise<void> {
  await inParallel(
    8,
    (index) => from + index < to,
    async (index) => {
      const client = await logInByStarttls(server, from + index);
      client.send("<presence/>");
      clients.push(client);
    },
  );
}

async function run(server: Server, { connections, rest, settling }: Extent): Promise<Figure[]> {
  const clients: Client[] = [];
  await Bun.sleep(settling * 1000);
  const idle = usageOf(server.pid);
  const first = startWatch(server);
  await open(server, 0, FIRST, clients);
  const login = first.serverCpu() / FIRST;
  await open(server, FIRST, connections, clients);
  const after = startWatch(server);
  await Bun.sleep(rest * 1000);
  const settled = after.serverCpu() / after.seconds();
  const full = usageOf(server.pid);
  await Bun.sleep(Math.max(settling - rest, 0) * 1000);
  const quiet = usageOf(server.pid);
  const watch = startWatch(server);
  await Bun.sleep(IDLE * rest * 1000);
  const idling = watch.serverCpu() / watch.seconds();
  const lost = clients.filter(({ wire }) => !wire.isOpen).length;
  if (lost > 0) throw new Error(`the server has closed ${lost} idle connections`);
  for (const client of clients) client.destroy();
  const count = connections.toLocaleString("en");
  const memory = { unit: "MiB", better: "less" } as const;
  return [
    { name: "idle (PSS)", value: idle.pss / MIB, ...memory, aim: 52, place: { chart: "memory", group: "idle" } },
    { name: "of it anonymous", value: idle.anonymous / MIB, ...memory, aim: 10 },
    {
      ...{ name: `with ${count} idle connections (PSS)`, value: full.pss / MIB, ...memory, aim: 73 },
      place: { chart: "memory", group: `with ${count} connections` },
    },
    {
      ...{ name: "for each of these connections", unit: "KB", better: "less", aim: 18 },
      value: (full.pss - idle.pss) / connections / 1000,
    },
    {
      ...{ name: `the same once they have been idle for ${settling} s (PSS)`, value: quiet.pss / MIB, ...memory },
      place: { chart: "memory", group: `${count}, idle for ${settling} s` },
    },
    {
      ...{ name: "for each of them then", unit: "KB", better: "less" },
      value: (quiet.pss - idle.pss) / connections / 1000,
    },
    {
      ...{ name: "CPU for a login, the first", unit: "ms", value: login, better: "less" },
      place: { chart: "cpu", group: "a login", isCold: true },
    },
    { name: "CPU in the first seconds after they have come", unit: "ms/s", value: settled, better: "less" },
    { name: "CPU while they idle", unit: "ms/s", value: idling, better: "less", aim: 1 },
  ];
}

export const scenario: Scenario = {
  name: "memory",
  about: `idle is ${SETTLED} the start; connections are over STARTTLS, logged in by SCRAM-SHA-1 and present for some seconds, and once more when they have done nothing for longer, after which the CPU while they idle is that of ten seconds (five with --quick, 50 with --full); the first logins are the first ${FIRST} since the start. All of a server's processes are added up; PSS shares out what processes have in common, with the load generator too where it runs on the same Bun; anonymous is what no file holds, so that the system cannot take it back.`,
  scope: "every round",
  run,
};
