/** Ce que disent `move-in` et la partie de la page du compte, en français. */
import type { moveIn as en } from "../en/move-in.ts";
import { counted } from "./units.ts";

export const moveIn: typeof en = {
  oldPassword: (account) => `Mot de passe de ${account} sur l'ancien serveur (il n'est pas conservé)`,
  followQuestion: "Demander à vos contacts de suivre à la nouvelle adresse ?",
  signedIn: (account) => `connecté en tant que ${account}`,
  stages: {
    contacts: "contacts",
    vcards: "profil",
    blocked: "adresses bloquées",
    preferences: "choix de ce qui est archivé",
    private: "signets et données privées",
    nodes: "publications",
    archived: "historique",
    following: "demande aux contacts de suivre",
  },
  stage: (name, done, total) => (total === undefined ? `${name} : ${done}` : `${name} : ${done} sur ${total}`),
  head: (from, to) => `Ce qui est venu de ${from} à ${to} :`,
  headTrial: (from, to) => `Ce qui viendrait de ${from} à ${to} ; rien n'a été changé, ni là-bas ni ici :`,
  noMessageCount: "messages de l'historique : l'ancien serveur ne dit pas combien avant la copie",
  nothing: "rien",
  alreadyHere: (count) => `, ${count} déjà ici`,
  leftHead: "Ce qui ne peut pas venir, et pourquoi :",
  moreLeft: (count) => `et ${count} de plus (--json les nomme tous)`,
  stays: [
    "Certaines choses restent dans l'ancien compte, car aucune application ne les reçoit : les personnes qui ont demandé à devenir des contacts et attendent une réponse ; les fichiers envoyés (leurs liens mènent toujours à l'ancien serveur) ; l'appartenance aux salons (demandez aux propriétaires des salons fermés d'admettre la nouvelle adresse).",
    "Les discussions chiffrées recommencent : chaque application crée ses propres clés pour la nouvelle adresse.",
  ],
  asked: (count) =>
    `${counted(count, "contact est invité", "contacts sont invités")} à suivre. Si leur serveur connaît XEP-0283, c'est tout ; sinon, leur application le leur demande, comme pour un nouveau contact. Gardez l'ancien compte jusqu'à leur réponse : c'est lui qui confirme la nouvelle adresse.`,
  askedTrial: (count) => `${counted(count, "contact serait invité", "contacts seraient invités")} à suivre`,
  notAsked: "Les contacts n'ont pas été invités à suivre : il faut les ajouter de nouveau un par un.",
  notStated: (from) => `${from} n'a pas pu annoncer la nouvelle adresse : chaque contact devra l'accepter lui-même.`,
  choose: (to, link) => `Choisissez le mot de passe de ${to} (le lien est valable un jour) : ${link}`,
  noPassword: (to) => `${to} n'a aucun mot de passe connu : jabber-home user passwd ${to}`,
  signInAgain: "Les applications déjà connectées voient les contacts dès qu'elles se reconnectent.",
  exists: (to) => `${to} existe déjà`,
  existsRemedy: (to) =>
    `si tout doit venir dans ce compte, nommez-le : --to ${to} ; ou choisissez un autre nom : --to NOM`,
  ended: () => [
    "le serveur s'est arrêté au milieu",
    "ce qui a été copié reste : démarrez-le, et donnez la même commande de nouveau",
  ],
  problems: {
    "no-server": ({ domain, why }) => [
      `${domain} n'est pas un serveur pour les applications : ${why}`,
      "vérifiez l'adresse",
    ],
    unreachable: ({ domain, why }) => [`${domain} est injoignable : ${why}`, "réessayez plus tard"],
    "no-tls": ({ domain, why }) => [
      `aucun mot de passe n'est envoyé en clair à ${domain} : ${why}`,
      "demandez à son administrateur",
    ],
    certificate: ({ domain, why }) => [
      `${domain} ne prouve pas être ${domain} : ${why}`,
      "demandez à son administrateur ; votre propre autorité se nomme par federation.ca_file",
    ],
    password: ({ account }) => [
      `l'ancien serveur n'accepte pas le mot de passe de ${account}`,
      "vérifiez l'adresse et le mot de passe",
    ],
    refused: ({ account, why }) => [
      `l'ancien serveur ne laisse pas ${account} se connecter : ${why}`,
      "demandez à son administrateur",
    ],
    lost: ({ domain, why }) => [
      `la connexion à ${domain} a été rompue au milieu : ${why}`,
      "ce qui a été copié reste ; recommencez, et cela reprend où c'en était",
    ],
  },
  page: {
    title: "Faire venir votre ancien compte",
    lead: "Si vous avez un compte sur un autre serveur, tout peut venir ici : contacts, signets, profil, publications, adresses bloquées et historique. Le mot de passe sert une fois, pour se connecter là-bas comme le fait une application ; il n'est ni conservé ni noté.",
    address: "Votre ancienne adresse",
    addressHint: "alice@ailleurs.org",
    password: "Son mot de passe",
    follow: "Demander à mes contacts de suivre à cette adresse",
    button: "Le faire venir",
    running: (from) => `${from} est en cours de copie. Vous pouvez fermer cette page ; la copie continue.`,
    look: "Actualiser",
    done: (from) => `${from} est venu ici.`,
    failed: (from) => `${from} n'est pas venu, ou pas entièrement :`,
    started: "La copie a commencé.",
    again: "Vous pouvez recommencer : ce qui est déjà ici n'est pas doublé.",
  },
};
