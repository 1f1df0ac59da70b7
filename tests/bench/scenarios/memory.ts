/** Memory after the start, and for each idle connection. */
import { usageOf } from "../../support/process/processes.ts";
import { sessions, startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const MIB = 1024 * 1024;

async function run(server: Server, { connections, rest }: Extent): Promise<Figure[]> {
  await Bun.sleep(rest * 1000);
  const idle = usageOf(server.pid);
  const clients = await sessions(server, connections);
  for (const client of clients) client.send("<presence/>");
  await Bun.sleep(rest * 1000);
  const full = usageOf(server.pid);
  const watch = startWatch(server);
  await Bun.sleep(rest * 1000);
  const [busy, seconds] = [watch.serverCpu(), watch.seconds()];
  const lost = clients.filter(({ wire }) => !wire.isOpen).length;
  if (lost > 0) throw new Error(`the server has closed ${lost} idle connections`);
  for (const client of clients) client.destroy();
  return [
    { name: "memory idle (RSS)", unit: "MiB", value: idle.rss / MIB, better: "less", aim: 45 },
    { name: "memory idle (PSS)", unit: "MiB", value: idle.pss / MIB, better: "less" },
    {
      name: `memory for each of ${connections} idle connections`,
      unit: "KB",
      value: (full.pss - idle.pss) / connections / 1000,
      better: "less",
      aim: 25,
    },
    { name: "CPU while they idle", unit: "ms/s", value: busy / seconds, better: "less" },
  ];
}

export const scenario: Scenario = {
  name: "memory",
  about:
    "idle is some seconds after the start; connections are over TLS, logged in and present for some seconds; growth of PSS. All of a server's processes are added up; PSS shares out what processes have in common, with the load generator too where it runs on the same Bun.",
  run,
};
