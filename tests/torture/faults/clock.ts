/** A clock that leaps ahead or back, and is set right again: of a server that runs, or that is started meanwhile (docs/decisions/0026-a-clock-that-leaps.md). */
import { DAY } from "../../../src/clock.ts";
import type { Site } from "../sites.ts";
import type { Fault } from "./fault.ts";
import type { Faulty } from "./faulty.ts";
import { oneFault } from "./one-fault.ts";

/** How often the server is started by the wrong clock. */
const START = 0.4;
const LEAPS = [DAY, 3652 * DAY, -DAY, -3652 * DAY];

export function clock(faulty: Faulty): Fault {
  const behind = new Map<Site, number>();
  return oneFault({
    name: "a clock that leaps",
    // A certificate is not valid in ten years, nor was it ten years ago.
    ...{ errors: "any", mayRefuse: true },
    behind: (site) => behind.get(site) ?? 0,
    strikes: async (site, random) => {
      const ahead = random.pick(LEAPS);
      behind.set(site, Math.max(0, -ahead));
      faulty.order(site, { ahead });
      await Bun.sleep(random.integer(100, 2000));
      if (!random.chance(START)) return;
      await site.kill();
      await faulty.start(site, { ahead });
      await Bun.sleep(random.integer(100, 2000));
    },
    isOver: async (site) => {
      faulty.order(site, {});
      return site.isAlive() ? [] : [`${site.domain} has ended because of it`];
    },
  });
}
