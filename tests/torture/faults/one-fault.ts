/** A fault of one of the servers, which the seed chooses. */
import type { Random } from "../random.ts";
import type { Site } from "../sites.ts";
import type { Fault } from "./fault.ts";

export interface OneFault extends Pick<Fault, "name" | "errors" | "mayRefuse" | "behind"> {
  readonly strikes: (site: Site, random: Random) => Promise<void>;
  /** Returns what is wrong. */
  readonly isOver: (site: Site, random: Random) => Promise<readonly string[]>;
}

export function oneFault({ strikes, isOver, ...about }: OneFault): Fault {
  let victim: Site | undefined;
  return {
    ...about,
    loss: "kill",
    get account() {
      return victim?.domain ?? "";
    },
    strikes: async ({ sites, random }) => {
      victim = random.pick(sites.all);
      await strikes(victim, random);
    },
    isOver: async ({ random }) => (victim ? await isOver(victim, random) : []),
  };
}
