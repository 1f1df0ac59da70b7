/** How the server is, in Dutch. */
import type { status as en } from "../en/status.ts";
import { counted } from "./units.ts";

export const status: typeof en = {
  runs: (version, domains, age, pid) => `jabber-home ${version} voor ${domains} draait nu ${age} (proces ${pid})`,
  load: (sessions, servers, accounts, megabytes) =>
    [
      `${counted(sessions, "app", "apps")} en ${counted(servers, "andere server", "andere servers")} verbonden`,
      counted(accounts, "account", "accounts"),
      `${megabytes} MB geheugen`,
    ].join(", "),
  certificate: (source, names, until) => `certificaat (${source}) tot ${until}, voor ${names}`,
  web: (origin) => `pagina's en bestanden op ${origin}`,
  calls: (addresses) => `belgesprekken worden doorgegeven door ${addresses}`,
  listens: "luistert op",
  notRunning: (directory) => `de server van ${directory} draait niet`,
  start: (command) => `om hem te starten: ${command}`,
  examine: (command) => `als hij niet start: ${command}`,
  watch: {
    head: (version, domains, age) => `jabber-home ${version}: ${domains}, draait nu ${age}`,
    labels: { connected: "verbonden", messages: "berichten", waiting: "wachtend", memory: "geheugen", disk: "schijf" },
    connected: (apps, away, servers) =>
      [counted(apps, "app", "apps"), `${away} afwezig`, counted(servers, "andere server", "andere servers")].join(", "),
    messages: (incoming, outgoing, stanzas) =>
      `${incoming} in en ${outgoing} uit per seconde (${stanzas} stanza's van alle soorten)`,
    waiting: (apps, servers) => `${apps} voor apps, ${servers} voor andere servers`,
    memory: (size, percent) => `${size}, processor ${percent}%`,
    disk: (database, log, free) =>
      `database ${database} (journaal ${log})${free === undefined ? "" : `, ${free} vrij`}`,
    fine: "er is niets mis",
    keys: (seconds) => `q stopt; er wordt elke ${counted(seconds, "seconde", "seconden")} gekeken`,
    badInterval: (given) => `“${given}” is geen interval: schrijf er een van 500ms tot 1h, zoals --interval 10s`,
  },
  notSetUp: (command) => `hij is niet ingesteld: ${command}`,
};
