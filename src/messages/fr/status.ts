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
  notSetUp: (command) => `il n'a pas été installé : ${command}`,
};
