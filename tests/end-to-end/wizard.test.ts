/** The wizard from first to last screen in a terminal of 80 columns, with a name server and an ACME server. */
import { afterAll, beforeAll, expect } from "bun:test";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { hasPebble, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { dnsmasq, type NameServer, startDnsmasq } from "../support/network/dnsmasq.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { temporaryFolder } from "../support/peers/peer.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { openTerminals, type Terminal } from "../support/process/terminal.ts";

const DOMAIN = "example.test";
const PASSWORD = "curiouser and curiouser";
/** A domain that leads here, and whose records for messages are still to be made. */
const BEFORE = [`host-record=${DOMAIN},127.0.0.1`, "local=/test/"];
const COLUMNS = 80;
/** Starting a process of the compiled program, asking DNS and waiting for the authority, on a busy machine. */
const SCREEN_TIMEOUT_MS = 30_000;

const folder = temporaryFolder("wizard");
const terminals = openTerminals(folder.path);
let pebble: Pebble;
let names: NameServer;

beforeAll(async () => {
  if (dnsmasq === null || !hasPebble) return;
  names = await startDnsmasq(BEFORE);
  pebble = await startPebble({ dnsServer: names.server });
});
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  await pebble?.stop();
  await names?.stop();
  folder.remove();
});

interface Sitting extends Terminal {
  readonly home: string;
  readonly ports: Readonly<Record<"client" | "client_tls" | "server" | "server_tls", number>>;
}

/** The name server's port stays, so that a look again goes to the same place. */
async function publish(lines: readonly string[]): Promise<void> {
  const port = Number(names.server.split(":")[1]);
  await names.stop();
  names = await startDnsmasq(lines, "127.0.0.1", port);
}

const published = ({ client, client_tls, server, server_tls }: Sitting["ports"]): string[] => [
  ...BEFORE,
  `cname=rooms.${DOMAIN},${DOMAIN}`,
  ...[DOMAIN, `rooms.${DOMAIN}`].flatMap((domain) => [
    `srv-host=_xmpp-server._tcp.${domain},${DOMAIN},${server},10,100`,
    `srv-host=_xmpps-server._tcp.${domain},${DOMAIN},${server_tls},10,100`,
  ]),
  `srv-host=_xmpp-client._tcp.${DOMAIN},${DOMAIN},${client},10,100`,
  `srv-host=_xmpps-client._tcp.${DOMAIN},${DOMAIN},${client_tls},10,100`,
];

const portsOf = async (): Promise<Sitting["ports"]> => {
  const [client = 0, client_tls = 0, server = 0, server_tls = 0] = await freePorts(4);
  return { client, client_tls, server, server_tls };
};

function sitDown(name: string, home: string, ports: Sitting["ports"], env: Readonly<Record<string, string>>): Sitting {
  const settings = [
    `dns.resolvers=${names.server}`,
    "accounts.iterations=4096",
    // The machine of this test has none but private addresses.
    "federation.private_addresses=true",
    `listen.http=127.0.0.1:${pebble.httpPort}`,
    "listen.https=off",
    "listen.proxy=off",
    // Others have to reach this one: the router has something to forward.
    `listen.server=0.0.0.0:${ports.server}`,
    ...(["client", "client_tls", "server_tls"] as const).map((each) => `listen.${each}=127.0.0.1:${ports[each]}`),
  ];
  const authority = ["--acme-directory", pebble.directory, "--acme-ca", pebble.rootsFile];
  const words = ["setup", "--home", home, ...authority, ...settings.flatMap((setting) => ["--set", setting])];
  const size = `stty cols ${COLUMNS} rows 45`;
  const shell = ["sh", "-c", `trap : INT; ${size}; "$@"; echo "ended $?"; exec cat`, "sh", compiledProgram(), ...words];
  const terminal = terminals.open(name, shell, { HOME: folder.path, TERM: "xterm-256color", ...env });
  return { ...terminal, home, ports };
}

const wizardTest = testWith(["tmux", "pebble", "pebble-challtestsrv", dnsmasq ?? "dnsmasq"]);

/** The screens that every sitting passes; `see` checks each and that nothing is wider than the terminal. */
function watching(sitting: Sitting): (pattern: RegExp) => Promise<RegExpExecArray> {
  return async (pattern) => {
    const found = await sitting.shows(pattern, SCREEN_TIMEOUT_MS);
    const wide = sitting
      .screen()
      .split("\n")
      // A path is as long as it is.
      .filter((line) => line.trimEnd().length > COLUMNS && !line.includes(sitting.home));
    expect(wide).toEqual([]);
    return found;
  };
}

