/** HTTPS while nobody asks for anything: what the listener costs, and a connection. */
import { type Usage, usageOf } from "../../support/process/processes.ts";
import { inParallel } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";
import { HttpConnection } from "../web/http-connection.ts";
import { httpsOf } from "../web/sessions.ts";

const MIB = 1024 * 1024;

/** More would be a silence of half a minute for the first, which ends them here, and more than an eighth of the usual files. */
const MAX_CONNECTIONS = 1000;

async function run(server: Server, extent: Extent): Promise<Figure[]> {
  const { rest } = extent;
  const connections = Math.min(extent.connections, MAX_CONNECTIONS);
  const { other } = server;
  if (!other) throw new Error("this scenario needs a server without HTTPS as well");
  await Bun.sleep(rest * 2000);
  const [idle, without] = [usageOf(server.pid), usageOf(other.pid)];
  const target = httpsOf(server);
  const open: HttpConnection[] = [];
  await inParallel(
    8,
    (index) => index < connections,
    async (index) => {
      open[index] = await HttpConnection.open(target);
    },
  );
  await Bun.sleep(rest * 1000);
  const silent = usageOf(server.pid);
  // Whatever is at this path: the answer does not matter.
  await inParallel(
    8,
    (index) => index < connections,
    async (index) => void (await open[index]?.request("GET", "/", "", undefined, true)),
  );
  await Bun.sleep(rest * 1000);
  const asked = usageOf(server.pid);
  const lost = open.filter(({ isOpen }) => !isOpen).length;
  if (lost > 0) throw new Error(`the server has closed ${lost} idle connections`);
  for (const connection of open) connection.destroy();
  const each = ({ pss }: Usage): number => (pss - idle.pss) / connections / 1000;
  return [
    {
      name: "memory idle with HTTPS, more than without (PSS)",
      unit: "MiB",
      value: (idle.pss - without.pss) / MIB,
      better: "less",
      aim: 3,
    },
    { name: `memory for each of ${connections} silent connections`, unit: "KB", value: each(silent), better: "less" },
    { name: "memory for each of them when it has had an answer", unit: "KB", value: each(asked), better: "less" },
  ];
}

export const scenario: Scenario = {
  name: "https",
  about:
    "one server with HTTPS (files, WebSocket and BOSH) and one without, both just started; then connections to it, whose TLS handshake is done and that ask nothing; then each asks once, and stays open.",
  scope: "ours",
  stage: "with and without HTTPS",
  needs: ["HTTPS"],
  run,
};
