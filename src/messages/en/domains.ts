/** `domain rename`: a domain gets another name. */
import { counted } from "./units.ts";

type Failure = readonly [sentence: string, remedy?: string];

export const domains = {
  notDomain: (given: string): Failure => [`"${given}" is not a domain`, "write it alone, such as example.com"],
  notServed: (domain: string, served: string): Failure => [
    `${domain} is not served here`,
    `what is served here: ${served}`,
  ],
  served: (domain: string): Failure => [
    `${domain} is another domain of this server already`,
    "two domains cannot become one: choose a name that is not in use here",
  ],
  inUse: (domain: string): Failure => [
    `there are accounts or rooms of ${domain} in the database from before`,
    "name it again in config.toml (domains), remove them, and then take it out",
  ],
  service: (name: string): Failure => [
    `${name} is the name of a service of the other domain, such as its rooms`,
    "choose another name",
  ],
  space: (needed: string, free: string): Failure => [
    `there is not enough room on the disk: ${needed} are needed, for a copy of the database too, and ${free} are free`,
    "make room, and try again",
  ],
  runsNow: (home: string): Failure => [
    `the server of ${home} is running`,
    "stop it first: jabber-home service stop, or Ctrl-C in its window; to see what would change, it may run: --dry-run",
  ],
  plan: (from: string, to: string) => `${from} becomes ${to}:`,
  accounts: (count: number) => counted(count, "account", "accounts"),
  rooms: (count: number) => counted(count, "room", "rooms"),
  messages: (count: number) => counted(count, "message in archives", "messages in archives"),
  services: (names: string) => `services: ${names}`,
  nothingDone: "Nothing has been changed.",
  question: (from: string, to: string) => `Rename ${from} to ${to}?`,
  irrevocable: "everybody here gets a new address and has to sign in anew",
  notDone: "nothing has been changed",
  tellQuestion: "Tell the contacts on other servers the new addresses, once the server runs?",
  progress: (done: number, total: number) => `${Math.floor((done / Math.max(1, total)) * 100)} % (${done} of ${total})`,
  done: (from: string, to: string) => `${from} is ${to} now.`,
  copy: (folder: string) =>
    `The database and config.toml as they were are in ${folder}. To go back, put them in place of the present ones while the server is stopped; remove the folder when all is well.`,
  apps: (to: string) =>
    `Everybody has to sign in anew in their apps: with the same name at ${to}, and the same password. History, contacts and rooms are there.`,
  records: (to: string) => `The DNS records of ${to}; jabber-home dns shows which of them the world sees:`,
  noRecords: (to: string) => `${to} is the name of a local network: nothing has to be published.`,
  certificate: {
    acme: (to: string) => `The certificate of ${to} is obtained at the next start, once its records lead here.`,
    files: (to: string) =>
      `Put a certificate of ${to} where config.toml says: certificate.chain_file, certificate.key_file.`,
    "self-signed": (to: string) => `A certificate of ${to} is made at the next start.`,
  },
  former: (from: string) =>
    `While the records of ${from} still lead here, what is sent to the former addresses arrives (former_domains in config.toml), and links to files keep working.`,
  told: "Contacts on other servers are told as soon as the server runs; their servers decide whether they follow by themselves.",
  notTold:
    "Contacts on other servers have not been told: they see the new address when somebody writes to them, and have to accept it.",
  components: (names: string) => `External components keep their names: ${names}`,
  next: "Then start the server: jabber-home run, or jabber-home service start",
};