wizardTest(
  "in English: records made meanwhile are seen, the certificate is obtained, the server runs and lets her in",
  async () => {
    await publish(BEFORE);
    const sitting = sitDown("english", join(folder.path, "english"), await portsOf(), { LC_ALL: "C.UTF-8" });
    const see = watching(sitting);
    await see(/What shall your address be/);
    sitting.types(`alice@${DOMAIN}`);
    await see(/You will be +alice@example\.test/);
    await see(/no public IPv4 address itself/);
    sitting.types("j");
    await see(/public IPv4 address \(empty/);
    sitting.types("127.0.0.1");
    await see(/✘ SRV +_xmpp-client\._tcp\.example\.test +not there/);
    await see(/Done\?/);
    expect(sitting.screen()).toMatch(
      new RegExp(
        `^_xmpp-client\\._tcp\\.example\\.test\\. +3600 IN SRV +10 100 ${sitting.ports.client} example\\.test\\.$`,
        "m",
      ),
    );
    await publish(published(sitting.ports));
    sitting.types("");
    await see(/✔ SRV +_xmpp-client\._tcp\.example\.test +right \(new\)/);
    await see(/2 of 5 +Ports on this machine/);
    await see(/3 of 5 +Your router/);
    await see(new RegExp(`TCP ${sitting.ports.server}\\b`));
    sitting.types("");
    await see(/✔ example\.test leads here/);
    sitting.types("");
    await see(/✔ example\.test(, rooms\.example\.test)? +until/);
    await see(/5 of 5 +You +Password/);
    sitting.types(PASSWORD);
    await see(/Once more/);
    sitting.types(PASSWORD);
    await see(/alice@example\.test is ready/);
    await see(/Start it now\?/);
    expect(sitting.screen()).not.toContain(PASSWORD);
    sitting.types("");
    await sitting.shows(/your address, and administrator[\s\S]*server-started/, SCREEN_TIMEOUT_MS);

    const { client_tls: port } = sitting.ports;
    const login = { username: "alice", password: PASSWORD };
    const alice = await Client.login({ host: "127.0.0.1", port, domain: DOMAIN, tls: "direct" }, login);
    await alice.end();
    expect(existsSync(join(sitting.home, "setup.json"))).toBe(false);
    expect(statSync(join(sitting.home, "config.toml")).mode & 0o777).toBe(0o600);
    sitting.types("\u0003");
    await sitting.shows(/ended 0/, SCREEN_TIMEOUT_MS);

    // A second sitting starts from what is there and orders nothing.
    const chain = readFileSync(join(sitting.home, "certificate/chain.pem"), "utf8");
    const again = sitDown("again", sitting.home, sitting.ports, { LC_ALL: "C.UTF-8", NO_COLOR: "1", TERM: "linux" });
    const seeAgain = watching(again);
    await seeAgain(/What shall your address be[\s\S]*example\.test/);
    again.types("");
    await seeAgain(/no public IPv4 address itself/);
    await seeAgain(/It is still 127\.0\.0\.1/);
    again.types("");
    await seeAgain(/Your router/);
    again.types("");
    await seeAgain(/kept/);
    await seeAgain(/alice@example\.test is there already/);
    again.types("\u0003");
    await again.shows(/Stopped\./, SCREEN_TIMEOUT_MS);
    await again.shows(/ended 1/, SCREEN_TIMEOUT_MS);
    expect(readFileSync(join(sitting.home, "certificate/chain.pem"), "utf8")).toBe(chain);
    expect(readFileSync(join(sitting.home, "setup.json"), "utf8")).not.toContain(PASSWORD);

    // A third one goes on from there: what needs no answer is looked at again.
    const third = sitDown("third", sitting.home, sitting.ports, { LC_ALL: "C.UTF-8" });
    const seeThird = watching(third);
    await seeThird(/Go on with example\.test, step 5 of 5/);
    third.types("");
    await seeThird(/2 of 5 +Ports on this machine/);
    await seeThird(/alice@example\.test is there already/);
    third.types("\u0003");
    await third.shows(/To go on from here: +\S+ setup --home/, SCREEN_TIMEOUT_MS);
  },
  240_000,
);

wizardTest(
  "en français : du premier écran au dernier, avec un mot de passe inventé",
  async () => {
    await publish(BEFORE);
    const sitting = sitDown("french", join(folder.path, "french"), await portsOf(), { LC_ALL: "fr_FR.UTF-8" });
    const see = watching(sitting);
    await see(/Quelle sera votre adresse/);
    sitting.types(DOMAIN);
    await see(/pas d'adresse IPv4 publique/);
    sitting.types("j");
    await see(/L'adresse IPv4 publique de votre box/);
    sitting.types("127.0.0.1");
    await see(/✘ SRV +_xmpp-client\._tcp\.example\.test +absent/);
    await see(/C'est fait\u00a0\?/);
    sitting.types("jjj");
    await see(/2 sur 5 +Les ports de cette machine/);
    await see(/3 sur 5 +Votre box/);
    sitting.types("");
    await see(/✔ example\.test mène ici/);
    sitting.types("");
    await see(/✔ example\.test +jusqu'au/);
    await see(/devant @example\.test/);
    sitting.types("");
    await see(/Mot de passe \(vide/);
    sitting.types("");
    const made = await see(/\b(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\b/);
    await see(/Le démarrer maintenant/);
    sitting.types("j");
    await see(/Tout est prêt\./);
    await see(/ended 0/);
    expect(made[0]).toHaveLength(23);
    expect(existsSync(join(sitting.home, "setup.json"))).toBe(false);
  },
  120_000,
);
