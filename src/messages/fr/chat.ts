/** What the chat in the browser says around converse.js, in French. */
import type { chat as en } from "../en/chat.ts";

export const chat: typeof en = {
  title: "Discussions",
  open: "Discuter dans ce navigateur",
  back: "Mon compte",
  about: "À propos",
  loading: "Les discussions s'ouvrent…",
  welcome:
    "Choisissez quelqu'un dans la liste, ou un groupe. Les menus à côté ajoutent un contact ou ouvrent un groupe.",
  encrypted: "Ce que des applications ont chiffré (OMEMO) se lit dans une application, pas ici.",
  noScript:
    "Les discussions dans le navigateur ont besoin de JavaScript, qui est désactivé ici. Activez-le pour cette page, ou installez une application : elle en fait davantage.",
  failed:
    "Les discussions ne se sont pas ouvertes. Rechargez la page ; si cela ne suffit pas, utilisez une version récente de votre navigateur.",
  ended: "Vous n'êtes plus connecté.",
  again: "Se reconnecter",
  password: "Le mot de passe se change sur la page du compte.",
  lists: "Revenir à toutes les conversations",
  changePassword: "Changer le mot de passe",
  aboutPage: {
    title: "À propos de ces discussions",
    lead: (domain: string) =>
      `Vous écrivez d'ici, depuis n'importe quel navigateur, aux personnes de ${domain} et d'autres serveurs. Rien n'est installé, et rien n'est demandé à qui que ce soit d'autre que ce serveur.`,
    encryption: "Ce qui est chiffré se lit dans une application",
    encryptionText:
      "Beaucoup d'applications chiffrent de bout en bout ce que deux personnes s'écrivent (OMEMO) : seuls leurs appareils peuvent le lire. Ces discussions dans le navigateur ne le peuvent pas. Une ligne le dit alors à la place du message : lisez-le dans votre application. Ce que vous écrivez ici est protégé en chemin jusqu'au serveur, et lisible pour le serveur.",
    pictures: "Images",
    picturesText:
      "Les images envoyées par ce serveur sont affichées. Celles d'autres serveurs sont des liens : les afficher apprendrait à ces serveurs qui lit quoi, et quand.",
    install: "Sur l'écran d'accueil",
    installText:
      "Dans le menu du navigateur, « Installer » ou « Sur l'écran d'accueil » place ces discussions à côté de vos applications. Elles ne signalent les nouveaux messages que tant qu'elles sont ouvertes : pour en recevoir à tout moment, installez une application.",
    shared: "Sur l'ordinateur de quelqu'un d'autre",
    sharedText:
      "En partant, déconnectez-vous sur la page de votre compte : cela ferme les discussions, et efface ce qu'elles ont gardé dans ce navigateur.",
    software: "Logiciel",
    softwareText: (version: string) =>
      `C'est converse.js ${version}, © 2013–2025 JC Brand et d'autres, inchangé et sans sa bibliothèque OMEMO. Sa licence est la Mozilla Public License 2.0.`,
    licence: "La licence",
    source: "Le code source",
    others: "Les logiciels qu'il contient, et leurs licences",
    back: "Retour aux discussions",
  },
};
