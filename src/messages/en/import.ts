/** What the import from another server says, in English. */
import { counted } from "./units.ts";

type Failure = readonly [sentence: string, remedy?: string];

export const imports = {
  /** By name of the source. */
  sources: {
    prosody: "Prosody",
    ejabberd: "ejabberd",
    jabberd2: "jabberd2",
    jabberd14: "jabberd14",
    xep0227: "files as of XEP-0227",
  } as Readonly<Record<string, string>>,
  checking: (count: number) => `looking at everything: ${count}`,
  progress: (done: number, total: number) => `${Math.floor((done / Math.max(1, total)) * 100)} % (${done} of ${total})`,
  /** Above the counts. */
  headTrial: (source: string, path: string) =>
    `What would come along from ${source} (${path}); nothing has been changed:`,
  head: (source: string, path: string) => `What has come along from ${source} (${path}):`,
  domain: (from: string, to: string) => (from === to ? `${from}` : `${from}, which is ${to} here`),
  nothing: "nothing",
  knownToo: (count: number) => `${count} already here`,
  alreadyHere: (count: number) => `, ${count} were here already`,
  perAccount: "Who, and how much of what:",
  moreAccounts: (count: number) => `and ${counted(count, "more account", "more accounts")} (--json names them all)`,
  nothingLeft: "Everything can come along.",
  leftHead: "What cannot come along, and why:",
  moreLeft: (count: number) => `and ${count} more (--json names them all)`,
  ofServer: "the server",
  /** Of an account, or of what is left. */
  entry: (of: string, what: string) => `${of}: ${what}`,
  rooms: (names: string) =>
    `Rooms and files go on being answered at ${names}: keep the DNS records of these names, and let the certificate name them (jabber-home dns shows what is needed)`,
  roomsTrial: (names: string) => `Rooms and files would go on being answered at ${names}`,
  filePort: (port: number) =>
    `Links to files may have the port ${port} in them. Where they do, let that port lead to the one of listen.https as well, in the router or by the firewall of the machine.`,
  resetHead:
    "These have no password that could come along. Send each the link with which a new one is chosen (it is good for a week):",
  resetTrial: (count: number) =>
    `${counted(count, "account has", "accounts have")} no password that could come along: a link to choose a new one will be made for each`,
  resetWithoutPages: (accounts: string) =>
    `These have no password that could come along, and there are no pages on which they could choose one: ${accounts}. Give each one: jabber-home user passwd JID`,
  oldHashes:
    "Some passwords came as keys of an older kind. Until their owners have signed in once with an app that sends the password or makes new keys, and for ninety days at most, all apps are offered that kind alone; apps that insist on a newer one say so.",
  next: "Start the server: jabber-home run, or jabber-home service start",
  isHere: "All of it is in the running server: apps that are signed in see it now.",
  restart:
    "All of it is in the running server. At the names above it answers from its next start on: jabber-home service restart, or stop what runs and start it again",
  ended: (): Failure => [
    "the server has stopped in the middle: what has come until then is stored",
    "begin the import again, whether the server runs or not: it goes on where it was",
  ],
  notAsked: (): Failure => [
    "missing: --no-input",
    "say that nothing is to be asked: --no-input; look first: --dry-run",
  ],
  kinds: {
    accounts: (count: number) => counted(count, "account", "accounts"),
    contacts: (count: number) => counted(count, "contact", "contacts"),
    requests: (count: number) => counted(count, "open request of a contact", "open requests of contacts"),
    vcards: (count: number) => counted(count, "profile", "profiles"),
    private: (count: number) => counted(count, "private element of an app", "private elements of apps"),
    nodes: (count: number) => counted(count, "node", "nodes"),
    items: (count: number) => counted(count, "published item", "published items"),
    blocked: (count: number) => counted(count, "blocked address", "blocked addresses"),
    privacy: (count: number) => counted(count, "privacy list", "privacy lists"),
    offline: (count: number) => counted(count, "message that waits", "messages that wait"),
    preferences: (count: number) => counted(count, "choice of what is archived", "choices of what is archived"),
    archived: (count: number) => counted(count, "message of the history", "messages of the history"),
    push: (count: number) => counted(count, "app that is woken", "apps that are woken"),
    files: (count: number) => counted(count, "file", "files"),
    rooms: (count: number) => counted(count, "room", "rooms"),
    "room-messages": (count: number) => counted(count, "message in rooms", "messages in rooms"),
    circles: (count: number) => counted(count, "circle", "circles"),
    invitations: (count: number) => counted(count, "invitation", "invitations"),
    other: (count: number) => counted(count, "other thing", "other things"),
  },
  reasons: {
    address: "no address, or one of a domain that does not come along",
    malformed: "it is not of its format",
    "too-large": "it is larger or more than an account may have here",
    "privacy-list": 'rules that are more than "nothing from this address": block whom you mean in an app',
    unknown: "nothing of the kind is known here",
    "no-account": "it belongs to no account that comes along",
    "file-missing": "the file is not where it should be",
    unreadable: "the old server has it in a form that says nothing",
    "cut-off": "the record ends in the middle, as after a crash",
    "of-no-use": "it is over, or was for the old server alone",
    "not-given": "the old server did not give it out",
    "not-asked": "so many are not asked at once to follow: add this one in an app",
    "old-address": "it belongs to the old address: apps make their own anew at the new one",
  },
  /** By reason: why the source cannot be read. `place` is the file with its line, or the table with its row. */
  problems: {
    unreadable: ({ why }: { readonly why: string }): Failure => [
      `cannot be read (${why})`,
      "look at the path, and whether this user may read it: sudo may help",
    ],
    unknown: ({ kinds }: { readonly kinds: readonly string[] }): Failure => [
      `is nothing that is known here: ${kinds.join(", ")}`,
      "name the folder, the database or the file in which the old server keeps its data (docs/moving.md)",
    ],
    "raw-database": ({ server, command }: { readonly server: string; readonly command: string }): Failure => [
      `is the database of ${server} itself, which only ${server} reads`,
      `let it write a file, and import that: ${command}`,
    ],
    outside: (): Failure => ["leads out of the folder of the source", "copy what it leads to into that folder"],
    malformed: ({ why }: { readonly why: string }): Failure => [
      `is not of its format: ${why}`,
      "nothing was stored; correct it, or ask for help with this line",
    ],
    dtd: (): Failure => ["has a document type (<!DOCTYPE): no data of a server has one", "remove it"],
    code: (): Failure => [
      "is a program, where data were expected",
      "name the folder of the data, not of the configuration",
    ],
    "too-large": ({ maximum }: { readonly maximum: number }): Failure => [
      `something in it is larger than anything of a server is (${maximum})`,
      "nothing was stored; look at this place",
    ],
    "no-room": ({ folder }: { readonly folder: string }): Failure => [
      `there is not enough room to unpack it in ${folder}`,
      "name a folder with more room: TMPDIR=/var/tmp before the command, or unpack it yourself and name the folder",
    ],
    "too-deep": ({ maximum }: { readonly maximum: number }): Failure => [
      `more than ${maximum} levels in each other`,
      "nothing was stored; look at this place",
    ],
    schema: ({ missing }: { readonly missing: string }): Failure => [
      `has no ${missing}: it is not of a version that is known here`,
      "update the old server, or export its data in another form (docs/moving.md)",
    ],
    "no-such-domain": ({
      domain,
      domains,
    }: {
      readonly domain: string;
      readonly domains: readonly string[];
    }): Failure => [
      domains.length === 0 ? "has no domain with accounts" : `has ${domains.join(", ")}, and not ${domain}`,
      domains.length === 1
        ? `bring ${domains[0]} here under the name ${domain}: --domain ${domain}`
        : "choose a domain that both have: --domain D",
    ],
  },
};
