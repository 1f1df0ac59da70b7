/** How the server is, in Italian. */
import type { status as en } from "../en/status.ts";
import { counted, toDay } from "./units.ts";

export const status: typeof en = {
  runs: (version, domains, age, pid) =>
    `jabber-home ${version} serve ${domains}, in funzione da ${age} (processo ${pid})`,
  load: (sessions, servers, accounts, megabytes) =>
    [
      `connessi: ${counted(sessions, "app", "app")} e ${counted(servers, "altro server", "altri server")}`,
      counted(accounts, "account", "account"),
      `${megabytes} MB di memoria`,
    ].join(", "),
  certificate: (source, names, until) => `certificato (${source}) fino ${toDay(until)}, per ${names}`,
  web: (origin) => `pagine e file su ${origin}`,
  calls: (addresses) => `le chiamate passano da ${addresses}`,
  listens: "in ascolto su",
  notRunning: (directory) => `il server di ${directory} non è in funzione`,
  start: (command) => `per avviarlo: ${command}`,
  examine: (command) => `se non si avvia: ${command}`,
  watch: {
    head: (version, domains, age) => `jabber-home ${version}: ${domains}, in funzione da ${age}`,
    labels: { connected: "connessi", messages: "messaggi", waiting: "in attesa", memory: "memoria", disk: "disco" },
    connected: (apps, away, servers) =>
      [counted(apps, "app", "app"), `${away} in pausa`, counted(servers, "altro server", "altri server")].join(", "),
    messages: (incoming, outgoing, stanzas) =>
      `${incoming} ricevuti e ${outgoing} inviati al secondo (${stanzas} elementi di ogni tipo)`,
    waiting: (apps, servers) => `${apps} per le app, ${servers} per altri server`,
    memory: (size, percent) => `${size}, processore ${percent}%`,
    disk: (database, log, free) => `database ${database} (log ${log})${free === undefined ? "" : `, ${free} liberi`}`,
    fine: "va tutto bene",
    keys: (seconds) =>
      `q per uscire; aggiornato ogni ${seconds === 1 ? "secondo" : counted(seconds, "secondo", "secondi")}`,
    badInterval: (given) => `«${given}» non è un intervallo: scrivi da 500ms a 1h, per esempio --interval 10s`,
  },
  notSetUp: (command) => `non è stato installato: ${command}`,
};
