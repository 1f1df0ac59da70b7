/** What the wizard says, in French. Paragraphs have one line each: the wizard breaks it beside its bar. */
import type { setup as en } from "../en/setup.ts";
import { wordIn } from "../word-in.ts";
import { dns } from "./dns.ts";
import { help } from "./help.ts";
import { service } from "./service.ts";
import { setupCertificate } from "./setup-certificate.ts";
import { users } from "./users.ts";

export const setup: typeof en = {
  title: (version) => `jabber-home ${version}   votre propre serveur de messagerie`,
  keys: "Entrée accepte · ↑ ↓ choisir · Échap revient en arrière · Ctrl-C arrête",
  stopped: (command) => ["Arrêté. Vos réponses sont conservées.", "Pour reprendre ici :", `  ${command}`],
  noTerminal: "il n'y a pas de terminal pour poser des questions, et --no-input n'est pas donné",
  missing: (flags) => `il manque : ${flags.map((flag) => wordIn(flag, help.words)).join(" ")}`,
  lookAgain: "Vérifier à nouveau",
  goOn: "Continuer",
  slow: "Cela peut durer une demi-minute ; Ctrl-C arrête sans rien perdre.",
  otherServerRuns: (domains) => `Un serveur pour ${domains} tourne encore ici : arrêtez-le d'abord.`,
  resume: {
    question: "Une installation précédente n'est pas terminée.",
    goOn: (domain, step) =>
      step === undefined ? `Reprendre avec ${domain}` : `Reprendre avec ${domain}, étape ${step} sur 5`,
    change: "Revoir les réponses depuis la première, et les modifier",
    anew: "Tout recommencer",
  },
  machine: {
    noSystemd: (command) => `Pas de systemd, donc pas de service ; à lancer :  ${command}`,
    noSudo: (command, isDenied) => `Sans sudo, pas de service${isDenied ? " ni de port 80" : ""} :  ${command}`,
    wrongClock: (date, hasSystemd) =>
      `Horloge fausse (${date}) :  sudo ${hasSystemd ? "timedatectl set-ntp true" : "date -s AAAA-MM-JJThh:mm"}`,
    sharedAddress: (address) => `CGNAT (${address}) : demandez une IPv4 publique, ou passez par IPv6`,
    isHere: (domain, home, isRunning) => `Déjà là : ${domain}, qui ${isRunning ? "tourne" : "ne tourne pas"} (${home})`,
  },
  domain: {
    question: "Quelle sera votre adresse, par exemple marie@exemple.fr ?",
    trial: "Entrée seule : juste un essai sur cet ordinateur",
    malformed: "Ce n'est pas un domaine ; un domaine ressemble à exemple.fr",
    private: (domain) => `${domain} n'existe pas sur Internet : il faut un domaine à vous.`,
    shown: "Vos adresses",
    onlyHere: "Elles finissent par @localhost et ne valent que sur cet ordinateur.",
    you: (name, domain) => `Vous serez  ${name || "prenom"}@${domain}`,
    ascii: (ascii) => `Dans le DNS, cela s'écrit  ${ascii}`,
  },
  host: {
    askWhom: "Cette machine n'a pas d'adresse IPv4 publique. Quelle est celle de la box ?",
    keep: (addresses) => `C'est toujours ${addresses}`,
    askService: (service) => `Demander à ${service}, qui voit d'où viennent les questions`,
    typeIt: "Je la connais et je la saisis",
    unknown: "Je ne sais pas, ou il n'y en a pas",
    typeQuestion: "L'adresse IPv4 publique de votre box (vide : aucune)",
    noAnswer: (service) => `${service} ne répond pas`,
    unreachable: "Personne n'arrive ici par cette adresse",
    notAddress: "Ce n'est pas une adresse IP ; elle ressemblerait à 192.0.2.12 ou 2001:db8::12",
    notIPv4: "Ce n'est pas une adresse IPv4 ; elle ressemblerait à 192.0.2.12",
    looking: (service) => `demande de votre adresse publique à ${service}`,
    shown: "Cette machine",
    noAddress: "Aucune adresse publique trouvée : à vous d'ajouter ces enregistrements-là.",
    found: (address, isOwn) => `Adresse publique  ${address}  (celle de ${isOwn ? "cette machine" : "votre box"})`,
    router: "Elle est derrière une box : l'étape 3 sur 5 dit quels ports rediriger.",
    question: "Comment cette machine s'appelle-t-elle sur Internet ?",
  },
  dns,
  ports: {
    heading: "2 sur 5   Les ports de cette machine",
    state: {
      free: "rien d'autre n'y écoute",
      own: "ce serveur-ci y écoute déjà",
      denied: "sans autorisation : les ports bas sont réservés à l'administrateur",
      impossible: (reason) => `aucun moyen d'y écouter (${reason})`,
      taken: "un autre programme y écoute",
      takenBy: (name, pid) => `${name} (pid ${pid}) y écoute`,
      takenByDemo: (pid) => `la démo (pid ${pid}) y écoute : Ctrl-C dans sa fenêtre l'arrête`,
      takenByHome: (home, pid) => `le serveur de ${home} (pid ${pid}) y écoute`,
    },
    denied: [
      "L'un de ces moyens l'autorise :",
      "- lancer setup avec sudo et installer le service, qui a droit aux ports bas",
      "- sudo sysctl net.ipv4.ip_unprivileged_port_start=80",
      "- sudo setcap cap_net_bind_service=+ep ./jabber-home  (à chaque mise à jour)",
    ],
    webTaken: [
      "Les messages se passent des ports 80 et 443. Le certificat peut s'obtenir par l'autre des deux, ou par un enregistrement DNS.",
    ],
    withoutProxy: ["Les messages s'en passent : il aide seulement les applications à s'envoyer de gros fichiers."],
    needed: [
      "Les applications et les autres serveurs ont besoin de ces ports : arrêtez ce qui les occupe, puis vérifiez à nouveau.",
    ],
    question: "Vérifier à nouveau, ou continuer ainsi ?",
  },
  router: {
    heading: "3 sur 5   Votre box",
    direct: (ports) => `Pas de box. S'il y a un pare-feu, ouvrez  TCP ${ports}`,
    forward: (local) => (local ? `Redirigez ces ports vers ${local} :` : "Redirigez ces ports vers cette machine :"),
    how: [
      "Dans les réglages de la box, cela s'appelle redirection de ports ou NAT/PAT.",
      "Donnez-y aussi une adresse fixe à cette machine (bail DHCP statique).",
    ],
    question: "C'est fait, ou pour plus tard ?",
  },
  certificate: setupCertificate,
  account: {
    step: "5 sur 5   Vous   ",
    isThere: (jid) => `${jid} existe déjà`,
    keep: "La garder",
    another: "Ajouter un autre administrateur",
    question: (domain) => `Votre adresse : qu'y aura-t-il devant @${domain} ?`,
    suggestion: "admin",
    malformed: "Des lettres, des chiffres, des points et des traits d'union, comme alice.",
    taken: (jid) => `${jid} existe déjà : choisissez un autre nom.`,
    password: "Mot de passe (vide : un bon est inventé et affiché)",
    shortPassword: users.shortPassword,
    badPassword: users.badPassword,
    again: "Encore une fois",
    differs: "Les deux ne sont pas identiques.",
    made: (jid) => `Le mot de passe pour ${jid}`,
    shownOnce: "Il ne s'affiche que cette fois : notez-le, ou confiez-le à un gestionnaire.",
    creating: (jid) => `création de ${jid}`,
    created: (jid) => `${jid} est prête`,
  },
  service,
  done: {
    title: { service: "Il tourne.", foreground: "Il démarre.", later: "Tout est prêt.", already: "Il tourne déjà." },
    account: (jid) => [`${jid}   votre adresse ; vous administrez le serveur`, ""],
    connect: [
      "Android    Conversations",
      "iPhone     Monal, ou Siskin",
      "Linux      Dino, ou Gajim",
      "Windows    Gajim",
      "Mac        Monal, ou Beagle IM",
      "Connectez-vous-y avec l'adresse et le mot de passe.",
      "",
    ],
    connectLocally: (port) => [
      `Gajim ou Profanity sur cet ordinateur : votre adresse, votre mot de passe, serveur localhost, port ${port} ; acceptez le certificat, c'est le vôtre.`,
      "",
    ],
    start: (command) => `Démarrer   ${command}`,
    restart: "À savoir   les changements prendront effet à son prochain démarrage",
    addUser: (command) => `Ensuite    ${command}`,
    status: (command) => `           ${command}`,
  },
};
