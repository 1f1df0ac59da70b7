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
  diskFull: (free: number, reserve: number) =>
    `the disk is nearly full (${free} MB free, ${reserve} MB are kept free): nothing new is taken until there is room`,
  clockLeapt: (said: string, says: string, until: string) =>
    `the clock of this machine says ${says}; the last time before that, it said ${said}. Where the server was off in between, there is nothing to do; otherwise set it right (timedatectl set-ntp true). Until it is, or has gone on like this until ${until}, nothing is deleted for its age`,
  clockWrong: (says: string) =>
    `the clock of this machine says ${says}, which cannot be: nothing is deleted for its age until it is set right (timedatectl set-ntp true)`,
  certificate: (source: string, names: string, until: string) => `certificate (${source}) for ${names} until ${until}`,
  over: ", which is over",
  soon: (age: string) => `, in ${age}`,
  byHand: (until: string) => `renewed by hand, to be done again before ${until}: jabber-home certificate renew`,
  notRenewed: (reason: string) => `could not be renewed (${reason}): see jabber-home certificate`,
  web: (origin: string) => `pages and files at ${origin}`,
  /** A listener that could not be had: why, and what that means. */
  refused: {
    https: (why: string) => `${why}: no pages and no files; jabber-home setup chooses another port`,
    http: (why: string) => `${why}: browsers are not sent on from http:// to https://`,
    http_proxied: (why: string) => `${why}: the web server in front of this one gets no answer`,
  },
  listens: "listens on",
  notRunning: (directory: string) => `the server of ${directory} is not running`,
  start: (command: string) => `start it: ${command}`,
  notSetUp: (command: string) => `it has not been set up: ${command}`,
};
