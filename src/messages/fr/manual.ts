/** The manual pages, in French: what --help does not say. */
import type { manual as en } from "../en/manual.ts";

export const manual: typeof en = {
  sections: {
    name: "NOM",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    verbs: "COMMANDES",
    flags: "OPTIONS",
    options: "RÉGLAGES",
    exits: "VALEUR DE RETOUR",
    environment: "ENVIRONNEMENT",
    files: "FICHIERS",
    examples: "EXEMPLES",
    see: "VOIR AUSSI",
  },
  title: "votre propre serveur de messagerie",
  verbsOf: (members) => `les commandes ${members.join(", ")}`,
  configTitle: "tout ce qui se règle",
  verb: "COMMANDE",
  description: [
    "C'est un serveur du réseau Jabber (XMPP) pour une famille, une association ou une entreprise : messages, salons, fichiers et appels, avec tous ceux qui ont une adresse de ce réseau dans le monde.",
    "Sans commande, il pose quelques questions et s'installe ; s'il est déjà installé, il dit comment il va. Chaque commande a --help, et une page de manuel avec celles du même premier mot.",
  ],
  config: [
    "Le fichier config.toml, dans le dossier du serveur (jabber-home paths dit où), est lu au démarrage, puis à chaque SIGHUP. Chaque réglage a une valeur par défaut : hormis les domaines, le fichier peut rester vide. Il est écrit en TOML.",
    "jabber-home config check dit ce qui ne va pas dans le fichier. Un serveur en marche prend les réglages marqués « à chaud » quand il le relit (jabber-home service reload), les autres à son prochain démarrage. Derrière setup et run, --set CLÉ=VALEUR passe avant ce que dit le fichier. Les phrases qui suivent sont en anglais.",
  ],
  top: "Au début du fichier",
  facts: (kind, value, isLive) => `${kind} ; par défaut ${value}${isLive ? " ; à chaud" : ""}`,
  formerly: (key) => `Autrefois ${key}.`,
  exits: {
    ok: "C'est fait.",
    failed: "Cela n'a pas pu se faire ; la raison est donnée.",
    usage: "Ce qui a été tapé est faux ou incomplet.",
    damaged: "La base de données est abîmée.",
    unavailable: "Le serveur ne tourne pas.",
    cannotCreate: "Un fichier ou un dossier ne peut être écrit.",
    tryAgain: "Quelqu'un d'autre tient ce qu'il faut.",
    notPermitted: "Cet utilisateur n'en a pas le droit.",
    configuration: "config.toml est faux ou manque.",
  },
  environment: {
    JABBER_HOME: "Le dossier du serveur, si --home ne le dit pas.",
    STATE_DIRECTORY: "La même chose, dite par systemd.",
    "LC_ALL, LC_MESSAGES, LANG": "La langue, si ni --lang ni config.toml ne la disent.",
    NO_COLOR: "Quel que soit son contenu : pas de couleurs.",
  },
  files: {
    "config.toml": "Les réglages : jabber-home-config(5).",
    "data.sqlite": "La base de données : comptes, messages, salons.",
    files: "Ce que les gens se sont envoyé.",
    certificate: "Le certificat et sa clé privée.",
    secret: "Ce qui permet au serveur de reconnaître ce qu'il a délivré.",
    backups: "Les sauvegardes de chaque nuit, sauf si backup.folder en décide autrement.",
    "control.sock": "Par où les commandes joignent le serveur en marche.",
  },
  noPage: (topic, topics) => [
    `il n'y a pas de page de manuel pour « ${topic} »`,
    `choisissez parmi : ${topics.join(", ")}`,
  ],
  written: (count, folder) => `${count} pages de manuel sont dans ${folder}`,
};
