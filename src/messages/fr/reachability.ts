/** Whether the world reaches the server, in French. */
import type { reachability as en } from "../en/reachability.ts";

export const reachability: typeof en = {
  uses: {
    http: "certificat",
    https: "pages, fichiers",
    client: "applis",
    client_tls: "applis",
    server: "autres serveurs",
    server_tls: "autres serveurs",
    proxy: "fichiers entre applis",
    turn: "appels",
    turns: "appels",
  },
  columns: { port: "Port", use: "Pour", reached: "Atteint", by: "Par qui, quand" },
  reached: { yes: "oui", no: "non", unknown: "inconnu" },
  nobody: "personne n'a regardé",
  byPhone: (address) => `téléphone (${address})`,
  byApp: (address) => `appli (${address})`,
  justNow: "à l'instant",
  ago: (duration) => `il y a ${duration}`,
  heading: "Vu de l'extérieur :",
  byAndWhen: (who, when) => `${who}, ${when}`,
  authorityReached: (who, port, address) => `${who} a atteint le port ${port} à l'adresse ${address}.`,
  onlyIpv6: (who) =>
    `${who} prend l'IPv6 quand il y a une telle adresse : on n'en apprend pas si l'IPv4 arrive jusqu'ici.`,
  unanswered: (who, addresses) =>
    `${addresses} n'a pas répondu à ${who}, l'autre adresse, si. Par ce chemin-là on arrive ici lentement, ou pas du tout.`,
  proofs: { external: "par son certificat (EXTERNAL)", dialback: "par dialback", certificate: "par son certificat" },
  answered: (who, address, port, proof) =>
    `${who} a répondu par une connexion à lui, depuis ${address} vers le port ${port}, authentifié ${proof}.`,
  connected: (who, address, port, proof) =>
    `${who} a ouvert de lui-même une connexion, depuis ${address} vers le port ${port}, authentifié ${proof}.`,
  ownStream: (who) =>
    `${who} a répondu par une connexion que ce serveur avait ouverte : cela ne dit rien du chemin jusqu'ici. Demandez à un autre serveur : --server DOMAIN.`,
  silent: (who) =>
    `${who} a reçu un ping, et aucune réponse n'est venue en 30 secondes : il n'arrive pas jusqu'ici, ou il ne répond à personne.`,
  notReached: (who) => `${who} a cherché ce serveur, et n'est pas arrivé jusqu'ici.`,
  notSent: (who, why) => `On n'a rien pu demander à ${who} : ${why}. Demandez à un autre serveur : --server DOMAIN.`,
  forward: (port) =>
    `Redirigez le port TCP ${port} de votre box vers cette machine, et ouvrez-le dans son pare-feu ; les pages de la box appellent cela redirection de port, serveur virtuel ou NAT/PAT.`,
  shared:
    "Si le port est déjà redirigé, votre opérateur partage peut-être une adresse IPv4 entre plusieurs abonnés (CGNAT) : comparez l'adresse que montre la page de la box avec celle que le DNS donne pour vous ; demandez à l'opérateur une adresse rien que pour vous, ou passez par IPv6.",
  phone: {
    inside: (address) =>
      `Ce téléphone (${address}) est sur le Wi-Fi de ce serveur : coupez son Wi-Fi pour qu'il passe par les données mobiles, et rechargez la page.`,
    outside: (address, family) => `Un téléphone a ouvert la page depuis l'extérieur (${address}, ${family}).`,
    unknown: (address, family) =>
      `Un téléphone (${address}, ${family}) a ouvert la page. On ne sait pas s'il est en dehors de ce réseau.`,
    trusted: "Il a accepté le certificat.",
    untrusted: "Son navigateur a averti au sujet du certificat, et on lui a dit de continuer.",
    socketOpen: "Il a ouvert un WebSocket : la messagerie et les applis dans le navigateur marchent de là-bas.",
    socketFailed:
      "Il n'a pas pu ouvrir de WebSocket : quelque chose entre le téléphone et ce serveur ne laisse passer que les pages, ou le navigateur refuse le certificat.",
    scan: "Scannez ceci avec un téléphone dont le Wi-Fi est coupé, ou ouvrez-y le lien :",
    until: (moment) => `Le lien est valable jusqu'au ${moment}, et pour cette fois seulement. Ctrl-C y met fin.`,
    warns:
      "Le certificat d'ici n'est pas de ceux que les navigateurs connaissent (auto-signé, ou d'un service de test) : celui du téléphone va avertir. Continuez quand même, pour cette fois.",
    waiting: "En attente du téléphone …",
    ended: {
      seen: "C'est tout. Le téléphone peut fermer la page.",
      expired: "Le lien n'est plus valable.",
      replaced: "Un autre lien a été créé ; celui-ci n'est plus valable.",
    },
  },
  asking: {
    authority: (who) => `${who} regarde les ports 80 et 443 …`,
    server: (who) => `${who} est prié de répondre par une connexion à lui …`,
  },
  plan: "Pour regarder de l'extérieur, on demande à d'autres. Ils voient l'adresse et le domaine de ce serveur, qui sont publics :",
  planAuthority: (who) => `${who} : une commande d'essai, pour les ports 80 et 443 ; aucun certificat n'est émis`,
  planServer: (who) => `${who} : un ping de serveur à serveur, pour le port des autres serveurs`,
  planServers: (first, others) =>
    `${first} : un ping de serveur à serveur, pour le port des autres serveurs (${others} s'il ne sait pas)`,
  question: "Leur demander ?",
  notAsked: "On demande à d'autres ce qu'ils voient de ce serveur",
  notDone: "On n'a rien demandé à personne.",
  nobodyToAsk: "Il n'y a personne à qui demander : aucun port n'est ouvert aux autres.",
  offer: (look, phone) =>
    `Savoir si le monde arrive ici ne se voit que de l'extérieur : ${look} demande à d'autres, ${phone} à un téléphone à vous.`,
  page: {
    title: "Ce serveur, vu d'ici",
    lead: (domain, port) => `Cette page est venue du port ${port} de ${domain}.`,
    address: (family) => `Votre adresse, telle que le serveur la voit (${family}) :`,
    outside: "Vous venez de l'extérieur : de là, on atteint ce port.",
    inside:
      "Ce téléphone est sur le Wi-Fi du serveur. Coupez son Wi-Fi pour qu'il passe par les données mobiles, et rechargez cette page.",
    unknown:
      "On ne sait pas si ce téléphone est à l'extérieur. Pour en être sûr, coupez son Wi-Fi et rechargez cette page.",
    trusted: "Le certificat a été accepté.",
    untrusted: "Le certificat n'est pas de ceux que les navigateurs connaissent : le vôtre a averti avant cette page.",
    trying: "Ouverture d'un WebSocket …",
    open: "Un WebSocket a été ouvert : la messagerie et les applis dans le navigateur marchent d'ici.",
    failed:
      "Aucun WebSocket n'a pu être ouvert : la messagerie et les applis dans le navigateur ne marchent pas d'ici.",
    noScript: "Sans JavaScript, cette page ne peut pas essayer de WebSocket.",
    close: "Le terminal montre la même chose. Vous pouvez fermer cette page.",
    gone: "Ce lien n'est plus valable",
    goneLead: "Un tel lien vaut dix minutes. Faites-en faire un autre : jabber-home dns --phone",
  },
};
