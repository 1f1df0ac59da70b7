/** How the server is, in English. */
import { counted } from "./units.ts";

export const status = {
  runs: (version: string, domains: string, age: string, pid: number) =>
    `jabber-home ${version} serves ${domains}, up for ${age} (process ${pid})`,
  load: (sessions: number, servers: number, accounts: number, megabytes: number) =>
    [
      `${counted(sessions, "app", "apps")} and ${counted(servers, "other server", "other servers")} connected`,
      counted(accounts, "account", "accounts"),
      `${megabytes} MB of memory`,
    ].join(", "),
  certificate: (source: string, names: string, until: string) => `certificate (${source}) until ${until}, for ${names}`,
  web: (origin: string) => `pages and files at ${origin}`,
  calls: (addresses: string) => `calls are relayed by ${addresses}`,
  listens: "listens on",
  notRunning: (directory: string) => `the server of ${directory} is not running`,
  start: (command: string) => `start it: ${command}`,
  examine: (command: string) => `if it does not start: ${command}`,
  watch: {
    head: (version: string, domains: string, age: string) => `jabber-home ${version}: ${domains}, up for ${age}`,
    labels: { connected: "connected", messages: "messages", waiting: "waiting", memory: "memory", disk: "disk" },
    connected: (apps: number, away: number, servers: number) =>
      [counted(apps, "app", "apps"), `${away} away`, counted(servers, "other server", "other servers")].join(", "),
    messages: (incoming: string, outgoing: string, stanzas: string) =>
      `${incoming} in and ${outgoing} out a second (${stanzas} stanzas of all kinds)`,
    waiting: (apps: number, servers: number) => `${apps} for apps, ${servers} for other servers`,
    memory: (size: string, percent: string) => `${size}, processor ${percent} %`,
    disk: (database: string, log: string, free: string | undefined) =>
      `database ${database} (log ${log})${free === undefined ? "" : `, ${free} free`}`,
    fine: "nothing is wrong",
    keys: (seconds: number) => `q quits; looked at every ${counted(seconds, "second", "seconds")}`,
    badInterval: (given: string) => `"${given}" is no interval: write one from 500ms to 1h, such as --interval 10s`,
  },
  notSetUp: (command: string) => `it has not been set up: ${command}`,
};
