import { describe, expect, test } from "bun:test";
import { configRemedyText } from "../messages/config-problems.ts";
import { LANGUAGES, type Language } from "../messages/language.ts";
import { duration, flag, integer, renamed, text } from "../options.ts";
import { ConfigError, type ConfigProblem, describeProblem } from "./error.ts";
import { readConfig, renamedIn } from "./read.ts";
import { sectionsOf } from "./schema.ts";
import { visitedServices } from "./services.ts";
import { readValue } from "./value.ts";
import { changeConfig, printConfig } from "./write.ts";

const PING = {
  name: "ping",
  xep: "0199",
  options: {
    every: duration("5m", "How often a silent client is asked."),
    patience: integer(3, "How many may stay without an answer.", { min: 1, max: 10 }),
    enabled: flag(true, "Whether clients are asked at all."),
  },
} as const;
const ROOMS = { name: "rooms", options: { subdomain: text("rooms", "Where the rooms are.") } } as const;
const MODULES = [PING, { name: "time" }];

interface SaidProblem extends Omit<ConfigProblem, "remedy"> {
  readonly remedy: string;
}

const said = (problem: ConfigProblem, language: Language = "en"): SaidProblem => ({
  ...problem,
  remedy: configRemedyText(problem.remedy, language),
});

function problemsOf(work: () => unknown, language: Language = "en"): readonly SaidProblem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map((each) => said(each, language));
    throw error;
  }
  return [];
}

const RENAMED = [PING, { name: "push", options: { ack_timeout: renamed("patience", duration("1m", "How long.")) } }];

describe("an option that has been renamed", () => {
  const FORMER = '[ping]\npatience = 4\n[push]\npatience = "2m" # mine\n';

  test("is still read by its former name, from the file and after --set, which takes precedence", () => {
    expect(readConfig(FORMER, RENAMED).modules.push).toMatchObject({ ack_timeout: 120_000 });
    expect(readConfig(FORMER, RENAMED, ["push.ack_timeout=3m"]).modules.push).toMatchObject({ ack_timeout: 180_000 });
    expect(readConfig("", RENAMED, ["push.patience=5m"]).modules.push).toMatchObject({ ack_timeout: 300_000 });
  });

  test("is hinted at, with its line and its current name", () => {
    expect(renamedIn(FORMER, RENAMED).map((each) => said(each))).toEqual([
      { key: "push.patience", value: "2m", line: 4, remedy: "it is called push.ack_timeout now" },
    ]);
    expect(renamedIn('[push]\nack_timeout = "2m"\n', RENAMED)).toEqual([]);
  });

  test("cannot be set by both names at once", () => {
    expect(problemsOf(() => readConfig(`${FORMER}ack_timeout = "3m"\n`, RENAMED))).toMatchObject([
      { key: "push.patience", line: 4 },
    ]);
  });

  test("gets its current name when the file is written", () => {
    const changed = '[ping]\npatience = 5\n[push]\nack_timeout = "2m" # mine\n';
    expect(changeConfig(FORMER, RENAMED, new Map([["ping.patience", 5]]))).toBe(changed);
    expect(changeConfig("ping.every = '9m'\n'push' . patience = '2m' # mine", RENAMED, new Map())).toBe(
      "ping.every = '9m'\n'push' . ack_timeout = '2m' # mine",
    );
    expect(changeConfig("push = { patience = '2m' } # mine\n", RENAMED, new Map())).toBe(
      'push = { ack_timeout = "2m" } # mine\n',
    );
  });
});

