/** How the server is, in French. */
import type { status as en } from "../en/status.ts";
import { counted } from "./units.ts";

export const status: typeof en = {
  runs: (version, domains, age, pid) =>
    `jabber-home ${version} sert ${domains}, en marche depuis ${age} (processus ${pid})`,
  load: (sessions, servers, accounts, megabytes) =>
    [
      `${counted(sessions, "application", "applications")} et ${counted(servers, "autre serveur", "autres serveurs")} connectés`,
      counted(accounts, "compte", "comptes"),
      `${megabytes} Mo de mémoire`,
    ].join(", "),
  certificate: (source, names, until) => `certificat (${source}) jusqu'au ${until}, pour ${names}`,
  web: (origin) => `pages et fichiers sur ${origin}`,
  calls: (addresses) => `les appels sont relayés par ${addresses}`,
  listens: "écoute sur",
  notRunning: (directory) => `le serveur de ${directory} ne tourne pas`,
  start: (command) => `pour le démarrer : ${command}`,
  examine: (command) => `s'il ne démarre pas : ${command}`,
  watch: {
    head: (version, domains, age) => `jabber-home ${version} : ${domains}, en marche depuis ${age}`,
    labels: { connected: "connectés", messages: "messages", waiting: "en attente", memory: "mémoire", disk: "disque" },
    connected: (apps, away, servers) =>
      [
        counted(apps, "application", "applications"),
        `${away} en pause`,
        counted(servers, "autre serveur", "autres serveurs"),
      ].join(", "),
    messages: (incoming, outgoing, stanzas) =>
      `${incoming} reçus et ${outgoing} envoyés par seconde (${stanzas} stanzas de toute sorte)`,
    waiting: (apps, servers) => `${apps} pour des applications, ${servers} pour d'autres serveurs`,
    memory: (size, percent) => `${size}, processeur ${percent} %`,
    disk: (database, log, free) =>
      `base de données ${database} (journal ${log})${free === undefined ? "" : `, ${free} libres`}`,
    fine: "tout va bien",
    keys: (seconds) => `q pour quitter ; relevé toutes les ${counted(seconds, "seconde", "secondes")}`,
    badInterval: (given) => `« ${given} » n'est pas un intervalle : écrivez de 500ms à 1h, par exemple --interval 10s`,
  },
  notSetUp: (command) => `il n'a pas été installé : ${command}`,
};
