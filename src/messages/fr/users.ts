/** What the verbs of accounts say, in French. */
import type { users as en } from "../en/users.ts";

export const users: typeof en = {
  ready: (jid) => `${jid} est prête`,
  allReady: (count) => `${count} comptes sont prêts`,
  changed: (jid) => `le mot de passe de ${jid} a changé`,
  removed: (jid) => `${jid} n'existe plus`,
  removeIt: (jid) => `Supprimer ${jid} avec son historique, ses contacts et ses fichiers ?`,
  irrevocable: "l'historique et les contacts du compte disparaissent aussi",
  notRemoved: "rien n'a été supprimé",
  since: (date) => `depuis le ${date}`,
  administrator: "administrateur",
  nobody: "aucun compte pour l'instant : jabber-home user add JID",
  password: (jid) => `Mot de passe pour ${jid}`,
  again: "Encore une fois",
  needed: "Un mot de passe, s'il vous plaît.",
  cancelled: "annulé : rien n'a changé",
  different: "les deux mots de passe diffèrent : rien n'a changé",
};
