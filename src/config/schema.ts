/** The server's own sections of config.toml; each module with options adds a section of its name. */
import { LANGUAGES } from "../messages/language.ts";
import {
  choice,
  duration,
  flag,
  integer,
  list,
  listener,
  live,
  type Option,
  type Options,
  renamed,
  size,
  text,
  type Values,
} from "../options.ts";
import { AUTH_OPTIONS } from "./auth-options.ts";
import { BACKUP_OPTIONS } from "./backup-options.ts";
import { LIMITS } from "./limits.ts";
import { METRICS_OPTIONS } from "./metrics-options.ts";
import { TURN_OPTIONS } from "./turn-options.ts";
import { UPDATE_OPTIONS } from "./update-options.ts";

const LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";
const LETS_ENCRYPT_TRIAL = "https://acme-staging-v02.api.letsencrypt.org/directory";

/** `general` stands at the top of the file, without a header. */
export const SERVER_OPTIONS = {
  general: {
    domains: list(
      [],
      "The domains of the addresses served here; the first is the one that is meant where none is said.",
    ),
    former_domains: list(
      [],
      'Domains of before a change of name, each "FORMER=DOMAIN": what still comes for them is for the same people at the new one.',
    ),
    host: text("", "The name of this machine on the Internet, if it is another than the domain's."),
    addresses: list(
      [],
      "The public addresses that lead to this machine and are not its own, such as its router's; empty where they are unknown or change.",
    ),
    language: choice(["auto", ...LANGUAGES], "auto", "The language for people; auto is the system's."),
    log_level: live(
      choice(["error", "warn", "info", "debug"], "info", "The least important events that are still logged."),
    ),
    log_format: choice(
      ["auto", "text", "syslog", "json"],
      "auto",
      "How events are written: auto is text on a terminal and syslog prefixes under systemd.",
    ),
  },
  listen: {
    client: listener("[::]:5222", "For apps, which secure the connection with STARTTLS."),
    client_tls: listener("[::]:5223", "For apps, with TLS from the first byte."),
    server: listener("[::]:5269", "For other servers, which secure the connection with STARTTLS."),
    server_tls: listener("[::]:5270", "For other servers, with TLS from the first byte."),
    component: listener("127.0.0.1:5347", "For external components, where components.secrets names any; not secured."),
    http: listener(
      "[::]:80",
      "For the certificate authority's visits, where the domain is proven by http-01; browsers are sent on to HTTPS.",
    ),
    https: listener(
      "[::]:443",
      "For browsers and for files (HTTPS), for the authority's visits by tls-alpn-01, and with web.multiplex for apps, other servers and calls, too.",
    ),
    http_proxied: listener("off", "For a web server of yours that stands before this one; not secured."),
    proxy: listener("[::]:7777", "For apps that send each other files and cannot reach each other directly (SOCKS5)."),
    turn: listener(
      "[::]:3478",
      "For calls between apps that cannot reach each other directly (STUN and TURN), over UDP and TCP.",
    ),
    turns: listener("[::]:5349", "The same over TLS, for networks that let little else through."),
  },
  web: {
    address: text(
      "",
      "The name under which people see pages and files, with its port where that is not 443, such as chat.example.com:5443; empty: the domain, with the port of listen.https.",
    ),
    also: list(
      [],
      "Further names under which files are found, such as those of a former server: share.example.com. Each needs DNS records, and a place in the certificate.",
    ),
    trusted_proxies: list(
      ["127.0.0.1", "::1"],
      "Who may connect to listen.http_proxied: addresses, or networks such as 10.0.0.0/8; they tell whom they ask for (X-Forwarded-For).",
    ),
    origins: list(
      [],
      "The pages of other sites that may sign in here by WebSocket or BOSH, such as https://chat.example.org; empty: all.",
    ),
    multiplex: flag(
      true,
      "Whether apps and other servers (XMPP) and calls (TURN) are answered on the port of listen.https as well, for networks that let nothing else through.",
    ),
    chat: flag(true, "Whether there is a chat in the browser, at /chat."),
    first_page: flag(true, "Whether the page at / says what this is; otherwise there is nothing."),
    title: text("", "The heading of that page; empty for the usual one."),
    about: text("", "Its first sentence, such as whose server this is; empty for the usual one."),
    accent: choice(
      ["green", "blue", "violet", "rose", "amber", "grey"],
      "green",
      "The colour of buttons and links on all pages.",
    ),
  },
  gateway: {
    enabled: flag(
      false,
      "Whether the router is asked to forward the ports of this server (PCP, NAT-PMP, UPnP), for as long as it runs; setup offers it.",
    ),
  },
  turn: TURN_OPTIONS,
  bosh: {
    max_wait: duration(
      "55s",
      "How long a browser's request is held while there is nothing to tell it; less than a web server before this one waits.",
    ),
    inactivity: duration(
      "60s",
      "How long a browser may be without a request before its connection counts as lost; twice as long for those that only ask now and then.",
    ),
    max_pause: duration("2m", "The same, for browsers that have announced to be away."),
  },
  certificate: {
    source: choice(["self-signed", "acme", "files"], "self-signed", "Where the certificate comes from."),
    directory: text(LETS_ENCRYPT, "The ACME directory of the certificate authority."),
    trial_directory: text(
      LETS_ENCRYPT_TRIAL,
      "The ACME directory for a trial run, and for `dns --outside`; empty for neither.",
    ),
    ca_file: text(
      "",
      "PEM file of the roots to trust when talking to the certificate authority; empty: the public ones.",
    ),
    challenge: choice(
      ["http-01", "tls-alpn-01", "dns-01", "dns-persist-01"],
      "http-01",
      "How the domain is proven: by port 80, by port 443, by a new DNS record each time, set by hand unless dns.provider has an API, or by a lasting one.",
    ),
    contact: text("", "The e-mail address where the certificate authority may write; empty for none."),
    chain_file: text("", "PEM file of the certificate and its chain, for source = files; watched for change."),
    key_file: text("", "PEM file of the private key, for source = files."),
  },
  limits: LIMITS,
  backup: BACKUP_OPTIONS,
  metrics: METRICS_OPTIONS,
  update: UPDATE_OPTIONS,
  accounts: {
    iterations: integer(
      10_000,
      "How often a new password is hashed (SCRAM); more is safer, and slower for every app.",
      {
        min: 4_096,
        max: 1_000_000,
      },
    ),
  },
  auth: AUTH_OPTIONS,
  sessions: {
    suspended_memory: renamed(
      "memory_waiting",
      size(
        "32MB",
        "How much may be held in memory for all apps that have lost their connection and may come back, before those end that have been away longest.",
      ),
    ),
    resumption_time: duration("1h", "How long an app that lost its connection may come back as if nothing had been."),
    max_unacknowledged: integer(5_000, "How many stanzas may wait for an app to acknowledge them.", {
      min: 10,
      max: 1_000_000,
    }),
  },
  federation: {
    enabled: flag(true, "Whether people here reach those on other servers, and are reached by them."),
    allow: live(list([], "The only other domains that are talked to; empty: all of them.")),
    deny: live(list([], "Other domains that are never talked to.")),
    require_certificate: live(
      flag(
        true,
        "Whether another server has to have a valid certificate; without one, its DNS records alone prove who it is.",
      ),
    ),
    plaintext: live(
      list([], "Domains that are talked to without TLS, if they have none: everybody on the way can read it."),
    ),
    unverified: live(
      list([], "Domains that are talked to without a valid certificate, as if require_certificate were false."),
    ),
    ca_file: text("", "PEM file of further roots to trust in other servers' certificates; empty for none."),
    private_addresses: flag(
      false,
      "Whether other servers may be at addresses of this machine or of its own network; otherwise nobody can have them called.",
    ),
    connect_time: duration(
      "30s",
      "How long one machine of another server may take until its stream is ready, before the next one is tried.",
    ),
    queue_time: duration(
      "10m",
      "How long a stanza waits for a server that cannot be reached, before its sender is told.",
    ),
    max_queued: integer(5_000, "How many stanzas may wait for another domain.", { min: 10, max: 1_000_000 }),
    max_queued_size: size("16MB", "How much may wait for another domain, in memory."),
    max_queued_total: size(
      "64MB",
      "How much may wait for all other domains together, in memory; a quarter of it for one sender here.",
    ),
    idle: duration("10m", "After how long without a stanza a stream to or from another server is closed."),
    rate: size("1MB", "Bytes a second that one other domain may send for long; ten times as much at once is free."),
    max_domains: renamed(
      "max_pairs",
      integer(2_000, "How many other domains may be connected at once, in each direction.", { min: 1, max: 100_000 }),
    ),
  },
  dns: {
    resolvers: list([], "The DNS resolvers to ask, each ADDRESS or ADDRESS:PORT; empty: the system's."),
    provider: choice(
      [
        "none",
        "rfc2136",
        "desec",
        "gandi",
        "ovh",
        "cloudflare",
        "hetzner",
        "infomaniak",
        "porkbun",
        "duckdns",
        "dyndns2",
      ],
      "none",
      "Who takes DNS records by API: a provider, any name server by rfc2136, or addresses alone by dyndns2; then dns-01 needs no hand.",
    ),
    update: flag(
      false,
      "Whether the addresses of this machine's name are kept current by that, where they change; where the router does not say its address, a public DNS server is asked every five minutes which one it sees.",
    ),
    token_file: text("", "The file with the token or key for that, readable by its owner alone (docs/dns.md)."),
  },
} as const satisfies Readonly<Record<string, Options>>;

