/** Check: can calls be relayed? */
import type { Check } from "./finding.ts";

export const callsCheck: Check = ({ calls }) => [
  ...(calls?.refused ?? []).map(
    (refused) => ({ kind: "calls-refused", severity: "warning", details: refused }) as const,
  ),
  ...(calls?.addresses?.length === 0
    ? [{ kind: "calls-without-address", severity: "warning", details: {} } as const]
    : []),
];
