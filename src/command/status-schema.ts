/** What is printed of a running server. */
import { NIGHTLY_REPORT } from "./backup-schema.ts";
import { CERTIFICATE_PROBLEM } from "./certificate/schema.ts";
import { HEALTH_FACTS } from "./doctor/facts-schema.ts";
import { FAILURE_REASON } from "./federation/schema.ts";
import { boolean, choice, integer, list, meaning, object, optional, part, record, text, time } from "./json/schema.ts";

const MAPPING_PROBLEMS = ["no-answer", "refused", "conflict", "no-resources", "no-network", "wrong-answer"] as const;

export const REFUSED_LISTENER = part(
  "RefusedListener",
  object({
    listener: choice(["https", "http", "http_proxied"], 'The option\'s name: "https".'),
    address: text("ADDRESS:PORT, as config.toml has it."),
    code: text("The system's: EADDRINUSE, EACCES."),
    reason: text("The system's sentence."),
  }),
);

export const REFUSED_CALL_PORT = part(
  "RefusedCallPort",
  object({
    listener: choice(["turn", "turns"]),
    transport: choice(["tcp", "udp"]),
    address: text("ADDRESS:PORT, as config.toml has it."),
    code: text(),
    reason: text(),
  }),
);

export const CALLS_REPORT = part(
  "CallsReport",
  object({
    addresses: optional(
      list(
        text(),
        "By which addresses calls are relayed: by none where the list is empty. Not there as long as they are looked for.",
      ),
    ),
    refused: list(REFUSED_CALL_PORT),
  }),
);

export const WANTED_PORT = part("WantedPort", object({ transport: choice(["tcp", "udp"]), port: integer() }));

export const PORT_REPORT = part(
  "PortReport",
  object({
    problem: optional(choice(MAPPING_PROBLEMS, "Not there where the port is open.")),
    transport: choice(["tcp", "udp"]),
    port: integer(),
  }),
);

export const GATEWAY_REPORT = part(
  "GatewayReport",
  object({
    state: choice(["absent", "looking", "found"], '"absent": no router answers to any of the protocols.'),
    isDirect: optional(
      choice([true], "This machine has a public IPv4 address itself, so that no router has to forward anything."),
    ),
    protocol: optional(choice(["pcp", "nat-pmp", "upnp"])),
    router: optional(text("The router's address in this network.")),
    maker: optional(
      text("Which router it is; only where not all ports are open, and not where it is none of the usual ones."),
    ),
    external: optional(text("The router's address on the other side, as it says.")),
    obstacle: optional(choice(["shared", "double-nat", "elsewhere"])),
    hairpin: optional(
      boolean("Whether this machine reaches itself under the external address; not there where that is unknown."),
    ),
    ports: list(PORT_REPORT),
    pinholes: list(object({ address: text(), ports: list(PORT_REPORT) })),
  }),
);

export const UNREACHED_PORT = part(
  "UnreachedPort",
  object({ port: integer(), who: text("The authority's name, or the other server's domain."), at: time() }),
);

export const UNREACHED_SERVER = part(
  "UnreachedServer",
  object({
    domain: text(),
    since: time("The first attempt that failed."),
    waiting: integer("Stanzas that wait."),
    problem: text("Why the last attempt failed, in a sentence."),
    obstacle: optional(meaning(FAILURE_REASON, "The same, as data.")),
  }),
);

export const CLOCK_DOUBT = part(
  "ClockDoubt",
  object({
    says: time(),
    said: optional(time("Not there for a time before this program was written, which is wrong by itself.")),
    until: optional(time("When it is believed if it goes on like this, by itself.")),
  }),
);

/** Of a server that runs. */
export const STATUS_FIELDS = {
  version: text(),
  pid: integer(),
  started: time(),
  domains: list(text()),
  listening: record(
    text(),
    "By the option's name (client_tls): the address and port in use; those that are off are not there.",
  ),
  web: object({
    origin: optional(
      text('Where people see pages and files: "https://example.com:5443"; not there where nothing serves them.'),
    ),
    refused: list(REFUSED_LISTENER, "Why something of it is not there."),
  }),
  gateway: optional(
    meaning(GATEWAY_REPORT, "What became of the ports that the router was asked for; not there where it is not asked."),
  ),
  calls: optional(meaning(CALLS_REPORT, "Not there where calls are not relayed.")),
  notReached: optional(list(UNREACHED_PORT, "Not there where nobody who was asked to look has failed to get in.")),
  sessions: integer("Apps connected."),
  servers: integer("Other servers connected."),
  unreached: optional(
    list(
      UNREACHED_SERVER,
      "Those that could not be reached: the one since longest first, at most 20. Not there where all are reached.",
    ),
  ),
  accounts: integer(),
  passwords: optional(
    object(
      {
        source: text("The option auth.source."),
        isShadowUnreadable: optional(
          boolean("The server may not read /etc/shadow: PAM takes the passwords in it for wrong."),
        ),
        unknownGroups: optional(list(text(), "Groups that config.toml names and this machine does not have.")),
      },
      "Not there where this server keeps the passwords itself.",
    ),
  ),
  update: optional(
    object(
      {
        newest: optional(text("A newer version.")),
        undone: optional(object({ version: text(), at: time(), why: text() }, "The last update was taken back.")),
      },
      "Not there where no newer version is known, and the last update was not taken back.",
    ),
  ),
  memory: integer("Bytes of memory in use."),
  disk: optional(
    object(
      {
        free: integer(),
        reserve: integer("Below which nothing new is taken."),
        full: boolean("Nothing new is taken now."),
      },
      "In bytes; not there where the free space is unknown.",
    ),
  ),
  backup: optional(meaning(NIGHTLY_REPORT, "The backups of each night; not there where none is made.")),
  clock: optional(meaning(CLOCK_DOUBT, "Not there where the clock is believed.")),
  health: optional(
    meaning(
      HEALTH_FACTS,
      "What was seen of the home and the machine; not there as long as it is being looked at for the first time.",
    ),
  ),
  certificate: optional(
    object({
      names: list(text()),
      notAfter: time(),
      source: text("self-signed, acme or files."),
      isByHand: optional(choice([true], "A person has to set a DNS record before notAfter: the renewal is by hand.")),
      nextRenewal: optional(time("When it is renewed by itself.")),
      problem: optional(text("Why the last renewal failed: a word.")),
      lastProblem: optional(meaning(CERTIFICATE_PROBLEM, "The same, with what helps.")),
      findings: list(CERTIFICATE_PROBLEM, "What apps and other servers would say of it, the worst first."),
    }),
  ),
};
