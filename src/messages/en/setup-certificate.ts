/** What the wizard says about the certificate, in English. */
import { longDate } from "./units.ts";

type TxtState = "unseen" | "missing" | "wrong" | "right";

export const setupCertificate = {
  heading: (authority: string) => `4 of 5   Certificate   ${authority}`,
  question: "How do you want to prove that the domain is yours?",
  tryAgain: (method: string) => `Try again: ${method}`,
  methods: {
    "http-01": () => "Through port 80 (free, renewed by itself)",
    "tls-alpn-01": () => "Through port 443 (free, renewed by itself)",
    "dns-01": () => "By hand: a new DNS record at each renewal, every two months",
    "dns-persist-01": () => "By one lasting DNS record, set once (renewed by itself)",
    "hand-on": () => "Through port 80, which the web server here hands on (renewed by itself)",
    redirect: (domain: string) => `The web server of ${domain} hands over to here`,
    subdomain: (domain: string) => `Another domain for the addresses, such as chat.${domain}`,
    files: () => "I have a certificate already",
    "self-signed": () => "Go on with a certificate of my own for now (apps will warn)",
  },
  former: (server: string, file: string, until: number) =>
    `The one that ${server} has, until ${longDate(until)} (copied from ${file}; then renewed here by itself)`,
  byDnsApi: "By DNS records that are written by API (renewed by itself)",
  leadsHere: (domain: string) => `${domain} leads here`,
  leadsNowhere: (domain: string) => `${domain} has no address (yet): a DNS record can prove it`,
  leadsUnknown: (domain: string) => `Whether ${domain} leads here cannot be told from here.`,
  leadsElsewhere: (domain: string, theirs: string, ours: string) => [
    `${domain} leads to ${theirs}, this machine is ${ours || "elsewhere"}.`,
    "It seems to be a web site elsewhere. The certificate has to be for this name all the same; these ways can work, the best first:",
  ],
  kept: (names: readonly string[], until: number) => `${names.join(", ")}   until ${longDate(until)}, kept`,
  trying: "trial run with the test service",
  tried: "The trial run has passed",
  portReached: (port: number) => `${port}   reached from outside`,
  portNotReached: (port: number, why: string) => `${port}   not seen from outside: ${why}`,
  slow: "The authority looks at this machine from several places; give it a minute.",
  obtaining: (domain: string) => `certificate for ${domain}`,
  obtainedShown: "The certificate is there",
  obtained: (names: readonly string[], until: number) => `${names.join(", ")}   until ${longDate(until)}`,
  failed: "That did not work",
  byHand: (until: number) => [
    `By hand again before ${longDate(until)}: jabber-home certificate renew`,
    "A message to the administrator will say so in time.",
  ],
  attemptsLeft: (left: number) =>
    left === 1 ? "1 try left this hour." : left > 1 ? `${left} tries left this hour.` : "No try left this hour.",
  selfSignedShown: "A certificate of your own",
  selfSigned: [
    "Apps and other servers will warn of it, or refuse it. Run setup again for a real one: everything else stays.",
  ],
  chainFile: "The certificate and its chain (PEM file)",
  keyFile: "Its private key (PEM file)",
  noPath: "The path of a file, such as /etc/ssl/example.com.pem",
  filesShown: "Your certificate",
  usingFiles: (names: readonly string[], until: number) =>
    `${names.join(", ")}   until ${longDate(until)}, watched for change`,
  filesQuestion: "Use it all the same?",
  filesUnusable: "Other files, or another way?",
  filesUse: "Yes, as it is",
  filesAgain: "Look again, or name other files",
  handOnShown: (webServer: string, domain: string) =>
    `Add this to what ${webServer} has for ${domain} on port 80, and reload it:`,
  redirectShown: (domain: string) => `Add the line of your web server to its configuration for ${domain}:`,
  redirectThere: (domain: string) => `The web server of ${domain} hands over.`,
  redirectMissing: (domain: string) => `The web server of ${domain} does not hand over yet.`,
  otherWay: "Another way",
  txtShown: "Add this where you bought the domain:",
  txtState: (record: string, state: TxtState, found: readonly string[]) =>
    state === "right"
      ? `${record}   right`
      : state === "wrong"
        ? `${record}   says ${found.join(", ")}`
        : `${record}   not there`,
  watchActions: { o: "another way", enter: "it is there, go on" },
};
