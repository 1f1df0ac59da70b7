/** DNS records, in the wizard and in `jabber-home dns`, in English. */

export const dns = {
  looking: (domain: string) => `asking the name servers of ${domain}`,
  slow: "Name servers are slow to answer; Ctrl-C stops, and nothing is lost.",
  heading: (domain: string) => `1 of 5   DNS of ${domain}`,
  right: "right",
  /** Of the record for networks that let nothing else through. */
  rightAt: (port: number) => `right (port ${port})`,
  shared: "For networks that let only HTTPS through; tried last.",
  isNew: "(new)",
  /** What to do about a record. */
  add: (data: string) => `add  ${data}`,
  recommended: (data: string) => `recommended  ${data}`,
  change: (from: string, to: string) => `change  ${from} → ${to}`,
  remove: (data: string) => `remove  ${data}`,
  /** Why a query has no answer, and what to do about that. */
  unanswered: {
    timeout: "not known: the name servers do not answer",
    refused: "not known: the name servers refuse (REFUSED)",
    "server-failure": "not known: the name servers fail (SERVFAIL)",
    unreachable: "not known: no name server can be reached",
    failed: "not known: DNS could not be asked",
  },
  unansweredHelp: {
    timeout: "Name servers that do not answer are overloaded or gone: look again later, or ask whoever runs them.",
    refused:
      "They do not serve this domain: look whether the right name servers are entered for it where you bought it.",
    "server-failure": "The usual cause is a broken DNSSEC signature, or a zone with a mistake: ask whoever runs them.",
    unreachable: "Look whether the DNS of this machine works (/etc/resolv.conf), or name a resolver: dns.resolvers.",
    failed: "Look whether the DNS of this machine works (/etc/resolv.conf).",
  },
  noNetwork: "This machine is not connected to a network: look at its cable or its Wi-Fi, then look again.",
  /** What is wrong with a value that stands there. */
  why: {
    elsewhere: (_value: string, ours: string) => `That is not this machine${ours === "" ? "" : `, which is ${ours}`}.`,
    alias: (value: string) => `${value} is an alias (CNAME): an SRV record must not lead to one (RFC 2782).`,
    "alias-instead": (value: string) =>
      `It is an alias (CNAME) of ${value}, and SRV records must not lead to one (RFC 2782): it needs the address itself.`,
    "no-address": (value: string) => `${value} has no address.`,
    unanswered: (value: string) => `Whether ${value} leads here is not known: its name servers do not answer.`,
    port: (value: string) => `This server listens on another port than ${value}.`,
    refused: () => "The dot says that there is no such service.",
    "domain-twice": (value: string) =>
      `${value} has the domain twice: your provider adds it to what does not end with a dot.`,
    "not-whole": (value: string) => `${value} is not a whole name: its domain is missing.`,
  },
  misplaced: (found: string, only: string) =>
    `${found} is there: your provider adds the domain itself. Enter only ${only}, and remove the other.`,
  stray: {
    elsewhere: () => "It leads to another machine.",
    off: () => "It offers what is off here.",
    "left-over": () => "It seems to be left over from another server.",
  },
  unneeded: (domain: string) => `${domain} needs no records: it is for here alone`,
  /** Before a record. */
  wrong: "wrong",
  complete: "Everything is there. Nothing to add.",
  enough: "What is needed is there. This is recommended besides:",
  addThese: "Add these where you bought the domain (one line a record, ready to paste):",
  changeThese: "Change what is there into these:",
  removeThese: "Remove these:",
  /** Of a TCP connection to where the records lead. */
  connections: "Connections from here to where they lead:",
  connection: {
    open: "answers",
    refused: "refuses: the server does not run, or the router does not forward the port",
    silent: "does not answer from here; many routers let nobody in from inside",
    "no-route": "cannot be reached from here: this machine has no such addresses",
  },
  /** The name of pages and files, and where it leads instead of here. */
  web: {
    at: (origin: string) => `pages and files: ${origin}`,
    elsewhere: ", which leads to another machine.",
    nowhere: ", which has no address.",
    unknown: "; whether that leads here is not known: its name servers do not answer.",
    hostMeta: (domain: string) =>
      `https://${domain} is another web server. Apps in browsers find yours if it has two files in /.well-known/: host-meta, which jabber-home dns --host-meta xml prints, and host-meta.json (--host-meta json).`,
    nameIt: " jabber-home setup gives them the name of this machine (web.address).",
  },
  isAt: (zone: string, provider: string) => `${zone} is at ${provider}:`,
  meaning: [
    "_xmpp-client and _xmpps-client let your apps find this machine.",
    "_xmpp-server and _xmpps-server let other servers deliver to you.",
    "rooms is where the chat rooms of your server are.",
  ],
  formHeading: (zone: string) => `The fields of a form, for ${zone} (@ is the domain itself):`,
  providerForm: (zone: string, provider: string) => `The fields of ${provider}'s form, for ${zone}:`,
  or: (spelling: string) => `or ${spelling}`,
  inParts: (parts: string) => `or, in parts: ${parts}`,
  saved: (path: string) => `Saved as ${path}`,
  watching: "Watching: asked every 5 seconds, what is right ticks itself off.",
  actions: { f: "as the fields of a form", z: "as a zone file", t: "write them for me", enter: "go on" },
  formActions: { f: "as a list", z: "as a zone file", t: "write them for me", enter: "go on" },
};
