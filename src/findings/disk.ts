/** Check: is there room on the disk? */
import type { Check } from "./finding.ts";

/** Less than so many times what is kept free is too little for long. */
const LOW = 2;

export const diskCheck: Check = ({ disk }) => {
  if (!disk) return [];
  const { free, reserve, full } = disk;
  if (full) return [{ kind: "disk-full", severity: "bad", details: { free, reserve } }];
  return free < LOW * reserve ? [{ kind: "disk-low", severity: "warning", details: { free, reserve } }] : [];
};
