/** Check: are there backups of each night, and on another disk? */
import type { Check } from "./finding.ts";

export const backupsCheck: Check = ({ backup }) => {
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
};
