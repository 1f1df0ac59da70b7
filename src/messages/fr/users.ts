/** What the verbs of accounts say, in French. */
import type { users as en } from "../en/users.ts";

export const users: typeof en = {
  ready: (jid) => `${jid} est prête`,
  allReady: (count) => `${count} comptes sont prêts`,
  changed: (jid) => `le mot de passe de ${jid} a changé`,
  disabled: (jid) =>
    `${jid} ne peut plus se connecter ; ses données restent (pour revenir : jabber-home user enable ${jid})`,
  enabled: (jid) => `${jid} peut de nouveau se connecter`,
  removed: (jid) => `${jid} n'existe plus`,
  removeIt: (jid) => `Supprimer ${jid} avec son historique, ses contacts et ses fichiers ?`,
  irrevocable: "l'historique et les contacts du compte disparaissent aussi",
  notRemoved: "rien n'a été supprimé",
  exported: {
    done: (file, size) =>
      `tout ce qui est au compte se trouve dans ${file} (${size}) : contacts, messages, et ce que ses applications gardent ici`,
    secret: "il permet de chercher le mot de passe : gardez-le là où personne d'autre ne lit",
    isThere: (file) => [`${file} existe déjà`, "choisissez un autre nom : --to FICHIER"],
    cut: () => ["le serveur s'est arrêté au milieu, ou a supprimé le compte", "réessayez"],
  },
  since: (date) => `depuis le ${date}`,
  administrator: "administrateur",
  off: "désactivé",
  here: "présent",
  seen: (date) => `présent le ${date}`,
  never: "jamais connecté",
  nobody: "aucun compte pour l'instant : jabber-home user add JID",
  password: (jid) => `Mot de passe pour ${jid}`,
  again: "Encore une fois",
  needed: "Un mot de passe, s'il vous plaît.",
  shortPassword: (length) => `Au moins ${length} caractères.`,
  badPassword: "Lettres, chiffres, signes, espaces : ni tabulation ni caractère invisible.",
  input: {
    standard: "l'entrée standard",
    empty: (file) => [`rien dans ${file}`, "écrivez-y le mot de passe, sur une seule ligne"],
    emptyList: (file) => [`rien dans ${file}`, "écrivez sur chaque ligne une adresse, une tabulation, un mot de passe"],
    lines: (file) => [`plus d'une ligne dans ${file}`, "n'y laissez que le mot de passe"],
    long: (file, bytes) => [`${file} dépasse ${bytes} octets`],
    badLines: (file, lines) => [
      `${file} : pas « JID, tabulation, mot de passe » à la ligne ${lines}`,
      "écrivez sur chaque ligne une adresse, une tabulation, un mot de passe",
    ],
    otherEncoding: (file, line) => [
      `${file} : la ligne ${line} n'est pas en UTF-8, le mot de passe serait donc un autre que celui que vous voulez`,
      "enregistrez le fichier à nouveau, avec l'encodage UTF-8",
    ],
    missing: ["il manque --password-file", "donnez le mot de passe dans un fichier, ou - pour l'entrée standard"],
  },
  cancelled: "annulé : rien n'a changé",
  different: "les deux mots de passe diffèrent : rien n'a changé",
};
