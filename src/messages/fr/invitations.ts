/** What the verbs of invitations say, in French. */
import type { invitations as en } from "../en/invitations.ts";

export const invitations: typeof en = {
  forAccount: (account) => `Pour qui sera ${account} et choisira le mot de passe :`,
  forOne: "Pour une personne, qui choisira son nom et son mot de passe :",
  forSeveral: (people) => `Pour ${people} personnes, qui choisiront leur nom et leur mot de passe :`,
  forPassword: (account) => `Pour ${account}, afin de choisir un nouveau mot de passe :`,
  scan: "Ou à scanner avec le téléphone :",
  inApp: "Dans une application",
  contact: "Contact",
  circle: "Cercle",
  role: "Rôle",
  administers: "administre le serveur",
  until: "Valable jusqu'au",
  onlyOnce: "Affiché cette seule fois. Quiconque l'a peut s'en servir.",
  noPages: "Ce serveur n'a pas de pages : une application qui connaît les invitations ouvre ceci.",
  revoked: (id) => `${id} n'est plus valable`,
  none: "aucune n'est en cours : jabber-home invite",
  kinds: { account: "compte", contact: "contact", password: "nouveau mot de passe" },
  anyName: (domain) => `quelqu'un@${domain}`,
  uses: (left, all) => `reste ${left} sur ${all}`,
  by: (account) => `par ${account}`,
  listedUntil: (time) => `jusqu'au ${time}`,
};
