/** What the verbs of files say, in English. */
import { counted } from "./units.ts";

const files = (count: number): string => counted(count, "file", "files");

export const sentFiles = {
  none: "nobody has sent a file yet",
  files,
  /** `room`: what all files together may have; undefined where that is unknown. */
  total: (count: number, size: string, room: string | undefined): string =>
    `${files(count)}, ${size}${room === undefined ? "" : ` of the ${room} that files may have here`}`,
  oneFile: "a file",
  oneAccount: "an account",
  kept: "kept",
  atMost: (size: string): string => `at most ${size}`,
  quotas: (size: string, daily: string): string => `at most ${size}, and ${daily} a day`,
  days: (count: number): string => counted(count, "day", "days"),
  forEver: "until somebody deletes them",
  since: (date: string): string => `sent on ${date}`,
  until: (date: string): string => `until ${date}`,
  separator: ", ",
  noneOf: (account: string): string => `${account} has no files here`,
  of: (account: string, count: number, size: string): string => `${account}: ${files(count)}, ${size}`,
  nothingFits: "no file is like that",
  pruneThem: (count: number, size: string): string => `Delete ${files(count)} (${size}) for good?`,
  irrevocable: "whoever has not fetched the files yet cannot any more",
  notPruned: "nothing was deleted",
  pruned: (count: number, size: string): string => `${files(count)} deleted: ${size}`,
  removeIt: (file: string): string => `Delete ${file} for good?`,
  removed: (name: string, owner: string): string => `${name} is deleted (of ${owner})`,
  whichFiles: "which files?",
  nameThem: "name them: --older-than 90d, --larger-than 50MB, --account JID",
  notADuration: (given: string): string => `"${given}" is no duration: write it like 90d, or 12h`,
  notASize: (given: string): string => `"${given}" is no size: write it like 50MB`,
};
