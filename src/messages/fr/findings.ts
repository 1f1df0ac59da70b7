/** What is wrong with a server, and what helps, in French. */
import type { findings as en } from "../en/findings.ts";
import { counted } from "./units.ts";

export const findings: typeof en = {
  "disk-full": (free, reserve) => [
    `Le disque est presque plein : ${free} sont libres, ${reserve} doivent le rester. Rien de nouveau n'est accepté d'ici là.`,
    "Faites de la place sur le disque ; jabber-home files montre qui a envoyé combien, et efface ce qui est ancien.",
  ],
  "backup-failed": (why, last, isAttempted) =>
    `${isAttempted ? "La dernière sauvegarde n'a pas pu être faite" : "Aucune sauvegarde ne peut être faite"} : ${why}. ${last === undefined ? "Il n'y en a pas encore." : `La plus récente est du ${last}.`}`,
  "backup-same-disk": (folder) => [
    `Les sauvegardes sont sur le même disque que tout le reste (${folder}) : si ce disque tombe en panne, elles sont perdues avec lui.`,
    "Branchez un autre disque ou une clé, et nommez-y un dossier : backup.folder dans config.toml. Ou copiez-en une de temps en temps sur une autre machine.",
  ],
  "update-undone": (failed, day, why) => [
    `La version ${failed} n'a pas fonctionné ici le ${day}, et la précédente tourne de nouveau : ${why}.`,
    "Transmettez ce message au projet, et installez la version suivante : jabber-home update.",
  ],
  "disk-low": (free, reserve) => [
    `Le disque se remplit : ${free} sont libres. Quand il n'en restera que ${reserve}, rien de nouveau ne sera accepté.`,
    "Faites de la place sur le disque ; jabber-home files montre qui a envoyé combien, et efface ce qui est ancien.",
  ],
  "clock-wrong": (says) => [
    `L'horloge de cette machine indique ${says}, ce qui est impossible : rien de trop ancien n'est effacé avant qu'elle soit remise à l'heure.`,
    "Remettez-la à l'heure : timedatectl set-ntp true",
  ],
  "clock-leapt": (said, says, until) => [
    `L'horloge de cette machine indique ${says} ; la fois précédente, elle indiquait ${said}. Tant qu'elle n'est pas remise à l'heure, ou jusqu'au ${until} si elle continue ainsi, rien de trop ancien n'est effacé.`,
    "Si le serveur était arrêté entre-temps, il n'y a rien à faire ; sinon, remettez-la à l'heure : timedatectl set-ntp true",
  ],
  "shadow-unreadable": () => [
    "Le serveur n'a pas le droit de lire /etc/shadow, où sont les mots de passe des comptes de cette machine : PAM les considère tous comme faux, et personne ne peut se connecter.",
    "En tant que service : sudo jabber-home service install, qui l'ajoute au groupe shadow. Sinon : sudo usermod -aG shadow UTILISATEUR, pour l'utilisateur qui le lance ; puis redémarrez-le. Si les mots de passe sont ceux d'un annuaire, il n'y a rien à faire.",
  ],
  "groups-unknown": (groups) => [
    `Cette machine n'a pas ces groupes, que nomme auth.allow_groups ou auth.deny_groups dans config.toml : ${groups}.`,
    "Vérifiez l'orthographe ; getent group montre ceux qui existent.",
  ],
  "certificate-expired": (until) => [
    `Le certificat a expiré le ${until} : les applications préviennent, ou ne se connectent pas, et les autres serveurs le refusent.`,
    "Renouvelez-le : jabber-home certificate renew",
  ],
  "certificate-expires": (until, left) => [
    `Le certificat expire le ${until}, dans ${left}.`,
    "Voyez pourquoi il n'a pas été renouvelé : jabber-home certificate",
  ],
  "certificate-by-hand": (until) => [
    `Le certificat est à renouveler à la main avant le ${until}.`,
    "jabber-home certificate renew",
  ],
  notRenewed: (why) => `Le certificat n'a pas pu être renouvelé. ${why}`,
  certificate: (what) => `Les applications et les autres serveurs trouvent à redire au certificat. ${what}`,
  "web-refused": {
    https: (why) => [`${why}, donc ni pages ni fichiers.`, "jabber-home setup choisit un autre port."],
    http: (why) => [`${why}, donc les navigateurs ne sont pas renvoyés de http:// vers https://.`],
    http_proxied: (why) => [`${why}, donc le serveur web placé devant celui-ci n'obtient pas de réponse.`],
  },
  "calls-refused": (why) => [
    `${why}, donc des appels entre applications qui ne peuvent pas se joindre directement risquent de ne pas aboutir.`,
    "Arrêtez ce qui occupe le port, ou choisissez-en un autre ou off dans config.toml, puis redémarrez le serveur : docs/calls.md.",
  ],
  "calls-without-address": () => [
    "Ce serveur ne connaît pas son adresse publique : les appels entre applications qui ne peuvent pas se joindre directement n'aboutissent pas.",
    "Écrivez l'adresse de votre box dans turn.public_address (config.toml), ou faites-y mener l'enregistrement A du domaine. Pour des appels dans la maison seulement : turn.private_peers.",
  ],
  "port-not-reached": (port, who, age) => [
    `${who} n'a pas pu entrer par le port ${port}, il y a ${age}.`,
    "Voyez ce qui a été vu, et ce qui aide : jabber-home dns. Pour regarder encore une fois : jabber-home dns --outside",
  ],
  "server-unreached": (domain, age, why, waiting) => [
    `${domain} n'a pas été joint depuis ${age} : ${why}. ${waiting > 0 ? `${counted(waiting, "message ou état attend", "messages et états attendent")} de partir.` : ""}`.trim(),
    `Voyez quelle étape échoue, et ce qui aide : jabber-home federation ${domain}`,
  ],
  "servers-unreached": (count) => [
    `${counted(count, "autre serveur n'a pas été joint", "autres serveurs n'ont pas été joints")}.`,
    "jabber-home federation",
  ],
};
