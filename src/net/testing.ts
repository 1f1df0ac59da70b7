/** What tests of the folders above share. */
import type { Turns } from "./turns.ts";

/** Turns without other tasks: each runs at once, to its end. */
export const IMMEDIATE_TURNS: Pick<Turns, "take"> = {
  take: (_, task) => {
    while (task(() => false));
  },
};
