/** A server that stands still for a while, as on a machine that swaps or sleeps. */
import type { Fault } from "./fault.ts";
import { oneFault } from "./one-fault.ts";

/** `forMs`: how long. */
export const stopped = (forMs: number): Fault =>
  oneFault({
    name: "a server that stands still",
    // The queue of the other server is full meanwhile.
    mayRefuse: true,
    strikes: async (site) => {
      process.kill(site.pid, "SIGSTOP");
      await Bun.sleep(forMs);
    },
    isOver: async (site) => {
      process.kill(site.pid, "SIGCONT");
      return [];
    },
  });
