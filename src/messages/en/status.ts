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
  notSetUp: (command: string) => `it has not been set up: ${command}`,
};
