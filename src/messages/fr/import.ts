/** What the import from another server says, in French. */
import type { imports as en } from "../en/import.ts";
import { counted } from "./units.ts";

export const imports: typeof en = {
  sources: {
    prosody: "Prosody",
    ejabberd: "ejabberd",
    jabberd2: "jabberd2",
    jabberd14: "jabberd14",
    xep0227: "fichiers au format XEP-0227",
  },
  checking: (count) => `lecture de l'ensemble : ${count}`,
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)} % (${done} sur ${total})`,
  headTrial: (source, path) => `Ce qui viendrait de ${source} (${path}) ; rien n'a été changé :`,
  head: (source, path) => `Ce qui est venu de ${source} (${path}) :`,
  domain: (from, to) => (from === to ? `${from}` : `${from}, qui s'appelle ici ${to}`),
  nothing: "rien",
  knownToo: (count) => `${count} déjà ici`,
  alreadyHere: (count) => `, ${count} étaient déjà ici`,
  perAccount: "Qui, et combien de quoi :",
  moreAccounts: (count) => `et ${counted(count, "autre compte", "autres comptes")} (--json les donne tous)`,
  nothingLeft: "Tout peut venir.",
  leftHead: "Ce qui ne peut pas venir, et pourquoi :",
  moreLeft: (count) => `et ${count} de plus (--json donne tout)`,
  ofServer: "le serveur",
  entry: (of, what) => `${of} : ${what}`,
  rooms: (names) =>
    `Les salons et les fichiers continuent de répondre à ${names} : gardez les enregistrements DNS de ces noms, et mettez-les dans le certificat (jabber-home dns montre ce qu'il faut)`,
  roomsTrial: (names) => `Les salons et les fichiers continueraient de répondre à ${names}`,
  filePort: (port) =>
    `Les liens vers les fichiers contiennent peut-être le port ${port}. Si c'est le cas, faites mener ce port aussi à celui de listen.https, dans la box ou par le pare-feu de la machine.`,
  resetHead:
    "Ces comptes n'ont pas de mot de passe qui puisse venir. Envoyez à chacun le lien pour en choisir un nouveau (il vaut une semaine) :",
  resetTrial: (count) =>
    `${counted(count, "compte n'a", "comptes n'ont")} pas de mot de passe qui puisse venir : pour chacun, un lien sera créé pour en choisir un nouveau`,
  resetWithoutPages: (accounts) =>
    `Ces comptes n'ont pas de mot de passe qui puisse venir, et il n'y a pas de pages pour en choisir un : ${accounts}. Donnez-en un à chacun : jabber-home user passwd JID`,
  oldHashes:
    "Certains mots de passe sont venus sous forme de clés d'un type ancien. Tant que leurs propriétaires ne se sont pas connectés une fois avec une application qui envoie le mot de passe ou crée de nouvelles clés, et pendant quatre-vingt-dix jours au plus, ce type seul est proposé à toutes les applications ; celles qui en exigent un plus récent le disent.",
  next: "Démarrez le serveur : jabber-home run, ou jabber-home service start",
  isHere: "Tout est dans le serveur qui tourne : les applications connectées le voient maintenant.",
  restart:
    "Tout est dans le serveur qui tourne. Il répondra aux noms ci-dessus après son prochain démarrage : jabber-home service restart, ou arrêtez-le et relancez-le",
  ended: () => [
    "le serveur s'est arrêté au milieu : ce qui est venu jusque-là est enregistré",
    "recommencez l'importation, que le serveur tourne ou non : elle continue où elle en était",
  ],
  notAsked: () => [
    "il manque : --no-input",
    "dites que rien ne doit être demandé : --no-input ; pour voir d'abord : --dry-run",
  ],
  kinds: {
    accounts: (count) => counted(count, "compte", "comptes"),
    contacts: (count) => counted(count, "contact", "contacts"),
    requests: (count) => counted(count, "demande de contact en attente", "demandes de contact en attente"),
    vcards: (count) => counted(count, "profil", "profils"),
    private: (count) => counted(count, "donnée privée d'une application", "données privées d'applications"),
    nodes: (count) => counted(count, "nœud", "nœuds"),
    items: (count) => counted(count, "élément publié", "éléments publiés"),
    blocked: (count) => counted(count, "adresse bloquée", "adresses bloquées"),
    privacy: (count) => counted(count, "liste de filtrage", "listes de filtrage"),
    offline: (count) => counted(count, "message en attente", "messages en attente"),
    preferences: (count) => counted(count, "choix de ce qui est archivé", "choix de ce qui est archivé"),
    archived: (count) => counted(count, "message de l'historique", "messages de l'historique"),
    push: (count) => counted(count, "application à réveiller", "applications à réveiller"),
    files: (count) => counted(count, "fichier", "fichiers"),
    rooms: (count) => counted(count, "salon", "salons"),
    "room-messages": (count) => counted(count, "message de salon", "messages de salons"),
    circles: (count) => counted(count, "cercle", "cercles"),
    invitations: (count) => counted(count, "invitation", "invitations"),
    other: (count) => counted(count, "autre chose", "autres choses"),
  },
  reasons: {
    address: "ce n'est pas une adresse, ou son domaine ne vient pas",
    malformed: "le format n'est pas le bon",
    "too-large": "c'est plus gros ou plus nombreux que ce qu'un compte peut avoir ici",
    "privacy-list":
      "des règles qui vont plus loin que « rien de cette adresse » : bloquez dans une application qui vous voulez",
    unknown: "rien de ce genre n'est connu ici",
    "no-account": "cela n'appartient à aucun compte qui vient",
    "file-missing": "le fichier n'est pas là où il devrait être",
    unreadable: "l'ancien serveur le garde sous une forme qui ne dit rien",
    "cut-off": "l'enregistrement s'arrête au milieu, comme après une panne",
    "of-no-use": "c'est terminé, ou ne servait qu'à l'ancien serveur",
    "not-given": "l'ancien serveur ne l'a pas donné",
    "not-asked": "on n'en invite pas autant à suivre à la fois : ajoutez celui-ci dans une application",
    "old-address": "cela appartient à l'ancienne adresse : les applications en créent un autre à la nouvelle",
  },
  problems: {
    unreadable: ({ why }) => [
      `lecture impossible (${why})`,
      "vérifiez le chemin, et que cet utilisateur peut le lire : sudo peut aider",
    ],
    unknown: ({ kinds }) => [
      `ce n'est rien de connu ici : ${kinds.join(", ")}`,
      "donnez le dossier, la base de données ou le fichier où l'ancien serveur garde ses données (docs/moving.md)",
    ],
    "raw-database": ({ server, command }) => [
      `c'est la base de données même de ${server}, que seul ${server} sait lire`,
      `faites-lui écrire un fichier, puis importez ce fichier : ${command}`,
    ],
    outside: () => ["cela mène hors du dossier de la source", "copiez dans ce dossier ce à quoi cela mène"],
    malformed: ({ why }) => [
      `le format n'est pas le bon : ${why}`,
      "rien n'a été enregistré ; corrigez, ou demandez de l'aide à propos de cette ligne",
    ],
    dtd: () => ["il y a un type de document (<!DOCTYPE) : aucune donnée de serveur n'en a", "retirez-le"],
    code: () => [
      "c'est un programme, et non des données",
      "donnez le dossier des données, et non celui de la configuration",
    ],
    "too-large": ({ maximum }) => [
      `quelque chose y dépasse tout ce qu'un serveur garde (${maximum})`,
      "rien n'a été enregistré ; regardez à cet endroit",
    ],
    "no-room": ({ folder }) => [
      `il n'y a pas assez de place dans ${folder} pour le décompresser`,
      "nommez un dossier avec plus de place : TMPDIR=/var/tmp devant la commande, ou décompressez-le vous-même et nommez le dossier",
    ],
    "too-deep": ({ maximum }) => [
      `plus de ${maximum} niveaux imbriqués`,
      "rien n'a été enregistré ; regardez à cet endroit",
    ],
    schema: ({ missing }) => [
      `il n'y a pas ${missing} : cette version n'est pas connue ici`,
      "mettez l'ancien serveur à jour, ou exportez ses données sous une autre forme (docs/moving.md)",
    ],
    "no-such-domain": ({ domain, domains }) => [
      domains.length === 0 ? "aucun domaine avec des comptes" : `il y a ${domains.join(", ")}, et non ${domain}`,
      domains.length === 1
        ? `faites venir ${domains[0]} ici sous le nom ${domain} : --domain ${domain}`
        : "choisissez un domaine que les deux ont : --domain D",
    ],
  },
};
