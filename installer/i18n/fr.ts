/** Ce que dit l'assistant, en français. Chaque ligne tient à côté de la barre : 76 colonnes au plus. */

import { frenchSpacesIn } from "../../src/messages/fr/spaces.ts";
import { elsewhere } from "./elsewhere.ts";
import type { Messages } from "./en.ts";
import { certificateWords } from "./fr-certificate.ts";

export const fr: Messages = frenchSpacesIn<Messages>({
  title: (version) => `jabber-home ${version}   votre propre serveur de messagerie`,
  keys: "Entrée accepte · ↑ ↓ choisir · Échap revient en arrière · Ctrl-C arrête",
  stopped: (home) => [`Arrêté. Vos réponses sont conservées dans ${home} :`, "relancez setup pour reprendre ici."],
  noTerminal: "il n'y a pas de terminal pour poser des questions, et --no-input n'est pas donné",
  missing: (flags) => `il manque : ${flags.join(" ")}`,
  lookAgain: "Regarder à nouveau",
  goOn: "Continuer",
  waitLong: "Cela peut durer une demi-minute ; Ctrl-C arrête sans rien perdre.",
  inTheWay: (domains) => `Un serveur pour ${domains} tourne encore ici : arrêtez-le d'abord.`,
  purpose: {
    question: "Que souhaitez-vous ?",
    internet: "Un serveur sur Internet",
    internetHint: "vous avez un nom de domaine",
    here: "Juste un essai sur cet ordinateur",
    hereHint: "deux minutes, rien à configurer",
  },
  domain: {
    question: "Sous quel domaine seront vos adresses ?",
    example: "exemple.fr",
    malformed: "Ce n'est pas un domaine : cela ressemble à exemple.fr",
    private: (domain) => `${domain} n'existe pas sur Internet : prenez un domaine à vous.`,
    shown: "Vos adresses",
    you: (domain) => `Vous serez  quelqu-un@${domain}`,
    ascii: (ascii) => `Dans le DNS, cela s'écrit  ${ascii}`,
  },
  host: {
    askWhom: "Cette machine n'a pas d'adresse IPv4 publique. Quelle est celle de la box ?",
    keep: (addresses) => `C'est toujours ${addresses}`,
    askService: (service) => `Demander à ${service}, qui voit d'où viennent les questions`,
    typeIt: "Je la connais et je la saisis",
    unknown: "Je ne sais pas, ou il n'y en a pas",
    typeQuestion: "L'adresse IPv4 publique de votre box (vide : aucune)",
    silent: (service) => `${service} ne répond pas`,
    inside: (address) => `${address} ne vaut que sur votre réseau`,
    notIPv4: "Ce n'est pas une adresse IPv4 : cela ressemble à 192.0.2.12",
    looking: (service) => `demande de votre adresse publique à ${service}`,
    shown: "Cette machine",
    noAddress: "Aucune adresse publique trouvée : à vous d'ajouter ces enregistrements-là.",
    found: (address, isOwn) => `Adresse publique  ${address}  (celle de ${isOwn ? "cette machine" : "votre box"})`,
    router: "Elle est derrière une box : l'étape 3 sur 5 dit quels ports rediriger.",
    question: "Comment cette machine s'appelle-t-elle sur Internet ?",
  },
  dns: {
    looking: (domain) => `question aux serveurs de noms de ${domain}`,
    lookingLong: "Les serveurs de noms tardent à répondre ; Ctrl-C arrête sans rien perdre.",
    heading: (domain) => `1 sur 5   DNS pour ${domain}`,
    sight: (sight) => {
      if (sight.state === "right") return sight.record.type === "SRV" ? "correct" : String(sight.record.value);
      if (sight.state === "wrong") return `mène à ${elsewhere(sight.values)}`;
      if (sight.state === "unknown") return "personne ne répond";
      return sight.record.isOptional ? "absent (facultatif)" : "absent";
    },
    isNew: "(nouveau)",
    unneeded: (domain) => `${domain} se passe d'enregistrements : il ne vaut qu'ici`,
    complete: "Tout y est. Rien à ajouter.",
    add: "À ajouter chez votre registraire (une ligne chacun, à coller telle quelle) :",
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
      again: "Regarder à nouveau",
      form: "Afficher champ par champ, comme dans un formulaire",
      save: "Enregistrer comme fichier de zone",
      on: "Continuer, je le ferai plus tard",
    },
  },
  ports: {
    heading: "2 sur 5   Les ports de cette machine",
    free: (ports) => `${ports}   libres`,
    problem: (port, state) => {
      if (state.kind === "denied") return `${port}   non autorisé : les ports bas sont réservés à l'administrateur`;
      if (state.kind === "impossible") return `${port}   inutilisable (${state.reason})`;
      if (state.kind !== "taken") return `${port}`;
      return state.holder ? `${port}   occupé par ${state.holder.name} (pid ${state.holder.pid})` : `${port}   occupé`;
    },
    denied: [
      "L'un de ces moyens l'autorise :",
      "- lancer setup avec sudo et installer le service, qui a droit aux ports bas",
      "- sudo sysctl net.ipv4.ip_unprivileged_port_start=80",
      "- sudo setcap cap_net_bind_service=+ep ./jabber-home  (à chaque mise à jour)",
    ],
    webTaken: [
      "Les messages se passent des ports 80 et 443. Le certificat peut s'obtenir",
      "par l'autre des deux, ou par un enregistrement DNS.",
    ],
    withoutProxy: ["Les messages s'en passent : il aide seulement les applications à s'envoyer", "de gros fichiers."],
    needed: [
      "Les applications et les autres serveurs ont besoin de ces ports : arrêtez",
      "ce qui les occupe, puis regardez à nouveau.",
    ],
    question: "Regarder à nouveau, ou continuer ainsi ?",
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
  certificate: certificateWords,
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
    short: (length) => `Au moins ${length} caractères.`,
    again: "Encore une fois",
    differs: "Les deux ne sont pas identiques.",
    made: (jid) => `Le mot de passe pour ${jid}`,
    shownOnce: "Il ne s'affiche que cette fois : notez-le, ou confiez-le à un gestionnaire.",
    creating: (jid) => `création de ${jid}`,
    created: (jid) => `${jid} est prête`,
  },
  service: {
    question: "Le démarrer maintenant, et à chaque démarrage de la machine ?",
    questionHere: "Le démarrer maintenant ?",
    ways: {
      service: "Oui, comme service",
      foreground: "Maintenant, dans cette fenêtre",
      later: "Non, je le démarrerai moi-même",
      already: "Non, il tourne déjà",
    },
    installing: "installation et démarrage du service",
    failed: "Le service ne tourne pas",
    problem: (problem) => {
      switch (problem.kind) {
        case "no-systemd":
          return "ce système n'a pas systemd : faites lancer  jabber-home run  par son propre gestionnaire";
        case "not-administrator":
          return "réservé à l'administrateur : mettez sudo devant";
        case "not-compiled":
          return "seul le programme compilé peut devenir un service : npm run build le fabrique";
        case "not-set-up":
          return `${problem.home} n'a pas de config.toml : lancez jabber-home setup --home ${problem.home}`;
        case "path":
          return `${problem.path} : choisissez un chemin fait de lettres, de chiffres et de . _ @ + -`;
        case "failed":
          return `${problem.command} : ${problem.output}`;
      }
    },
    installed: "le service est installé et tourne",
    removed: (home) => `le service est retiré ; ${home} et son utilisateur restent`,
    started: "le service tourne",
    halted: "le service est arrêté",
    notInstalled: "le service n'est pas installé : jabber-home service install",
    state: (state, isEnabled) => `${state}, ${isEnabled ? "démarre" : "ne démarre pas"} avec la machine`,
  },
  done: {
    title: { service: "Il tourne.", foreground: "Il démarre.", later: "Tout est prêt.", already: "Il tourne déjà." },
    account: (jid) => [`${jid}   votre adresse, et administrateur`, ""],
    connect: [
      "Téléphone    Conversations, Monal, Siskin …",
      "Ordinateur   Dino, Gajim, Profanity …",
      "Connectez-vous-y avec l'adresse et le mot de passe.",
      "",
    ],
    connectHere: (port) => [
      "Gajim ou Profanity sur cet ordinateur : votre adresse, votre mot de passe,",
      `serveur localhost, port ${port} ; acceptez le certificat, c'est le vôtre.`,
      "",
    ],
    next: (domain, running, program, flags) => [
      ...(running === "later" ? [`Démarrer   ${program} run${flags}`] : []),
      ...(running === "already" ? ["À savoir   ce qui a changé vaut dès son prochain démarrage"] : []),
      `Ensuite    ${program} user add bob@${domain}${flags}`,
      `           ${program} status${flags}`,
    ],
  },
});
