/** Check: is a backup made each night, and is there one of the last days? */
import { DAY } from "../clock.ts";
import { defineCheck, type NoDetails, said } from "./check.ts";

interface Details {
  readonly "backup-off": NoDetails;
  readonly "backup-none": { readonly folder: string };
  readonly "backup-old": { readonly folder: string; readonly written: number };
}

/** A machine that is off for a night or two is no reason to worry. */
const OLD = 3 * DAY;

export const backupAgeCheck = defineCheck<Details>({
  look: ({ health, backup, started }, now) => {
    if (backup?.failed) return [];
    const seen = health?.backups;
    if (seen?.isOff) return [{ kind: "backup-off", severity: "notice", details: {} }];
    const folder = seen?.folder ?? backup?.folder;
    const written = seen?.written ?? backup?.last?.written;
    const since = seen?.since ?? started ?? now;
    if (folder === undefined) return [];
    if (written !== undefined)
      return now - written > OLD ? [{ kind: "backup-old", severity: "warning", details: { folder, written } }] : [];
    return now - since > OLD ? [{ kind: "backup-none", severity: "warning", details: { folder } }] : [];
  },
  say: {
    "backup-off": (_, { health }) => said(health["backup-off"]()),
    "backup-none": ({ folder }, { health }) => said(health["backup-none"](folder)),
    "backup-old": ({ folder, written }, { health, day }) => said(health["backup-old"](folder, day(written))),
  },
});
