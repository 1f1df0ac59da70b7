/** Check: are there backups of each night, and on another disk? */
import { backupProblemText } from "../messages/backups.ts";
import type { StatusReport } from "../operations/status.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  /** `last`: when the latest one was made. */
  readonly "backup-failed": {
    readonly problem: NonNullable<NonNullable<StatusReport["backup"]>["failed"]>["problem"];
    readonly last?: number;
  };
  readonly "backup-same-disk": { readonly folder: string };
}

export const backupsCheck = defineCheck<Details>({
  look: ({ backup }) => {
    if (!backup) return [];
    const { folder, failed, last, isSameDisk } = backup;
    if (failed)
      return [
        {
          kind: "backup-failed",
          severity: "warning",
          details: { problem: failed.problem, ...(last ? { last: last.written } : {}) },
        },
      ];
    return last && isSameDisk ? [{ kind: "backup-same-disk", severity: "notice", details: { folder } }] : [];
  },
  say: {
    "backup-failed": ({ problem, last }, { messages, language, day }) => {
      const [why, remedy] = backupProblemText(problem, language);
      return said([messages["backup-failed"](why, last === undefined ? undefined : day(last)), asSentence(remedy)]);
    },
    "backup-same-disk": ({ folder }, { messages }) => said(messages["backup-same-disk"](folder)),
  },
});

/** What the command line says behind a colon. */
const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
