/** What tests of the folders above share. */
import type { Turns } from "./turns.ts";

/** Turns as if nobody else were there. */
export const IMMEDIATE_TURNS: Pick<Turns, "take"> = {
  take: (_, task) => {
    while (task(() => false));
  },
};
