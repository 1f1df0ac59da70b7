/** What the wizard says, in English. Paragraphs have one line each: the wizard breaks it beside its bar. */
import { dns } from "./dns.ts";
import { service } from "./service.ts";
import { setupCertificate } from "./setup-certificate.ts";
import { users } from "./users.ts";

export const setup = {
  title: (version: string) => `jabber-home ${version}   your own messaging server`,
  keys: "Enter takes what is shown · ↑ ↓ choose · Esc goes back · Ctrl-C stops",
  /** Of a list that is longer than the screen. */
  part: ({ first, last, all }: { first: number; last: number; all: number }) =>
    `↑ ↓: scroll (lines ${first} to ${last} of ${all})`,
  stopped: (command: string) => ["Stopped. Your answers are kept.", "To go on from here:", `  ${command}`],
  noTerminal: "there is no terminal to ask questions on, and --no-input is not given",
  missing: (flags: readonly string[]) => `missing: ${flags.join(" ")}`,
  goOn: "Go on",
  slow: "This can take up to half a minute; Ctrl-C stops, and nothing is lost.",
  otherServerRuns: (domains: string) => `A server for ${domains} still runs here: stop it first.`,
  otherServerStopped: "No other server runs here.",
  otherServerKeys: "Enter: look now · Ctrl-C: stop",
  resume: {
    question: "An earlier setup was not finished.",
    goOn: (domain: string, step: number | undefined) =>
      step === undefined ? `Go on with ${domain}` : `Go on with ${domain}, step ${step} of 5`,
    change: "Go through the answers from the first one on, and change them",
    anew: "Start anew",
  },
  machine: {
    noSystemd: (command: string) => `No systemd, so no service: start it yourself:  ${command}`,
    noSudo: (command: string, isDenied: boolean) =>
      `No sudo, so no service${isDenied ? " and no port 80" : ""}:  ${command}`,
    wrongClock: (date: string, hasSystemd: boolean) =>
      `The clock is wrong (${date}):  sudo ${hasSystemd ? "timedatectl set-ntp true" : "date -s YYYY-MM-DDThh:mm"}`,
    sharedAddress: (address: string) => `CGNAT (${address}): ask your provider for a public IPv4, or use IPv6`,
    isHere: (domain: string, home: string, isRunning: boolean) =>
      `Here already: ${domain}, which ${isRunning ? "runs" : "does not run"} (${home})`,
  },
  domain: {
    question: "What shall your address be, such as marie@example.com?",
    trial: "Enter alone: only try it on this computer",
    malformed: "This is not a domain: it looks like example.com",
    private: (domain: string) => `${domain} is no domain of the Internet: take one you have bought.`,
    shown: "Your addresses",
    onlyHere: "They end in @localhost, and are for this computer only.",
    you: (name: string, domain: string) => `You will be  ${name || "somebody"}@${domain}`,
    ascii: (ascii: string) => `In DNS it is written  ${ascii}`,
  },
  host: {
    askWhom: "This machine has no public IPv4 address itself. What is your router's?",
    keep: (addresses: string) => `It is still ${addresses}`,
    askService: (service: string) => `Ask ${service}, which sees where questions come from`,
    typeIt: "I know it and type it in",
    unknown: "I do not know, or there is none",
    typeQuestion: "The router's public IPv4 address (empty: none)",
    noAnswer: (service: string) => `${service} does not answer`,
    unreachable: "That address leads nobody here",
    notAddress: "This is not an IP address: it looks like 192.0.2.12 or 2001:db8::12",
    notIPv4: "This is not an IPv4 address: it looks like 192.0.2.12",
    looking: (service: string) => `asking ${service} for your public address`,
    shown: "This machine",
    noAddress: "No public address was found: the A and AAAA records are left to you.",
    found: (address: string, isOwn: boolean) =>
      `Public address  ${address}  (${isOwn ? "this machine's" : "your router's"})`,
    router: "It is behind a router: step 3 of 5 shows which ports to forward.",
    question: "What is this machine called on the Internet?",
  },
  dns,
  ports: {
    heading: "2 of 5   Ports on this machine",
    state: {
      free: "free",
      own: "used by this server",
      denied: "not permitted: low ports belong to the administrator",
      impossible: (reason: string) => `cannot be used (${reason})`,
      taken: "in use",
      takenBy: (name: string, pid: number) => `in use by ${name} (pid ${pid})`,
      takenByDemo: (pid: number) => `in use by the demo (pid ${pid}): Ctrl-C in its window ends it`,
      takenByHome: (home: string, pid: number) => `in use by the server of ${home} (pid ${pid})`,
    },
    denied: [
      "Any of these permits it:",
      "- run setup with sudo and install the service, which may use low ports",
      "- sudo sysctl net.ipv4.ip_unprivileged_port_start=80",
      "- sudo setcap cap_net_bind_service=+ep ./jabber-home  (after each update)",
    ],
    instead: (port: number) => `Pages and files take port ${port} instead: their addresses carry :${port}.`,
    freeIt: (port: number, holder: string | undefined) => `To have ${port}, stop ${holder ?? "what uses it"} first.`,
    orHandOn: (webServer: string) => `Or let ${webServer} hand them on to here (docs/web.md).`,
    withoutHttp:
      "Without port 80, browsers are not sent on from http:// to https://, and the certificate is proven another way.",
    withoutHttps: "Without this port there are no pages and no files; messages go without them.",
    withoutProxy: ["Messages work without it: it only helps apps to send each other large files."],
    needed: ["Apps and other servers need these ports: stop what uses them."],
    watchKeys: "Enter: go on like this",
  },
  router: {
    heading: "3 of 5   Your router",
    direct: (ports: string) => `None in between. If there is a firewall, open  TCP ${ports}`,
    forward: (local: string | undefined) =>
      local ? `Forward these ports to ${local}:` : "Forward these ports to this machine:",
    how: [
      "In the router's settings this is called port forwarding, virtual server or NAT. Give this machine a fixed address there too (DHCP reservation).",
    ],
    question: "Done, or for later?",
  },
  certificate: setupCertificate,
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
    shortPassword: users.shortPassword,
    badPassword: users.badPassword,
    again: "Once more",
    differs: "The two are not the same.",
    made: (jid: string) => `The password of ${jid}`,
    shownOnce: "It is shown this once: write it down, or keep it in a password manager.",
    creating: (jid: string) => `creating ${jid}`,
    created: (jid: string) => `${jid} is ready`,
  },
  service,
  done: {
    title: {
      service: "It runs.",
      foreground: "It starts.",
      later: "Everything is ready.",
      already: "It runs already.",
    },
    account: (jid: string) => `${jid}   your address, and administrator`,
    web: (origin: string) => `${origin}   pages and files`,
    connect: [
      "Android    Conversations",
      "iPhone     Monal, or Siskin",
      "Linux      Dino, or Gajim",
      "Windows    Gajim",
      "Mac        Monal, or Beagle IM",
      "Log in there with the address and the password.",
      "",
    ],
    connectLocally: (port: number) => [
      "Gajim or Profanity on this computer: log in with address and password.",
      `Server localhost, port ${port}; accept the certificate, in the browser too: it is yours.`,
      "",
    ],
    start: (command: string) => `Start    ${command}`,
    restart: "Note     what has changed counts from its next start",
    addUser: (command: string) => `Next     ${command}`,
    status: (command: string) => `         ${command}`,
    site: (command: string) => `         ${command}   two files for your web site`,
  },
};