describe("reading", () => {
  test("an empty file gives every default", () => {
    const config = readConfig("", MODULES);
    expect(config.listen.client).toBe("[::]:5222");
    expect(config.general.domains).toEqual([]);
    expect(config.limits.stanza_before_login).toBe(10_000);
    expect(config.modules.ping as unknown).toEqual({ every: 300_000, patience: 3, enabled: true });
    expect(Object.keys(config.modules)).toEqual(["ping"]);
    for (const section of sectionsOf([])) expect(Object.keys(config)).toContain(section.name);
  });

  test("values are read by their kind: durations in milliseconds, sizes in bytes", () => {
    const config = readConfig(
      'domains = ["example.com", "exämple.org"]\n[limits]\nstanza = "2MB"\nfailure_window = "forever"\n[ping]\nevery = "30s"\nenabled = false\n',
      MODULES,
    );
    expect(config.general.domains).toEqual(["example.com", "exämple.org"]);
    expect(config.limits.stanza).toBe(2_000_000);
    expect(config.limits.failure_window).toBe(Number.POSITIVE_INFINITY);
    expect(config.modules.ping as unknown).toEqual({ every: 30_000, patience: 3, enabled: false });
  });

  test("the key that backups are encrypted for is a whole public one; a secret one is not repeated", () => {
    const key = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
    const withKey = (recipient: string) => () => readConfig(`[backup]\nrecipient = "${recipient}"\n`, MODULES);
    expect(problemsOf(withKey(key))).toEqual([]);
    expect(problemsOf(withKey(key.replace("ql3", "q13")))).toMatchObject([{ key: "backup.recipient", line: 2 }]);
    const secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    const [found] = problemsOf(withKey(secret));
    expect(found?.remedy).toContain("secret half");
    expect(JSON.stringify(found)).not.toContain("GFPYY");
  });

  test("domains are prepared as in addresses", () => {
    expect(readConfig('domains = ["EXAMPLE.com.", "xn--exmple-cua.org"]', MODULES).general.domains).toEqual([
      "example.com",
      "exämple.org",
    ]);
  });

  test("--set takes precedence over the file, and takes any option", () => {
    const settings = [
      "listen.client=127.0.0.1:0",
      "domains=a.example, b.example",
      "ping.patience=5",
      "ping.enabled=false",
    ];
    const config = readConfig('[listen]\nclient = "off"\n', MODULES, settings);
    expect(config.listen.client).toBe("127.0.0.1:0");
    expect(config.general.domains).toEqual(["a.example", "b.example"]);
    expect(config.modules.ping).toMatchObject({ patience: 5, enabled: false });
  });

  test("all problems are reported at once, each with key, value, line and remedy", () => {
    const text =
      'domain = "example.com"\n[listen]\nclient = "5222"\n[ping]\nevery = 5\npatience = 11\nenabled = "yes"\n';
    expect(problemsOf(() => readConfig(text, MODULES, ["listen.cleint=off", "nothing"]))).toEqual([
      { key: "listen.cleint", value: "off", remedy: "there is no such option; did you mean listen.client?" },
      { key: "nothing", value: undefined, remedy: "write --set nothing=VALUE" },
      { key: "domain", value: "example.com", line: 1, remedy: "there is no such option; did you mean domains?" },
      {
        key: "listen.client",
        value: "5222",
        line: 3,
        remedy: 'write ADDRESS:PORT, such as "[::]:5222" or "127.0.0.1:5222", or "off"',
      },
      { key: "ping.every", value: 5, line: 5, remedy: 'write it in quotes: "5"' },
      { key: "ping.patience", value: 11, line: 6, remedy: "write a whole number from 1 to 10, without quotes" },
      { key: "ping.enabled", value: "yes", line: 7, remedy: "write true or false, without quotes" },
    ]);
  });

  test("a file that is not TOML is refused with the line", () => {
    const problems = problemsOf(() => readConfig('domains = ["a.example"]\nhost = oops\n', MODULES));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ key: "", line: 2 });
  });

  test("a key of the object prototype and endless nesting are refused", () => {
    expect(problemsOf(() => readConfig("[__proto__]\nx = 1\n", MODULES))).toHaveLength(1);
    expect(problemsOf(() => readConfig(`domains = ${"[".repeat(2000)}${"]".repeat(2000)}`, MODULES))).toHaveLength(1);
    expect(problemsOf(() => readConfig("constructor = 1\ntoString = 2\n", MODULES)).length).toBeGreaterThan(0);
  });

  test.each([
    ['domains = ["-bad-.example"]', "domains"],
    ['domains = ["a@b"]', "domains"],
    ['domains = ["a.example", "A.example"]', "domains"],
    ['[listen]\nclient = "[::]:5223"', "listen.client_tls"],
    ['[certificate]\nsource = "files"\nkey_file = "key.pem"', "certificate.chain_file"],
    ['[certificate]\ndirectory = "http://ca.example"', "certificate.directory"],
    ['[certificate]\ncontact = "me"', "certificate.contact"],
    ['[dns]\nresolvers = ["one.one.one.one"]', "dns.resolvers"],
    ['[dns]\nprovider = "desec"', "dns.token_file"],
    ["[dns]\nupdate = true", "dns.update"],
    ['[federation]\ndeny = ["tybalt@capulet.example"]', "federation.deny"],
    ['[limits]\nstanza = "9kB"', "limits.stanza"],
    ['[turn]\nrelay_ports = "50000-49000"', "turn.relay_ports"],
    ['[turn]\nrelay_ports = "80-90"', "turn.relay_ports"],
    ['[turn]\npublic_address = "my-router"', "turn.public_address"],
    ['host = "a b"', "host"],
    ['host = "9.9.9.9"', "host"],
    ['domains = ["9.9.9.9"]', "domains"],
    ['domains = ["[2620:fe::9]"]', "domains"],
    ['addresses = ["my-router"]', "addresses"],
    ['addresses = ["100.64.3.4"]', "addresses"],
    ['domains = ["nas.local"]\n[certificate]\nsource = "acme"', "certificate.source"],
    ['[listen]\nhttp = "a\\nb:80"', "listen.http"],
    ["domains = 1979-05-27", "domains"],
    ["listen = 3", "listen"],
    ["[listen.client]\nport = 3", "listen.client"],
  ])("%s is refused", (text, key) => {
    const read = () => readConfig(text, MODULES);
    expect(problemsOf(read).map((problem) => problem.key)).toContain(key);
    const english = problemsOf(read).map(({ remedy }) => remedy);
    for (const language of LANGUAGES.filter((each) => each !== "en"))
      expect(problemsOf(read, language).filter(({ remedy }) => english.includes(remedy))).toEqual([]);
  });

  test("an address that nobody reaches is said to be what it is, and taken in a network of one's own", () => {
    const text = 'addresses = ["192.168.1.20"]\n';
    expect(problemsOf(() => readConfig(text, MODULES))[0]?.remedy).toBe(
      "192.168.1.20 is an address inside a network such as yours: nobody else reaches it. " +
        "Your router's status page shows its public address; that one is meant.",
    );
    expect(readConfig(`${text}[federation]\nprivate_addresses = true\n`, MODULES).general.addresses).toHaveLength(1);
  });

  test("the services that people elsewhere come to, below each domain; none without federation", () => {
    const text = 'domains = ["a.example", "b.example"]\n[rooms]\nsubdomain = "chat"\n';
    const visited = (settings: readonly string[]) => {
      const config = readConfig(text, [ROOMS], settings);
      return visitedServices(config, config.general.domains);
    };
    expect(visited([])).toEqual(["chat.a.example", "chat.b.example"]);
    expect(visited(["federation.enabled=false"])).toEqual([]);
  });

  test.each(["", "a b", "pubsub", "-", "a..b"])('a service is not below a domain as "%s"', (subdomain) => {
    const problems = problemsOf(() => readConfig(`[rooms]\nsubdomain = "${subdomain}"`, [ROOMS]));
    expect(problems.map(({ key }) => key)).toEqual(["rooms.subdomain"]);
  });

  test("two sections of the same name are refused", () => {
    expect(() => sectionsOf([{ ...PING, name: "limits" }])).toThrow("limits");
    expect(() => sectionsOf([PING, PING])).toThrow("ping");
  });

  test("resolvers may have a port", () => {
    const { dns } = readConfig('[dns]\nresolvers = ["9.9.9.9", "127.0.0.1:5353", "::1", "[::1]:53"]', MODULES);
    expect(dns.resolvers).toHaveLength(4);
  });

  test("every default is valid, and every option has a sentence", () => {
    for (const { options } of sectionsOf(MODULES))
      for (const option of Object.values(options)) {
        expect(() => readValue(option, option.default)).not.toThrow();
        expect(option.sentence).toMatch(/^[A-Z].*\.$/);
      }
  });
});

