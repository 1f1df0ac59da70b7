/** Memory when everything is over. */
import { usageOf } from "../../support/process/processes.ts";
import { startWatch } from "../measure.ts";
import type { Scenario } from "../scenario.ts";
import { SETTLED } from "./memory.ts";

const MIB = 1024 * 1024;

export const scenario: Scenario = {
  name: "memory-after",
  about: `after all the loads before it, on the same running server, ${SETTLED} the last app has gone: a server may give memory back when it has been quiet.`,
  scope: "every round",
  run: async (server, { rest, settling }) => {
    await Bun.sleep((settling - rest) * 1000);
    const watch = startWatch(server);
    await Bun.sleep(rest * 1000);
    const idle = watch.serverCpu() / watch.seconds();
    const { pss, anonymous } = usageOf(server.pid);
    return [
      {
        ...{ name: "after everything (PSS)", unit: "MiB", value: pss / MIB, better: "less", aim: 64 },
        place: { chart: "memory", group: "after everything" },
      },
      { name: "of it anonymous", unit: "MiB", value: anonymous / MIB, better: "less", aim: 20 },
      { name: "CPU while nobody is there", unit: "ms/s", value: idle, better: "less" },
    ];
  },
};
