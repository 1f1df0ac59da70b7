/** What the verbs of files say, in Italian. */
import type { sentFiles as en } from "../en/files.ts";
import { counted, onDay, toDay } from "./units.ts";

const files = (count: number): string => counted(count, "file", "file");

export const sentFiles: typeof en = {
  none: "nessuno ha ancora inviato un file",
  files,
  total: (count, size, room) =>
    `${files(count)}, ${size}${room === undefined ? "" : ` dei ${room} di cui dispongono qui i file`}`,
  oneFile: "un file",
  oneAccount: "un account",
  kept: "conservati",
  atMost: (size) => `al massimo ${size}`,
  quotas: (size, daily) => `al massimo ${size}, e ${daily} al giorno`,
  days: (count) => counted(count, "giorno", "giorni"),
  forEver: "finché qualcuno non li elimina",
  since: (date) => `inviato ${onDay(date)}`,
  until: (date) => `fino ${toDay(date)}`,
  separator: ", ",
  noneOf: (account) => `${account} non ha file qui`,
  of: (account, count, size) => `${account}: ${files(count)}, ${size}`,
  nothingFits: "nessun file corrisponde",
  pruneThem: (count, size) => `Eliminare definitivamente ${files(count)} (${size})?`,
  irrevocable: "chi non ha ancora scaricato questi file non potrà più farlo",
  notPruned: "non è stato eliminato nulla",
  pruned: (count, size) => `${counted(count, "file eliminato", "file eliminati")}: ${size}`,
  removeIt: (file) => `Eliminare definitivamente ${file}?`,
  removed: (name, owner) => `${name} è stato eliminato (era di ${owner})`,
  whichFiles: "quali file?",
  nameThem: "indica quali: --older-than 90d (90 giorni), --larger-than 50MB, --account JID",
  notADuration: (given) => `«${given}» non è una durata: si scrive come 90d (giorni) o 12h`,
  notASize: (given) => `«${given}» non è una dimensione: si scrive come 50MB`,
};
