/** DNS records, in the wizard and in `jabber-home dns`, in French. */
import type { dns as en } from "../en/dns.ts";

export const dns: typeof en = {
  looking: (domain) => `question aux serveurs de noms de ${domain}`,
  slow: "Les serveurs de noms tardent à répondre ; Ctrl-C arrête sans rien perdre.",
  heading: (domain) => `1 sur 5   DNS pour ${domain}`,
  seen: {
    right: "correct",
    leadsTo: (target) => `mène à ${target}`,
    unanswered: "personne ne répond",
    missing: "absent",
    missingOptional: "absent (facultatif)",
  },
  isNew: "(nouveau)",
  unneeded: (domain) => `${domain} se passe d'enregistrements : il ne vaut qu'ici`,
  complete: "Tout y est. Rien à ajouter.",
  add: "À ajouter là où vous avez acheté le domaine (une ligne chacun, à coller) :",
  whatFor: "À quoi ils servent",
  meaning: [
    "_xmpp-client et _xmpps-client permettent à vos applications de trouver",
    "cette machine.",
    "_xmpp-server et _xmpps-server permettent aux autres serveurs de vous",
    "remettre les messages de vos contacts.",
    "rooms est l'endroit où se trouvent les salons de votre serveur.",
  ],
  formHeading: (zone) => `Champ par champ, pour ${zone} (@ est le domaine même) :`,
  columns: ["Type", "Service", "Protocole", "Nom", "Priorité", "Poids", "Port", "Cible"],
  saved: (path) => `Enregistré sous ${path}`,
  question: "C'est fait ?",
  choices: {
    again: "Vérifier à nouveau",
    form: "Afficher champ par champ, comme dans un formulaire",
    save: "Enregistrer comme fichier de zone",
    on: "Continuer, je le ferai plus tard",
  },
};
