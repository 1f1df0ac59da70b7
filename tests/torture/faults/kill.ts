/** kill -9 of one server, of the other or of both, at times again while it starts. */
import { damageOf } from "../oracle/integrity.ts";
import type { Random } from "../random.ts";
import type { Site, Sites } from "../sites.ts";
import type { Fault } from "./fault.ts";

/** Milliseconds in which a start may be killed: more than a start takes. */
const MAX_START_MS = 800;
const AGAIN = 0.2;

/** Those that a fault is for. */
export function victimsOf({ all }: Sites, random: Random): readonly Site[] {
  const [one, other] = all;
  return random.pick([[one], [other], [one, other]]);
}

/** `start`: where the servers are not simply started. */
export function kill(start = (site: Site): Promise<void> => site.start()): Fault {
  let victims: readonly Site[] = [];
  let account = "";
  return {
    name: "kill",
    loss: "kill",
    get account() {
      return account;
    },
    strikes: async ({ sites, random }) => {
      victims = victimsOf(sites, random);
      account = victims.map(({ domain }) => domain).join(" and ");
      await Promise.all(victims.map((site) => site.kill()));
    },
    isOver: async ({ random }) => {
      const damage = victims.flatMap(({ home }) => damageOf(home));
      for (const site of victims) {
        if (random.chance(AGAIN)) {
          const afterMs = random.integer(1, MAX_START_MS);
          account += `, ${site.domain} again ${afterMs} ms into its start`;
          await site.startAndKill(afterMs);
          damage.push(...damageOf(site.home));
        }
        await start(site);
      }
      return damage;
    },
  };
}
