/** What the verbs of files say, in French. */
import type { sentFiles as en } from "../en/files.ts";
import { counted } from "./units.ts";

const files = (count: number): string => counted(count, "fichier", "fichiers");

export const sentFiles: typeof en = {
  none: "personne n'a encore envoyé de fichier",
  files,
  total: (count, size, room) =>
    `${files(count)}, ${size}${room === undefined ? "" : ` sur les ${room} dont les fichiers disposent ici`}`,
  oneFile: "un fichier",
  oneAccount: "un compte",
  kept: "gardés",
  atMost: (size) => `${size} au plus`,
  quotas: (size, daily) => `${size} au plus, et ${daily} par jour`,
  days: (count) => counted(count, "jour", "jours"),
  forEver: "jusqu'à ce que quelqu'un les supprime",
  since: (date) => `envoyé le ${date}`,
  until: (date) => `jusqu'au ${date}`,
  separator: ", ",
  noneOf: (account) => `${account} n'a aucun fichier ici`,
  of: (account, count, size) => `${account} : ${files(count)}, ${size}`,
  nothingFits: "aucun fichier ne correspond",
  pruneThem: (count, size) => `Supprimer définitivement ${files(count)} (${size}) ?`,
  irrevocable: "qui n'a pas encore récupéré ces fichiers ne le pourra plus",
  notPruned: "rien n'a été supprimé",
  pruned: (count, size) => (count < 2 ? `${files(count)} supprimé : ${size}` : `${files(count)} supprimés : ${size}`),
  removeIt: (file) => `Supprimer définitivement ${file} ?`,
  removed: (name, owner) => `${name} est supprimé (il était à ${owner})`,
  whichFiles: "quels fichiers ?",
  nameThem: "dites lesquels : --older-than 90d (90 jours), --larger-than 50MB, --account JID",
  notADuration: (given) => `« ${given} » n'est pas une durée : elle s'écrit comme 90d (jours) ou 12h`,
  notASize: (given) => `« ${given} » n'est pas une taille : elle s'écrit comme 50MB`,
};
