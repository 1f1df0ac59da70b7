/** Check: are there backups of each night, and on another disk? */
import { backupProblemText } from "../messages/backups.ts";
import type { StatusReport } from "../operations/status.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  /** `isAttempted`: it was tried at night. `written`: when the latest one was made. */
  readonly "backup-failed": {
    readonly problem: NonNullable<NonNullable<StatusReport["backup"]>["failed"]>["problem"];
    readonly isAttempted: boolean;
    readonly written?: number;
  };
  readonly "backup-same-disk": { readonly folder: string };
}

export const backupsCheck = defineCheck<Details>({
  look: ({ backup }) => {
    if (!backup) return [];
    const { folder, failed, obstacle, last, isSameDisk } = backup;
    // What is wrong now is what helps; what was wrong at night may be mended.
    const problem = obstacle ?? failed?.problem;
    if (problem)
      return [
        {
          kind: "backup-failed",
          severity: "warning",
          details: { problem, isAttempted: failed !== undefined, ...(last ? { written: last.written } : {}) },
        },
      ];
    return last && isSameDisk ? [{ kind: "backup-same-disk", severity: "notice", details: { folder } }] : [];
  },
  say: {
    "backup-failed": ({ problem, isAttempted, written }, { messages, language, day }) => {
      const [why, remedy] = backupProblemText(problem, language);
      return said([
        messages["backup-failed"](why, written === undefined ? undefined : day(written), isAttempted),
        asSentence(remedy),
      ]);
    },
    "backup-same-disk": ({ folder }, { messages }) => said(messages["backup-same-disk"](folder)),
  },
});

/** What the command line says behind a colon. */
const asSentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
