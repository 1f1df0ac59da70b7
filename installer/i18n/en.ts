/** What the wizard says, in English. Every line fits beside the bar: 76 columns at the most. */

import type { Checked } from "../../src/net/dns-check.ts";
import type { Running } from "../answers.ts";
import type { PortState } from "../port.ts";
import type { ServiceProblem } from "../service/error.ts";
import { elsewhere } from "./elsewhere.ts";
import { certificateWords } from "./en-certificate.ts";

export const en = {
  title: (version: string) => `jabber-home ${version}   your own messaging server`,
  keys: "Enter takes what is shown · ↑ ↓ choose · Esc goes back · Ctrl-C stops",
  stopped: (home: string) => [`Stopped. Your answers are kept in ${home}:`, "run setup again to go on from here."],
  noTerminal: "there is no terminal to ask questions on, and --no-input is not given",
  missing: (flags: readonly string[]) => `missing: ${flags.join(" ")}`,
  lookAgain: "Look again",
  goOn: "Go on",
  waitLong: "This can take up to half a minute; Ctrl-C stops, and nothing is lost.",
  inTheWay: (domains: string) => `A server for ${domains} still runs here: stop it first.`,
  purpose: {
    question: "What would you like?",
    internet: "A server on the Internet",
    internetHint: "you have a domain name",
    here: "Just try it on this computer",
    hereHint: "two minutes, nothing to configure",
  },
  domain: {
    question: "Which domain should your addresses have?",
    example: "example.com",
    malformed: "This is not a domain: it looks like example.com",
    private: (domain: string) => `${domain} is no domain of the Internet: take one you have bought.`,
    shown: "Your addresses",
    you: (domain: string) => `You will be  somebody@${domain}`,
    ascii: (ascii: string) => `In DNS it is written  ${ascii}`,
  },
  host: {
    askWhom: "This machine has no public IPv4 address itself. What is your router's?",
    keep: (addresses: string) => `It is still ${addresses}`,
    askService: (service: string) => `Ask ${service}, which sees where questions come from`,
    typeIt: "I know it and type it in",
    unknown: "I do not know, or there is none",
    typeQuestion: "The router's public IPv4 address (empty: none)",
    silent: (service: string) => `${service} does not answer`,
    inside: (address: string) => `${address} is an address inside your network`,
    notIPv4: "This is not an IPv4 address: it looks like 192.0.2.12",
    looking: (service: string) => `asking ${service} for your public address`,
    shown: "This machine",
    noAddress: "No public address was found: the records of the addresses are left to you.",
    found: (address: string, isOwn: boolean) =>
      `Public address  ${address}  (${isOwn ? "this machine's" : "your router's"})`,
    router: "It is behind a router: step 3 of 5 shows which ports to forward.",
    question: "What is this machine called on the Internet?",
  },
  dns: {
    looking: (domain: string) => `asking the name servers of ${domain}`,
    lookingLong: "Name servers are slow to answer; Ctrl-C stops, and nothing is lost.",
    heading: (domain: string) => `1 of 5   DNS of ${domain}`,
    sight: (sight: Checked): string => {
      if (sight.state === "right") return sight.record.type === "SRV" ? "right" : String(sight.record.value);
      if (sight.state === "wrong") return `leads to ${elsewhere(sight.values)}`;
      if (sight.state === "unknown") return "nobody answers";
      return sight.record.isOptional ? "not there (optional)" : "not there";
    },
    isNew: "(new)",
    unneeded: (domain: string) => `${domain} needs no records: it is for here alone`,
    complete: "Everything is there. Nothing to add.",
    add: "Add these where you bought the domain (one line a record, ready to paste):",
    whatFor: "What they are for",
    meaning: [
      "_xmpp-client and _xmpps-client let your apps find this machine.",
      "_xmpp-server and _xmpps-server let other servers deliver to you.",
      "rooms is where the chat rooms of your server are.",
    ],
    formHeading: (zone: string) => `The fields of a form, for ${zone} (@ is the domain itself):`,
    columns: ["Type", "Service", "Protocol", "Name", "Priority", "Weight", "Port", "Target"],
    saved: (path: string) => `Saved as ${path}`,
    question: "Done?",
    choices: {
      again: "Look again",
      form: "Show it as the fields of a form",
      save: "Save it as a zone file",
      on: "Go on, I will do it later",
    },
  },
  ports: {
    heading: "2 of 5   Ports on this machine",
    free: (ports: string) => `${ports}   free`,
    problem: (port: number, state: PortState): string => {
      if (state.kind === "denied") return `${port}   not permitted: low ports belong to the administrator`;
      if (state.kind === "impossible") return `${port}   cannot be used (${state.reason})`;
      if (state.kind !== "taken") return `${port}`;
      return state.holder ? `${port}   in use by ${state.holder.name} (pid ${state.holder.pid})` : `${port}   in use`;
    },
    denied: [
      "Any of these permits it:",
      "- run setup with sudo and install the service, which may use low ports",
      "- sudo sysctl net.ipv4.ip_unprivileged_port_start=80",
      "- sudo setcap cap_net_bind_service=+ep ./jabber-home  (after each update)",
    ],
    webTaken: [
      "Messages work without ports 80 and 443. The certificate can be obtained",
      "through the other one of the two, or by a DNS record.",
    ],
    withoutProxy: ["Messages work without it: it only helps apps to send each other large files."],
    needed: ["Apps and other servers need these ports: stop what uses them, then look", "again."],
    question: "Look again, or go on like this?",
  },
  router: {
    heading: "3 of 5   Your router",
    direct: (ports: string) => `None in between. If there is a firewall, open  TCP ${ports}`,
    forward: (local: string | undefined) =>
      local ? `Forward these ports to ${local}:` : "Forward these ports to this machine:",
    how: [
      "In the router's settings this is called port forwarding, virtual server or",
      "NAT. Give this machine a fixed address there too (DHCP reservation).",
    ],
    question: "Done, or for later?",
  },
  certificate: certificateWords,
  account: {
    step: "5 of 5   You   ",
    isThere: (jid: string) => `${jid} is there already`,
    keep: "Keep it",
    another: "Add another administrator",
    question: (domain: string) => `What stands before @${domain} in your address?`,
    suggestion: "admin",
    malformed: "Letters, digits, dots and hyphens, such as alice.",
    taken: (jid: string) => `${jid} is there already: choose another name.`,
    password: "Password (empty: a good one is made up and shown)",
    short: (length: number) => `At least ${length} characters.`,
    again: "Once more",
    differs: "The two are not the same.",
    made: (jid: string) => `The password of ${jid}`,
    shownOnce: "It is shown this once: write it down, or keep it in a password manager.",
    creating: (jid: string) => `creating ${jid}`,
    created: (jid: string) => `${jid} is ready`,
  },
  service: {
    question: "Start it now, and whenever this machine starts?",
    questionHere: "Start it now?",
    ways: {
      service: "Yes, as a service",
      foreground: "Start it now, in this window",
      later: "No, I will start it myself",
      already: "No, it runs already",
    } satisfies Record<Running, string>,
    installing: "installing and starting the service",
    failed: "The service does not run",
    problem: (problem: ServiceProblem): string => {
      switch (problem.kind) {
        case "no-systemd":
          return "this system has no systemd: let its own service manager run  jabber-home run";
        case "not-administrator":
          return "only the administrator may do this: put sudo in front";
        case "not-compiled":
          return "only the compiled program can be a service: npm run build makes it";
        case "not-set-up":
          return `${problem.home} has no config.toml: run jabber-home setup --home ${problem.home}`;
        case "path":
          return `${problem.path}: choose a path of letters, digits and . _ @ + - only`;
        case "failed":
          return `${problem.command}: ${problem.output}`;
      }
    },
    installed: "the service is installed and runs",
    removed: (home: string) => `the service is removed; ${home} and its user stay`,
    started: "the service runs",
    halted: "the service is stopped",
    notInstalled: "the service is not installed: jabber-home service install",
    state: (state: string, isEnabled: boolean) =>
      `${state}, ${isEnabled ? "starts" : "does not start"} with the machine`,
  },
  done: {
    title: {
      service: "It runs.",
      foreground: "It starts.",
      later: "Everything is ready.",
      already: "It runs already.",
    } satisfies Record<Running, string>,
    account: (jid: string) => [`${jid}   your address, and administrator`, ""],
    connect: [
      "Phone      Conversations, Monal, Siskin …",
      "Computer   Dino, Gajim, Profanity …",
      "Log in there with the address and the password.",
      "",
    ],
    connectHere: (port: number) => [
      "Gajim or Profanity on this computer: log in with address and password.",
      `Server localhost, port ${port}; accept the certificate: it is yours.`,
      "",
    ],
    next: (domain: string, running: Running, program: string, flags: string) => [
      ...(running === "later" ? [`Start    ${program} run${flags}`] : []),
      ...(running === "already" ? ["Note     what has changed counts from its next start"] : []),
      `Next     ${program} user add bob@${domain}${flags}`,
      `         ${program} status${flags}`,
    ],
  },
};

/** The same keys in every language: a missing one does not compile. */
export type Messages = typeof en;
