/** How the server is, in French. */
import type { status as en } from "../en/status.ts";
import { counted } from "./units.ts";

export const status: typeof en = {
  runs: (version, domains, age, pid) =>
    `jabber-home ${version} sert ${domains}, en marche depuis ${age} (processus ${pid})`,
  load: (sessions, servers, accounts, megabytes) =>
    [
      counted(sessions, "application connectée", "applications connectées"),
      counted(servers, "autre serveur connecté", "autres serveurs connectés"),
      counted(accounts, "compte", "comptes"),
      `${megabytes} Mo de mémoire`,
    ].join(", "),
  diskFull: (free, reserve) =>
    `le disque est presque plein (${free} Mo libres, ${reserve} Mo doivent le rester) : rien de nouveau n'est accepté d'ici là`,
  clockLeapt: (said, says, until) =>
    `l'horloge de cette machine indique ${says} ; la fois précédente, elle indiquait ${said}. Si le serveur était arrêté entre-temps, il n'y a rien à faire ; sinon, remettez-la à l'heure (timedatectl set-ntp true). D'ici là, ou jusqu'au ${until} si elle continue ainsi, rien de trop ancien n'est effacé`,
  clockWrong: (says) =>
    `l'horloge de cette machine indique ${says}, ce qui est impossible : rien de trop ancien n'est effacé avant qu'elle soit remise à l'heure (timedatectl set-ntp true)`,
  certificate: (source, names, until) => `certificat (${source}) pour ${names} jusqu'au ${until}`,
  over: ", ce qui est passé",
  soon: (age) => `, dans ${age}`,
  byHand: (until) => `à renouveler à la main avant le ${until} : jabber-home certificate renew`,
  notRenewed: (reason) => `n'a pas pu être renouvelé (${reason}) : voir jabber-home certificate`,
  web: (origin) => `pages et fichiers sur ${origin}`,
  refused: {
    https: (why) => `${why}, donc ni pages ni fichiers ; jabber-home setup choisit un autre port`,
    http: (why) => `${why}, donc les navigateurs ne sont pas renvoyés de http:// vers https://`,
    http_proxied: (why) => `${why}, donc le serveur web placé devant celui-ci n'obtient pas de réponse`,
  },
  listens: "écoute sur",
  notRunning: (directory) => `le serveur de ${directory} ne tourne pas`,
  start: (command) => `pour le démarrer : ${command}`,
  notSetUp: (command) => `il n'a pas été installé : ${command}`,
};
