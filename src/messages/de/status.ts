/** How the server is, in German. */
import type { status as en } from "../en/status.ts";
import { counted, dative } from "./units.ts";

const apps = (count: number): string => counted(count, "App", "Apps");
const servers = (count: number): string => counted(count, "anderer Server", "andere Server");

export const status: typeof en = {
  runs: (version, domains, age, pid) =>
    `jabber-home ${version} läuft für ${domains}, seit ${dative(age)} (Prozess ${pid})`,
  load: (sessions, others, accounts, megabytes) =>
    [
      `${apps(sessions)} und ${servers(others)} verbunden`,
      counted(accounts, "Konto", "Konten"),
      `${megabytes} MB Arbeitsspeicher`,
    ].join(", "),
  certificate: (source, names, until) => `Zertifikat (${source}) bis ${until}, für ${names}`,
  web: (origin) => `Seiten und Dateien unter ${origin}`,
  calls: (addresses) => `Anrufe werden weitergeleitet von ${addresses}`,
  listens: "lauscht auf",
  notRunning: (directory) => `der Server von ${directory} läuft nicht`,
  start: (command) => `starte ihn: ${command}`,
  examine: (command) => `wenn er nicht startet: ${command}`,
  watch: {
    head: (version, domains, age) => `jabber-home ${version}: ${domains}, läuft seit ${dative(age)}`,
    labels: {
      connected: "verbunden",
      messages: "Nachrichten",
      waiting: "warten",
      memory: "Speicher",
      disk: "Festplatte",
    },
    connected: (count, away, others) => [apps(count), `${away} kurz weg`, servers(others)].join(", "),
    messages: (incoming, outgoing, stanzas) =>
      `${incoming} herein und ${outgoing} hinaus je Sekunde (${stanzas} Stanzas aller Art)`,
    waiting: (count, others) => `${count} auf Apps, ${others} auf andere Server`,
    memory: (size, percent) => `${size}, Prozessor ${percent}\u00a0%`,
    disk: (database, log, free) =>
      `Datenbank ${database} (Protokoll ${log})${free === undefined ? "" : `, ${free} frei`}`,
    fine: "alles in Ordnung",
    keys: (seconds) => `q beendet; nachgesehen ${seconds === 1 ? "jede Sekunde" : `alle ${seconds} Sekunden`}`,
    badInterval: (given) => `„${given}“ ist kein Abstand: Schreib einen von 500ms bis 1h, wie --interval 10s`,
  },
  notSetUp: (command) => `er ist noch nicht eingerichtet: ${command}`,
};
