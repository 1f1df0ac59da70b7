/** Check: is there memory enough, and has the system ended something for lack of it? */
import { defineCheck, type FoundOf, said } from "./check.ts";

interface Details {
  readonly "memory-low": { readonly free: number };
  readonly "memory-limit": { readonly limit: number };
  readonly "memory-killed": { readonly count: number };
}

/** In bytes: a server for a family has about 100 MB. */
const LOW = 64_000_000;
const SMALL_LIMIT = 128_000_000;

export const memoryCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { available, freeSwap = 0, limit, killed = 0 } = health?.memory ?? {};
    const found: FoundOf<Details>[] = [];
    if (available !== undefined && available + freeSwap < LOW)
      found.push({ kind: "memory-low", severity: "warning", details: { free: available + freeSwap } });
    if (limit !== undefined && limit < SMALL_LIMIT)
      found.push({ kind: "memory-limit", severity: "warning", details: { limit } });
    if (killed > 0) found.push({ kind: "memory-killed", severity: "warning", details: { count: killed } });
    return found;
  },
  say: {
    "memory-low": ({ free }, { machine, size }) => said(machine["memory-low"](size(free))),
    "memory-limit": ({ limit }, { machine, size }) => said(machine["memory-limit"](size(limit))),
    "memory-killed": ({ count }, { machine }) => said(machine["memory-killed"](count)),
  },
});
