/** DNS records, in the wizard and in `jabber-home dns`, in French. */
import type { dns as en } from "../en/dns.ts";

export const dns: typeof en = {
  looking: (domain) => `interrogation des serveurs de noms de ${domain}`,
  slow: "Les serveurs de noms tardent à répondre ; Ctrl-C arrête sans rien perdre.",
  heading: (domain) => `1 sur 5   DNS pour ${domain}`,
  right: "correct",
  rightAt: (port) => `correct (port ${port})`,
  shared: "Pour les réseaux où seul HTTPS passe ; essayé en dernier.",
  isNew: "(nouveau)",
  add: (data) => `à ajouter  ${data}`,
  recommended: (data) => `conseillé  ${data}`,
  change: (from, to) => `à changer  ${from} → ${to}`,
  remove: (data) => `à supprimer  ${data}`,
  unanswered: {
    timeout: "inconnu : les serveurs de noms ne répondent pas",
    refused: "inconnu : les serveurs de noms refusent (REFUSED)",
    "server-failure": "inconnu : les serveurs de noms sont en panne (SERVFAIL)",
    unreachable: "inconnu : aucun serveur de noms n'est joignable",
    failed: "inconnu : le DNS n'a pas pu être interrogé",
  },
  unansweredHelp: {
    timeout:
      "Des serveurs de noms qui ne répondent pas sont surchargés ou disparus : regardez plus tard, ou demandez à qui les gère.",
    refused:
      "Ils ne servent pas ce domaine : vérifiez, là où vous l'avez acheté, que les bons serveurs de noms y sont inscrits.",
    "server-failure": "En général, une signature DNSSEC cassée ou une erreur dans la zone : demandez à qui les gère.",
    unreachable: "Vérifiez le DNS de cette machine (/etc/resolv.conf), ou nommez un résolveur : dns.resolvers.",
    failed: "Vérifiez le DNS de cette machine (/etc/resolv.conf).",
  },
  noNetwork: "Cette machine n'est reliée à aucun réseau : vérifiez son câble ou son Wi-Fi, puis regardez à nouveau.",
  why: {
    elsewhere: (_value, ours) => `Ce n'est pas cette machine${ours === "" ? "" : `, qui est ${ours}`}.`,
    alias: (value) => `${value} est un alias (CNAME) : un enregistrement SRV ne doit pas y mener (RFC 2782).`,
    "alias-instead": (value) =>
      `C'est un alias (CNAME) de ${value}, et un enregistrement SRV ne doit pas mener à un alias (RFC 2782) : il y faut l'adresse même.`,
    "no-address": (value) => `${value} n'a pas d'adresse.`,
    unanswered: (value) => `On ne sait pas si ${value} mène ici : ses serveurs de noms ne répondent pas.`,
    port: (value) => `Ce serveur écoute sur un autre port que ${value}.`,
    refused: () => "Le point veut dire que ce service n'existe pas.",
    "domain-twice": (value) =>
      `${value} contient le domaine deux fois : votre fournisseur l'ajoute à ce qui ne finit pas par un point.`,
    "not-whole": (value) => `${value} n'est pas un nom entier : il lui manque le domaine.`,
  },
  misplaced: (found, only) =>
    `${found} existe : votre fournisseur ajoute lui-même le domaine. N'entrez que ${only}, et supprimez l'autre.`,
  stray: {
    elsewhere: () => "Il mène à une autre machine.",
    off: () => "Il annonce ce qui est désactivé ici.",
    "left-over": () => "Il semble rester d'un autre serveur.",
  },
  unneeded: (domain) => `${domain} se passe d'enregistrements : il ne vaut qu'ici`,
  wrong: "erreur",
  complete: "Tout y est. Rien à ajouter.",
  enough: "Le nécessaire y est. Ceci est conseillé en plus :",
  addThese: "À ajouter là où vous avez acheté le domaine (une ligne chacun, à coller) :",
  changeThese: "À mettre à la place de ce qui y est :",
  removeThese: "À supprimer :",
  connections: "Connexions d'ici jusque là où ils mènent :",
  connection: {
    open: "répond",
    refused: "refuse : le serveur ne tourne pas, ou la box ne transmet pas ce port",
    silent: "ne répond pas d'ici ; beaucoup de box ne laissent entrer personne depuis l'intérieur",
    "no-route": "n'est pas joignable d'ici : cette machine n'a pas de telles adresses",
  },
  web: {
    at: (origin) => `pages et fichiers : ${origin}`,
    elsewhere: ", qui mène à une autre machine.",
    nowhere: ", qui n'a pas d'adresse.",
    unknown: " ; impossible de savoir si cela mène ici : les serveurs de noms ne répondent pas.",
    hostMeta: (domain) =>
      `https://${domain} est un autre serveur web. Pour que les applications web trouvent le vôtre, mettez-y deux fichiers dans /.well-known/ : host-meta, affiché par jabber-home dns --host-meta xml, et host-meta.json (--host-meta json).`,
    nameIt: " jabber-home setup leur donne le nom de cette machine (web.address).",
  },
  isAt: (zone, provider) => `${zone} est chez ${provider} :`,
  meaning: [
    "_xmpp-client et _xmpps-client permettent à vos applications de trouver cette machine.",
    "_xmpp-server et _xmpps-server permettent aux autres serveurs de vous remettre les messages de vos contacts.",
    "rooms est l'endroit où se trouvent les salons de votre serveur.",
  ],
  formHeading: (zone) => `Champ par champ, pour ${zone} (@ est le domaine même) :`,
  providerForm: (zone, provider) => `Les champs à remplir chez ${provider}, pour ${zone} :`,
  or: (spelling) => `ou ${spelling}`,
  inParts: (parts) => `ou, par morceaux : ${parts}`,
  saved: (path) => `Enregistré sous ${path}`,
  watching: "Vérification toutes les 5 secondes : ce qui est correct se coche tout seul.",
  actions: { f: "champ par champ", z: "en fichier de zone", t: "les écrire pour moi", enter: "continuer" },
  formActions: { f: "en liste", z: "en fichier de zone", t: "les écrire pour moi", enter: "continuer" },
};
