/** Power cuts: of what was not synced any part is left, by sectors, and any of the names. */
import { openPower, type Power } from "../../support/process/power/power.ts";
import { damageOf } from "../oracle/integrity.ts";
import type { Site } from "../sites.ts";
import type { Fault } from "./fault.ts";
import { victimsOf } from "./kill.ts";

/** Microseconds that a sync takes at most: as long as on a card that has other work. */
const MAX_SYNC_DELAY = 20_000;
const MAX_START_MS = 800;
const AGAIN = 0.2;

export interface PowerCuts extends Disposable {
  readonly fault: () => Fault;
  /** Starts a server so that its power can be cut. */
  start(site: Site): Promise<void>;
}

export function powerCuts(): PowerCuts {
  const supplies = new Map<Site, Power>();
  const supply = (site: Site): Power => {
    supplies.get(site)?.[Symbol.dispose]();
    const power = openPower(site.home, { delay: MAX_SYNC_DELAY });
    supplies.set(site, power);
    return power;
  };
  const start = (site: Site): Promise<void> => site.start({ environment: supply(site).env });
  const fault = (): Fault => {
    let victims: readonly Site[] = [];
    let account = "";
    let cuts = 1;
    return {
      name: "power",
      loss: "power",
      get account() {
        return account;
      },
      get copies() {
        return cuts + 1;
      },
      strikes: async ({ sites, random }) => {
        victims = victimsOf(sites, random);
        account = victims.map(({ domain }) => domain).join(" and ");
        await Promise.all(victims.map((site) => site.kill()));
      },
      isOver: async ({ random }) => {
        const damage: string[] = [];
        for (const site of victims) {
          supplies.get(site)?.cut(random.next);
          damage.push(...damageOf(site.home));
          if (random.chance(AGAIN)) {
            const afterMs = random.integer(1, MAX_START_MS);
            account += `, ${site.domain} again ${afterMs} ms into its start`;
            cuts = 2;
            const power = supply(site);
            await site.startAndKill(afterMs, { environment: power.env });
            power.cut(random.next);
            damage.push(...damageOf(site.home));
          }
          await start(site);
        }
        return damage;
      },
    };
  };
  return {
    fault,
    start,
    [Symbol.dispose]: () => {
      for (const power of supplies.values()) power[Symbol.dispose]();
    },
  };
}
