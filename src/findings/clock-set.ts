/** Check: does something set the clock of this machine, and do others have the same time? */
import { HOUR, MINUTE } from "../clock.ts";
import { defineCheck, type FoundOf, type NoDetails, said } from "./check.ts";

interface Details {
  /** No time server sets it. */
  readonly "clock-unset": NoDetails;
  /** `by` in milliseconds. */
  readonly "clock-off": { readonly by: number; readonly who: string };
  readonly "clock-behind": { readonly by: number; readonly who: string };
  readonly "file-of-future": { readonly path: string; readonly by: number };
}

const OFF = MINUTE;
/** Certificates that have just been issued are refused. */
const FAR_OFF = HOUR;

export const clockSetCheck = defineCheck<Details>({
  look: ({ health }) => {
    const { isSynchronized, off, future } = health?.time ?? {};
    const found: FoundOf<Details>[] = [];
    if (off && Math.abs(off.by) >= OFF) {
      const details = { by: Math.abs(off.by), who: off.who };
      const severity = details.by >= FAR_OFF ? "bad" : "warning";
      found.push({ kind: off.by > 0 ? "clock-off" : "clock-behind", severity, details });
    }
    if (future) found.push({ kind: "file-of-future", severity: "warning", details: future });
    if (isSynchronized === false) found.push({ kind: "clock-unset", severity: "warning", details: {} });
    return found;
  },
  say: {
    "clock-unset": (_, { machine }) => said(machine["clock-unset"]()),
    "clock-off": ({ by, who }, { machine, age }) => said(machine["clock-off"](age(by), who)),
    "clock-behind": ({ by, who }, { machine, age }) => said(machine["clock-behind"](age(by), who)),
    "file-of-future": ({ path, by }, { machine, age }) => said(machine["file-of-future"](path, age(by))),
  },
});
