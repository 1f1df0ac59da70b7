/** What the verbs of files say, in Dutch. */
import type { sentFiles as en } from "../en/files.ts";
import { counted } from "./units.ts";

const files = (count: number): string => counted(count, "bestand", "bestanden");

export const sentFiles: typeof en = {
  none: "niemand heeft nog een bestand gestuurd",
  files,
  total: (count, size, room) =>
    `${files(count)}, ${size}${room === undefined ? "" : ` van de ${room} die bestanden hier mogen innemen`}`,
  oneFile: "een bestand",
  oneAccount: "een account",
  kept: "bewaard",
  atMost: (size) => `hoogstens ${size}`,
  quotas: (size, daily) => `hoogstens ${size}, en ${daily} per dag`,
  days: (count) => counted(count, "dag", "dagen"),
  forEver: "tot iemand ze verwijdert",
  since: (date) => `gestuurd op ${date}`,
  until: (date) => `tot ${date}`,
  separator: ", ",
  noneOf: (account) => `${account} heeft hier geen bestanden`,
  of: (account, count, size) => `${account}: ${files(count)}, ${size}`,
  nothingFits: "geen enkel bestand is zo",
  pruneThem: (count, size) => `${files(count)} (${size}) definitief verwijderen?`,
  irrevocable: "wie de bestanden nog niet heeft opgehaald, kan dat niet meer",
  notPruned: "er is niets verwijderd",
  pruned: (count, size) => `${files(count)} verwijderd: ${size}`,
  removeIt: (file) => `${file} definitief verwijderen?`,
  removed: (name, owner) => `${name} is verwijderd (van ${owner})`,
  whichFiles: "welke bestanden?",
  nameThem: "noem ze: --older-than 90d (90 dagen), --larger-than 50MB, --account JID",
  notADuration: (given) => `“${given}” is geen duur: schrijf het als 90d (dagen) of 12h`,
  notASize: (given) => `“${given}” is geen grootte: schrijf het als 50MB`,
};