/** Each problem as a line of French, its no-break spaces as plain ones. */
const frenchLines = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map((each) => describeProblem(each, "fr").replaceAll("\u00a0", " "));
  }
  return [];
};

describe("in French", () => {
  test("what is wrong with values and settings", () => {
    const text =
      'log_level = "inof"\ndomain = "example.com"\n[listen]\nclient = "5222"\n[ping]\nevery = 5\npatience = 11\n';
    expect(frenchLines(() => readConfig(text, MODULES, ["nothing"]))).toEqual([
      "nothing : écrivez --set nothing=VALEUR",
      'domain = "example.com" (ligne 2) : cette option n\'existe pas ; vouliez-vous dire domains ?',
      'log_level = "inof" (ligne 1) : vouliez-vous dire « info » ? choisissez parmi : error, warn, info, debug',
      'listen.client = "5222" (ligne 4) : écrivez ADRESSE:PORT, comme "[::]:5222" ou "127.0.0.1:5222", ou bien "off"',
      'ping.every = 5 (ligne 6) : mettez des guillemets : "5"',
      "ping.patience = 11 (ligne 7) : écrivez un nombre entier de 1 à 10, sans guillemets",
    ]);
  });

  test("what is wrong with values together, and with addresses", () => {
    const text = 'addresses = ["192.168.1.20"]\n[listen]\nclient = "[::]:5223"\n';
    expect(frenchLines(() => readConfig(text, MODULES))).toEqual([
      "addresses = \"192.168.1.20\" (ligne 1) : 192.168.1.20 ne vaut qu'à l'intérieur d'un réseau comme le vôtre : " +
        "de l'extérieur, elle est injoignable. La page d'état de votre box affiche son adresse publique ; c'est celle-là qu'il faut.",
      'listen.client_tls = "[::]:5223" : listen.client utilise déjà ce port',
    ]);
  });

  test("a file that is not TOML, and a former name", () => {
    expect(frenchLines(() => readConfig('domains = ["a.example"]\nhost = oops\n', MODULES))).toEqual([
      "config.toml (ligne 2) : cette valeur n'est pas valable ; un texte s'écrit entre guillemets",
    ]);
    expect(renamedIn('[push]\npatience = "2m"\n', RENAMED).map((each) => said(each, "fr").remedy)).toEqual([
      "cette option s'appelle désormais push.ack_timeout",
    ]);
  });
});

