/** What the verbs of files say, in German. */
import type { sentFiles as en } from "../en/files.ts";
import { counted } from "./units.ts";

const files = (count: number): string => counted(count, "Datei", "Dateien");

export const sentFiles: typeof en = {
  none: "noch niemand hat eine Datei verschickt",
  files,
  total: (count, size, room) =>
    `${files(count)}, ${size}${room === undefined ? "" : ` von den ${room}, die Dateien hier haben dürfen`}`,
  oneFile: "eine Datei",
  oneAccount: "ein Konto",
  kept: "bleiben",
  atMost: (size) => `höchstens ${size}`,
  quotas: (size, daily) => `höchstens ${size}, und ${daily} am Tag`,
  days: (count) => counted(count, "Tag", "Tage"),
  forEver: "bis jemand sie löscht",
  since: (date) => `verschickt am ${date}`,
  until: (date) => `bis zum ${date}`,
  separator: ", ",
  noneOf: (account) => `${account} hat hier keine Dateien`,
  of: (account, count, size) => `${account}: ${files(count)}, ${size}`,
  nothingFits: "keine Datei ist so",
  pruneThem: (count, size) => `${files(count)} (${size}) endgültig löschen?`,
  irrevocable: "wer die Dateien noch nicht abgeholt hat, kann es dann nicht mehr",
  notPruned: "es wurde nichts gelöscht",
  pruned: (count, size) => `${files(count)} gelöscht: ${size}`,
  removeIt: (file) => `${file} endgültig löschen?`,
  removed: (name, owner) => `${name} ist gelöscht (von ${owner})`,
  whichFiles: "welche Dateien?",
  nameThem: "nenne sie: --older-than 90d, --larger-than 50MB, --account JID",
  notADuration: (given) => `„${given}“ ist keine Dauer: Schreib es so: 90d oder 12h`,
  notASize: (given) => `„${given}“ ist keine Größe: Schreib es so: 50MB`,
};
