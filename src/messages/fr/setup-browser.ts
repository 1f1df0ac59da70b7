/** What setup says in a browser beside the wizard's own texts, in French. */
import type { setupBrowser as en } from "../en/setup-browser.ts";

export const setupBrowser: typeof en = {
  instead: {
    slow: "Cela peut durer une demi-minute.",
    slowDns: "Les serveurs de noms tardent à répondre. Rien ne se perd en attendant.",
    trial: "Laissez vide pour juste essayer sur cet ordinateur.",
    bringLong:
      "Des années de messages prennent quelques minutes. Si l'installation s'arrête, l'ancien serveur redémarre.",
    foreground: "Le démarrer maintenant, dans la fenêtre où l'installation a été lancée",
  },
  title: "Installer votre serveur",
  lead: "Quelques questions, et cette machine devient votre propre serveur de messagerie.",
  code: {
    label: "Code",
    hint: "Il est affiché dans le terminal où l'installation a été lancée.",
    wrong: "Ce n'est pas le code. Comparez-le avec le terminal, lettre par lettre.",
    often: "Trop de codes erronés sont arrivés. Attendez quelques minutes, puis réessayez.",
    begin: "Commencer",
  },
  first: {
    lead: "Cette machine est neuve et personne ne l'a encore installée. Qui commence maintenant décide de toute la suite.",
    begin: "Commencer",
  },
  taken: {
    title: "Quelqu'un s'en occupe déjà",
    lead: "Un autre navigateur est arrivé avant celui-ci, et un seul à la fois peut répondre.",
    hint: "C'était le vôtre ? Continuez là-bas. S'il n'est plus là, redémarrez la machine : le premier qui se présentera reprendra au même endroit.",
  },
  outside: {
    title: "Seulement depuis son réseau",
    lead: "L'installation ne répond qu'aux navigateurs du même réseau que la machine. Connectez-vous à ce réseau, puis rouvrez cette page.",
  },
  answered: "Vous avez déjà répondu à cette question. Voici celle où vous en êtes.",
  inOrder: "Ce qui a été trouvé et fait entre-temps : tout est en ordre",
  wait: "Un instant …",
  goOn: "Continuer",
  back: "Retour",
  stop: {
    summary: "S'arrêter ici",
    explained: "Vos réponses sont conservées. Quand l'installation sera relancée, elle reprendra à cette question.",
    button: "Arrêter l'installation",
  },
  overheard:
    "Cette page n'est pas encore chiffrée : d'autres sur votre réseau pourraient lire ce que vous tapez ici. Si vous n'avez pas confiance en tous, répondez à cette question sur la machine elle-même, ou à travers ssh.",
  upload: {
    summary: "J'ai une sauvegarde de ce serveur",
    explained: "Elle est envoyée à cette machine, et ce qu'elle contient est montré avant d'être mis en place.",
    label: "Le fichier de la sauvegarde",
    button: "L'envoyer",
    problems: {
      none: "Aucun fichier n'a été choisi.",
      cut: "Le fichier n'est pas arrivé en entier. Envoyez-le de nouveau.",
      "no-backup":
        "Ce fichier n'est pas une sauvegarde de jabber-home. Son nom finit le plus souvent par .tar.zst ou .tar.zst.age.",
      "no-room": "Il n'y a pas assez de place pour lui sur cette machine.",
      busy: "Un fichier est déjà en train d'arriver.",
    },
    wrongPassphrase: "Ce n'est pas la phrase de passe de la sauvegarde.",
    yes: "La mettre en place",
    no: "Tout laisser en l'état",
  },
  qr: "Code QR de ce lien",
  marks: { right: "En ordre :", wrong: "À faire :", note: "À savoir :", plain: "", paste: "" },
  copy: "Copier",
  copied: "Copié",
  show: "Afficher le mot de passe",
  failed: "L'installation ne peut pas continuer",
  again: "Réessayer",
  lost: "L'installation ne répond plus. Elle a peut-être été arrêtée : regardez là où elle a été lancée, puis rechargez cette page.",
  starting: "Le serveur démarre. Dans un instant, un bouton y mène.",
  finished: "C'est fini. Vous pouvez fermer cette page.",
  handOver:
    "La page ne s'ouvre pas ? Un nom nouveau met jusqu'à une heure à être connu partout, et certaines box ne vous laissent pas entrer de l'intérieur : essayez avec un téléphone, Wi-Fi coupé.",
  terminal: {
    open: "L'installation attend un navigateur de ce réseau :",
    code: (code) => `Son code :  ${code}`,
    scan: "Ou scannez ceci :",
    first: "Le premier navigateur qui commence peut entrer.",
    remote: (port) =>
      `Cette machine n'a pas d'adresse dans un réseau local. Depuis votre ordinateur, à travers ssh :  ssh -L ${port}:127.0.0.1:${port} NOM-DE-CETTE-MACHINE`,
    plain: "Les pages ne sont pas chiffrées, faute de certificat. Elles sont pour votre propre réseau.",
    entered: (address) => `Un navigateur est entré, depuis ${address}.`,
    lingers: (seconds) =>
      `La dernière page peut être rechargée pendant ${seconds} secondes ; Ctrl-C termine tout de suite.`,
    idle: "Personne n'a répondu depuis longtemps : l'installation se termine. Vos réponses sont conservées.",
  },
};
