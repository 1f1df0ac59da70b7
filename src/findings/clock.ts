/** Check: is the clock of this machine believed? */
import type { Check } from "./finding.ts";

export const clockCheck: Check = ({ clock }) => {
  if (!clock) return [];
  const { says, said, until } = clock;
  return said === undefined || until === undefined
    ? [{ kind: "clock-wrong", severity: "bad", details: { says } }]
    : [{ kind: "clock-leapt", severity: "warning", details: { says, said, until } }];
};