type ServerOptions = typeof SERVER_OPTIONS;

/** All values of config.toml, with the defaults filled in. */
export type Config = { readonly [Section in keyof ServerOptions]: Values<ServerOptions[Section]> } & {
  /** By the module's name. */
  readonly modules: Readonly<Record<string, Values<Options>>>;
};

/** What the configuration needs of a module. */
export interface Configurable {
  readonly name: string;
  readonly xep?: string;
  readonly options?: Options;
}

export interface Section {
  /** "general" for the top of the file. */
  readonly name: string;
  readonly xep?: string | undefined;
  readonly options: Options;
}

/** All sections in the order of the file: the server's, then those of the modules that have options. Throws where two are the same. */
export function sectionsOf(modules: readonly Configurable[]): readonly Section[] {
  const own = Object.entries(SERVER_OPTIONS).map(([name, options]): Section => ({ name, options }));
  const others = modules.flatMap(({ name, xep, options }): Section[] => (options ? [{ name, xep, options }] : []));
  const all = [...own, ...others];
  const twice = all.find(({ name }, index) => all.findIndex((other) => other.name === name) < index);
  if (twice) throw new Error(`two sections of config.toml are called ${twice.name}`);
  return all;
}

/** "listen.client"; a general option has no section before it. */
export const keyOf = (section: string, option: string): string =>
  section === "general" ? option : `${section}.${option}`;

/** Every option by its key. */
export function optionsByKey(sections: readonly Section[]): ReadonlyMap<string, Option> {
  const all = sections.flatMap(({ name, options }) =>
    Object.entries(options).map(([option, description]) => [keyOf(name, option), description] as const),
  );
  return new Map(all);
}

/** The current key of each option by its former one. */
export function renamedKeys(sections: readonly Section[]): ReadonlyMap<string, string> {
  const all = sections.flatMap(({ name, options }) =>
    Object.entries(options).flatMap(([option, { renamedFrom }]) =>
      renamedFrom === undefined ? [] : [[keyOf(name, renamedFrom), keyOf(name, option)] as const],
    ),
  );
  return new Map(all);
}