describe("writing", () => {
  const chosen = new Map<string, unknown>([
    ["domains", ["example.com"]],
    ["listen.client", "127.0.0.1:5222"],
    ["ping.patience", 4],
  ]);

  test("a new file has every option with its sentence and default, and the chosen values", () => {
    const text = changeConfig("", MODULES, chosen);
    expect(text).toContain('domains = [ "example.com" ]');
    expect(text).toContain(
      '# For apps, which secure the connection with STARTTLS. Default: "[::]:5222".\nclient = "127.0.0.1:5222"',
    );
    expect(text).toContain('Default: "info". Live.\n#log_level = "info"');
    expect(text).toContain("[ping] # XEP-0199");
    expect(text).toContain('#every = "5m"');
    const config = readConfig(text, MODULES);
    expect(config).toEqual(
      readConfig("", MODULES, ["domains=example.com", "listen.client=127.0.0.1:5222", "ping.patience=4"]),
    );
  });

  test("the defaults in the comments are those in effect", () => {
    const text = printConfig(MODULES, new Map()).replaceAll(/^#(?=\w+ = )/gm, "");
    expect(readConfig(text, MODULES)).toEqual(readConfig("", MODULES));
  });

  test("a changed file keeps its other values, comments and order", () => {
    const own =
      '# mine\nhost = "tintin.example.com" # the attic\ndomains = [\n  "old.example", # gone\n]\n\n[ping]\nevery = "1m"\n';
    const text = changeConfig(own, MODULES, chosen);
    expect(text).toBe(
      '# mine\nhost = "tintin.example.com" # the attic\ndomains = [ "example.com" ]\n\n[ping]\nevery = "1m"\npatience = 4\n\n[listen]\nclient = "127.0.0.1:5222"\n',
    );
  });

  test("a value shown as a comment is set in its place", () => {
    const once = changeConfig("", MODULES, chosen);
    const twice = changeConfig(once, MODULES, new Map([["listen.http", "off"]]));
    expect(twice).toBe(once.replace('#http = "[::]:80"', 'http = "off"'));
  });

  test.each([
    ['listen.http = "off" # closed\n', 'listen.http = "off" # closed\nlisten.client = "127.0.0.1:5222"\n'],
    ['listen . "client" = ":5222" # all\n', 'listen . "client" = "127.0.0.1:5222" # all\n'],
    ['["listen"] # ports\nhttp = "off"', '["listen"] # ports\nhttp = "off"\nclient = "127.0.0.1:5222"'],
    ['listen = { http = "off" } # short\n', 'listen = { http = "off", client = "127.0.0.1:5222" } # short\n'],
    [
      'listen.http = """o\\\n  ff""" # "\n# client = 3\ncertificate.ca_file = "#"',
      'listen.http = """o\\\n  ff""" # "\nlisten.client = "127.0.0.1:5222"\n# client = 3\ncertificate.ca_file = "#"',
    ],
    ['listen.client = ":1" # [a\n[dns] # b\n', 'listen.client = "127.0.0.1:5222" # [a\n[dns] # b\n'],
  ])("%j is changed in place, with its comments", (own, changed) => {
    const text = changeConfig(own, MODULES, new Map([["listen.client", "127.0.0.1:5222"]]));
    expect(text).toBe(changed);
    expect(readConfig(text, MODULES).listen.client).toBe("127.0.0.1:5222");
  });

  test("a problem is told with its line, also of a dotted key, of an inline table and below a long value", () => {
    const own = 'domains = [\n  "a.example",\n]\nlisten.http = 3\nping = { every = 1 }\n["limits"]\n"rate" = 1\n';
    const problems = problemsOf(() => readConfig(own, MODULES)).map(({ key, line }) => [key, line]);
    expect(problems).toContainAllValues([
      ["listen.http", 4],
      ["ping.every", 5],
      ["limits.rate", 7],
    ]);
  });
});
