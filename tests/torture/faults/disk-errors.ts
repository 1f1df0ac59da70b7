/** A disk that fails: to write or to sync, which ends a server; or to read, or for want of room, which it lives through. */
import { constants } from "node:os";
import { becomes } from "../load/patience.ts";
import { damageOf } from "../oracle/integrity.ts";
import type { Fault } from "./fault.ts";
import type { Faulty, Orders } from "./faulty.ts";
import { oneFault } from "./one-fault.ts";

const { EIO, ENOSPC } = constants.errno;

/** The store has failed: docs/decisions/0002. Whoever supervises the server starts it again. */
const ending = (name: string, orders: Orders, faulty: Faulty): Fault =>
  oneFault({
    name,
    errors: "any",
    mayRefuse: true,
    strikes: async (site) => {
      faulty.order(site, orders);
      await becomes(() => !site.isAlive());
    },
    isOver: async (site) => {
      const survived = site.isAlive() ? [`${site.domain} goes on though its disk has failed`] : [];
      await site.kill();
      const damage = damageOf(site.home);
      await faulty.start(site);
      return [...survived, ...damage];
    },
  });

/** How often a server is killed before its disk works again. */
const KILLED = 0.3;

interface Passing {
  /** It may end as well, to be started again. */
  readonly mayEnd?: boolean;
  readonly killed?: number;
}

/** It goes on meanwhile, and afterwards by itself, unless it is killed. */
function passing(
  name: string,
  orders: Orders,
  faulty: Faulty,
  { mayEnd = false, killed = KILLED }: Passing = {},
): Fault {
  const found: string[] = [];
  return oneFault({
    name,
    errors: "any",
    mayRefuse: true,
    strikes: async (site, random) => {
      faulty.order(site, orders);
      await Bun.sleep(random.integer(100, 1500));
      if (!mayEnd && !site.isAlive()) found.push(`${site.domain} has ended because of it`);
      if (random.chance(killed)) await site.kill();
    },
    isOver: async (site) => {
      faulty.order(site, {});
      const damage = site.isAlive() ? [] : damageOf(site.home);
      if (!site.isAlive()) await faulty.start(site);
      return [...found, ...damage];
    },
  });
}

export const writeErrors = (faulty: Faulty): Fault => ending("errors of writing", { writing: EIO }, faulty);
export const syncErrors = (faulty: Faulty): Fault => ending("errors of syncing", { syncing: EIO }, faulty);
/** What is read within a transaction that writes rolls it back: the same as an error of writing. */
export const readErrors = (faulty: Faulty): Fault =>
  passing("errors of reading", { reading: EIO }, faulty, { mayEnd: true });
/** Uploads and the journal of sessions, which Bun reads and writes itself: what needs them is refused, and all else goes on. */
export const fileErrors = (faulty: Faulty): Fault =>
  passing("errors of files", { files: "others", reading: EIO, writing: EIO, syncing: EIO }, faulty);
/** Nothing is opened, renamed, nor is a folder made: what needs that is refused, and all that is open goes on. */
export const nameErrors = (faulty: Faulty): Fault => passing("errors of names", { naming: EIO }, faulty);
/** Not killed: what it has refused and sent meanwhile is written nowhere. */
export const fullDisk = (faulty: Faulty): Fault => passing("a full disk", { writing: ENOSPC }, faulty, { killed: 0 });
