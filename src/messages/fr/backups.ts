/** `backup` and `restore`, in French. */
import type { backups as en } from "../en/backups.ts";
import { counted, longMoment, sizeText } from "./units.ts";

export const backups: typeof en = {
  made: (path, bytes) => `la sauvegarde est ${path} (${sizeText(bytes)}), relue et comparée`,
  secret: "Qui l'a possède tout, clés et messages : gardez-la où personne d'autre ne la lit.",
  counts: ({ accounts, messages, rooms, files }) =>
    [
      counted(accounts, "compte", "comptes"),
      counted(messages, "message archivé", "messages archivés"),
      counted(rooms, "salon", "salons"),
      counted(files, "fichier envoyé", "fichiers envoyés"),
    ].join(", "),
  content: ({ domains, created, host, version, bytes, beforeUpdate }) =>
    [
      `une sauvegarde de ${domains.join(", ")}`,
      `  faite le ${longMoment(created)} sur ${host}, par jabber-home ${version}`,
      ...(beforeUpdate === undefined ? [] : [`  avant la mise à jour vers la version ${beforeUpdate}`]),
      `  ${sizeText(bytes)} une fois décompressée`,
    ].join("\n"),
  askPassphrase: "La phrase de passe de la sauvegarde",
  oneKey: () => [
    "une sauvegarde est chiffrée par une phrase de passe, ou pour une clé",
    "nommez l'un des deux : --passphrase-file ou --identity",
  ],
  oneRecipient: () => [
    "une sauvegarde est chiffrée par une phrase de passe, ou pour une clé",
    "nommez l'un des deux : --passphrase-file ou --recipient",
  ],
  notBoth: () => [
    "une sauvegarde d'avant mise à jour se trouve dans le dossier du serveur, telle quelle",
    "enlevez --to, --passphrase-file et --recipient",
  ],
  noVersion: (given) => [`${given} n'est pas une version`, "écrivez-la comme elle est publiée : --before-update 1.2.3"],
  noIdentity: (path) => [
    `${path} n'est pas un fichier d'age-keygen`,
    "une de ses lignes commence par AGE-SECRET-KEY-1 ; si le fichier est lui-même chiffré, ouvrez-le d'abord : age -d",
  ],
  noRecipient: (given) => [
    `${given} n'est pas une clé publique d'age`,
    "écrivez ce qu'age-keygen a affiché : age1 et 58 lettres",
  ],
  question: (home) => `La mettre en place dans ${home} ?`,
  questionAside: (home) =>
    `La mettre à la place de ce qui est dans ${home} ? Cela est gardé, dans un dossier au même endroit.`,
  notAsked: () => ["il manque --no-input", "sans terminal, la question ne peut être posée à personne"],
  notDone: "rien n'a été changé",
  noSuchAccount: (account) => [
    `la sauvegarde n'a pas de compte ${account}`,
    "une sauvegarde plus ancienne ou plus récente l'a peut-être",
  ],
  questionAccount: (account, isHere) =>
    isHere
      ? `Rendre à ${account} ce qui lui manque ? Ce qui est là maintenant reste.`
      : `Refaire le compte ${account}, tel qu'il est dans la sauvegarde ?`,
  accountBack: (account, wasHere) =>
    wasHere ? `Ce qui est revenu à ${account} ; ce qui était là est resté :` : `${account} existe à nouveau, avec :`,
  accountTrial: (account, wasHere) =>
    wasHere
      ? `Ce qui reviendrait à ${account} ; rien n'a été changé :`
      : `${account} existerait à nouveau ; rien n'a été changé. Il aurait :`,
  askContacts:
    "Le mot de passe est celui de la sauvegarde. Les contacts à qui la disparition du compte a été annoncée le voient à nouveau une fois qu'ils l'ont accepté à nouveau.",
  wouldRestore: (home, isThere) =>
    isThere
      ? `La sauvegarde est entière. Elle serait mise en place dans ${home}, et ce qui y est, gardé dans un dossier ; rien n'a été changé.`
      : `La sauvegarde est entière. Elle serait mise en place dans ${home} ; rien n'a été changé.`,
  restored: (home) => `la sauvegarde est en place : ${home}`,
  former: (path) => `Ce qui y était avant est dans ${path} ; supprimez-le une fois que tout va bien.`,
  notSent: (count) =>
    count < 2
      ? "Un envoi attendait un autre serveur et ne partira pas, car il est peut-être parti après la sauvegarde ; --send-waiting l'envoie."
      : `${count} envois attendaient d'autres serveurs et ne partiront pas, car ils sont peut-être partis après la sauvegarde ; --send-waiting les envoie.`,
  notSentForSetup: (count) =>
    count < 2
      ? "Un envoi attendait un autre serveur et ne partira pas, car il est peut-être parti après la sauvegarde."
      : `${count} envois attendaient d'autres serveurs et ne partiront pas, car ils sont peut-être partis après la sauvegarde.`,
  signIn: "Les applications se reconnectent d'elles-mêmes avec leur mot de passe, les navigateurs le demandent.",
  next: (command) => `Pour le démarrer : ${command}`,
  exists: (path) => [`${path} existe déjà`, "choisissez un autre nom : aucune sauvegarde n'est écrasée"],
  running: (home) => [`un serveur tourne sur ${home}`, "arrêtez-le d'abord : jabber-home service stop"],
  newerHome: (changed, created) => [
    `le dossier a changé le ${longMoment(changed)}, et la sauvegarde est plus ancienne : ${longMoment(created)}`,
    "restore avec --replace prend la plus ancienne, et garde dans un dossier ce qui est là maintenant",
  ],
  somethingElse: (path) => [
    `${path} n'est pas vide, et n'est pas le dossier d'un serveur`,
    "nommez un dossier vide, ou qui n'existe pas : --home DOSSIER",
  ],
  problems: {
    "not-a-backup": () => [
      "ce n'est pas une sauvegarde de jabber-home",
      "nommez un fichier que jabber-home backup a écrit",
    ],
    cut: () => [
      "le fichier s'arrête trop tôt : il n'a pas été écrit ou copié jusqu'au bout",
      "copiez-le à nouveau, ou prenez une autre sauvegarde",
    ],
    damaged: (path) => [
      path === ""
        ? "le fichier est abîmé"
        : `le fichier est abîmé : ${path} n'est plus comme au moment de la sauvegarde`,
      "copiez-le à nouveau, ou prenez une autre sauvegarde",
    ],
    hostile: (path) => [
      path === ""
        ? "il contient ce qu'aucune sauvegarde ne contient"
        : `il contient ce qu'aucune sauvegarde ne contient : ${path}`,
      "quelqu'un a modifié le fichier : prenez une autre sauvegarde",
    ],
    newer: (version) => [
      `la sauvegarde a été faite par jabber-home ${version}, plus récent que ce programme`,
      `installez la version ${version} ou une version ultérieure, et réessayez`,
    ],
    "no-room": (path, needed, free) => [
      `il faut ${sizeText(needed)} dans ${path}, et ${sizeText(free)} y sont libres`,
      "faites-y de la place, ou choisissez un autre disque",
    ],
    "database-damaged": (why) => [`la base de données est abîmée (${why})`, "prenez une autre sauvegarde"],
    changed: (path) => [`${path} a changé pendant la lecture`, "réessayez"],
    encrypted: (by) =>
      by === "passphrase"
        ? [
            "la sauvegarde est chiffrée par une phrase de passe",
            "nommez un fichier qui la contient : --passphrase-file FICHIER, ou - pour l'entrée standard",
          ]
        : [
            "la sauvegarde est chiffrée pour une clé d'age",
            "nommez le fichier d'age-keygen qui en contient la moitié secrète : --identity FICHIER",
          ],
    passphrase: () => ["ce n'est pas la phrase de passe de cette sauvegarde", "réessayez"],
    identity: () => [
      "la sauvegarde est chiffrée pour une autre clé que celles de ce fichier",
      "nommez le fichier dont la clé publique est backup.recipient sur ce serveur : --identity FICHIER",
    ],
    "no-folder": (path) => [
      `le dossier ${path} n'existe pas`,
      "le disque ou la clé est-il branché ? Sinon, créez ce dossier, ou nommez-en un autre : backup.folder dans config.toml",
    ],
    "not-writable": {
      service: (path) => [
        `le service n'a pas le droit d'écrire dans ${path}`,
        "donnez-le-lui, et redémarrez-le : sudo jabber-home service install ; sinon, c'est le disque qui est en lecture seule",
      ],
      readOnly: (path) => [
        `le disque de ${path} est en lecture seule`,
        "la clé est-elle protégée en écriture ? Sinon, montez-la de façon qu'on puisse y écrire",
      ],
      denied: (path, user) => [
        `${user} n'a pas le droit d'écrire dans ${path}`,
        `donnez-le-lui : sudo chown ${user}: ${path} ; une clé en FAT doit être montée avec uid=${user}`,
      ],
    },
    other: (why) => [why, "voyez ce qui a été noté : jabber-home logs"],
    runs: () => ["une autre sauvegarde est en cours", "attendez qu'elle soit finie"],
  },
};
