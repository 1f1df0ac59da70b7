/** `update`, in French. */
import type { update as en } from "../en/update.ts";
import { longDate, longMoment, sizeText } from "./units.ts";

export const update: typeof en = {
  works: (version) =>
    `la version ${version} convient à ce dossier : sur une copie de la base de données, quelqu'un s'est connecté et un message est arrivé`,
  newest: (version) => `c'est la version ${version}, et il n'y en a pas de plus récente`,
  available: (version, current, released) =>
    `la version ${version} du ${longDate(released)} est disponible ; celle-ci est la ${current}`,
  announced: (version, current, domain) =>
    `le DNS (${domain}) annonce la version ${version} ; celle-ci est la ${current}`,
  how: (command) => `Pour l'installer : ${command}`,
  question: (version) =>
    `Installer la version ${version} ? Le serveur redémarre, et les applications reviennent d'elles-mêmes.`,
  notAsked: "sans terminal, on ne peut poser de question à personne",
  notDone: "rien n'a été changé",
  downloading: (file, bytes) => `télécharge ${file} (${sizeText(bytes)})`,
  trying: (version) => `essaie la version ${version} sur une copie de la base de données`,
  backing: "fait une sauvegarde",
  restarting: "redémarre le serveur",
  backedUp: (file) => `La sauvegarde d'avant est ${file}.`,
  done: (version) => `la version ${version} fonctionne : quelqu'un s'est connecté, et un message est arrivé`,
  atNextStart: (version, command) =>
    `la version ${version} est installée ; elle fera ses preuves au démarrage du serveur : ${command}`,
  undone: (to, from, why) => [
    `la version ${to} n'a pas fonctionné ici : la version ${from} tourne de nouveau, avec tout ce qu'il y avait : ${why}`,
    "transmettez ce message au projet, et attendez la version suivante",
  ],
  refused: (version, output) => [
    `la version ${version} ne convient pas à ce dossier, et rien n'a été changé :\n${output}`,
    "voyez ce qu'elle dit ; le serveur continue tel qu'il est",
  ],
  silent: (minutes) => [
    `en ${minutes} minutes, le serveur n'a pas dit si la nouvelle version fonctionne`,
    "voyez son journal : jabber-home logs",
  ],
  hangs: (minutes) => `elle n'est pas arrivée au bout en ${minutes} minutes`,
  back: (version) => `la version ${version} tourne de nouveau`,
  backAtNextStart: (version, command) => `la version ${version} est de nouveau à sa place ; démarrez-la : ${command}`,
  keptNow: (file) => `Tout ce qu'il y avait ici au début de cette sauvegarde est dans ${file}.`,
  questionBack: (version) =>
    `Revenir à la version ${version} ? Rien n'est perdu. Le serveur redémarre, et les applications reviennent d'elles-mêmes.`,
  questionLosing: (version, made) =>
    `Revenir à la version ${version}, et à la sauvegarde du ${longMoment(made)} ? Ce qui est arrivé depuis (messages, comptes, contacts, changements) n'y sera pas.`,
  losing: (made) => `ce qui est arrivé depuis la sauvegarde du ${longMoment(made)} est perdu ici`,
  unreadable: (version, output) =>
    `la version ${version} ne peut rien faire de la base de données telle qu'elle est maintenant :\n${output}`,
  noFormer: (file) => [
    `il n'y a pas ici de version d'avant : ${file}`,
    "mettez à la main une version plus ancienne à sa place : docs/fr/updating.md",
  ],
  noBackupOfBefore: (version, output) => [
    `la version ${version} ne peut rien faire de la base de données telle qu'elle est maintenant, et il n'y a pas de sauvegarde d'avant la mise à jour :\n${output}`,
    "reprenez à la main une sauvegarde plus ancienne : docs/fr/updating.md",
  ],
  backByPackage: (file) => [
    `${file} appartient à un paquet de ce système`,
    "installez le paquet d'avant, et reprenez sa sauvegarde : docs/fr/updating.md",
  ],
  running: "une autre mise à jour est en cours",
  notCompiled: () => [
    "ce n'est pas un exécutable : le programme tourne depuis ses sources",
    "mettez à jour les sources elles-mêmes : git pull",
  ],
  otherExecutable: (file) => [
    `le serveur utilise ${file}, et ce programme en est un autre`,
    `appelez celui-là : ${file} update`,
  ],
  byPackage: {
    dpkg: (file) => [
      `${file} appartient à un paquet de ce système`,
      "mettez le système à jour : sudo apt update && sudo apt upgrade",
    ],
    rpm: (file) => [
      `${file} appartient à un paquet de ce système`,
      "mettez le paquet à jour : sudo dnf upgrade jabber-home",
    ],
    apk: (file) => [
      `${file} appartient à un paquet de ce système`,
      "mettez le paquet à jour : apk upgrade jabber-home",
    ],
    container: () => [
      "le programme tourne dans un conteneur, qui se remplace en entier",
      "prenez la nouvelle image et refaites le conteneur : docker compose pull && docker compose up -d",
    ],
  },
  notWritable: (file, command) => [`cet utilisateur n'a pas le droit de remplacer ${file}`, command],
  noPlace: () => [
    "personne n'a dit où se trouvent les nouvelles versions : le projet n'a pas encore d'adresse pour elles",
    "indiquez-en une : --from https://… ou --from DOSSIER ; ou update.url dans config.toml",
  ],
  problems: {
    "no-keys": () => [
      "ce programme a été construit sans clé de publication, et ne peut donc en croire aucune",
      "prenez un programme publié, ou remplacez celui-ci à la main",
    ],
    "not-signed": () => [
      "ce qui est publié n'est pas signé par les clés que ce programme connaît",
      "ne l'installez pas ; si les clés ont changé depuis cette version, prenez la nouvelle là où vous avez pris celle-ci",
    ],
    malformed: (why) => [`la signature est bonne, mais le manifeste est faux : ${why}`, "signalez-le au projet"],
    format: () => [
      "la nouvelle version est décrite d'une façon que celle-ci ne connaît pas encore",
      "installez d'abord une version intermédiaire",
    ],
    expired: (expires) => [
      `ce qui est publié là valait jusqu'au ${longMoment(expires)} : des versions plus récentes sont peut-être retenues`,
      "vérifiez l'horloge de cette machine ; sinon réessayez plus tard, ou voyez la page du projet",
    ],
    future: (released, now) => [
      `cette version est du ${longMoment(released)}, et ici nous sommes le ${longMoment(now)}`,
      "mettez l'horloge de cette machine à l'heure",
    ],
    downgrade: (version, current) => [
      `ce qui est publié là est la version ${version}, plus ancienne que celle-ci, la ${current}`,
      "une version plus ancienne n'est jamais installée d'elle-même",
    ],
    "no-target": (target, version) => [
      `la version ${version} n'a pas été faite pour ${target}`,
      "attendez qu'elle le soit, ou construisez-la : npm run build",
    ],
    "no-place": (given) => [
      `il n'y a rien de publié à ${given}`,
      "indiquez un dossier, ou une adresse qui commence par https://",
    ],
    unreachable: (where, why) => [
      `${where} : ${why}`,
      "cette machine est-elle connectée à Internet ? Réessayez plus tard",
    ],
    answer: (where, status) => [`${where} répond par le code ${status}`, "vérifiez l'adresse, ou réessayez plus tard"],
    cut: (file, bytes, of) => [
      `la connexion a été coupée : ${sizeText(bytes)} sur ${sizeText(of)} de ${file} sont arrivés`,
      "relancez la commande : elle continue de là",
    ],
    "no-room": (path, needed, free) => [
      `il faut ${sizeText(needed)} dans ${path}, et ${sizeText(free)} sont libres`,
      "faites-y de la place, puis relancez la commande",
    ],
    "wrong-bytes": (file) => [
      `${file} n'est pas ce qui a été signé, et n'a pas été pris`,
      "réessayez ; si cela se répète, le serveur ou le réseau modifie les fichiers : signalez-le au projet",
    ],
  },
};
