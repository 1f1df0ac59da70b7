/** What the verbs of rooms say, in French. */
import type { rooms as en } from "../en/rooms.ts";
import { counted } from "./units.ts";

export const rooms: typeof en = {
  none: "aucun salon pour l'instant : chacun peut en créer un depuis son application, et vous avec",
  rooms: (count) => counted(count, "salon", "salons"),
  named: (name) => `« ${name} »`,
  kinds: {
    private: "privé",
    public: "public",
    listed: "dans la liste mais réservé à ses membres",
    open: "hors liste mais ouvert à qui connaît son adresse",
    locked: "pas encore réglé par qui l'a créé",
  },
  inside: (count) => (count === 0 ? "vide en ce moment" : counted(count, "personne présente", "personnes présentes")),
  members: (count) => counted(count, "membre", "membres"),
  separator: ", ",
  about: "description",
  subject: "sujet",
  since: "depuis le",
  settings: "réglages",
  setTo: {
    temporary: "disparaît quand tout le monde est parti",
    moderated: "on n'y parle qu'avec autorisation",
    password: "demande un mot de passe",
    anonymous: "seuls les modérateurs voient les adresses",
    unarchived: "ne garde pas d'historique",
    logged: "n'importe qui peut lire son historique",
  },
  affiliations: {
    owner: "propriétaire",
    admin: "administrateur",
    member: "membre",
    outcast: "exclu",
    none: "rien",
  },
  roles: { moderator: "modérateur", participant: "participant", visitor: "visiteur", none: "rien" },
  now: "présence",
  apps: (count) => counted(count, "application", "applications"),
  made: (jid, kind, owner) => `${jid} est prêt : ${kind}, propriétaire ${owner}`,
  next: (command) => `des membres : ${command}`,
  destroyIt: (jid) => `Supprimer ${jid} avec son historique ? Tous ceux qui y sont en seront informés.`,
  irrevocable: "l'historique et les listes du salon disparaissent aussi",
  notDestroyed: "rien n'a été supprimé",
  destroyed: (jid) => `${jid} n'existe plus`,
  affiliated: {
    owner: (who, room) => `${who} est propriétaire de ${room}`,
    admin: (who, room) => `${who} est administrateur de ${room}`,
    member: (who, room) => `${who} est membre de ${room}`,
    outcast: (who, room) => `${who} est exclu de ${room}`,
    none: (who, room) => `${who} n'a plus de rôle dans ${room}`,
  },
};
