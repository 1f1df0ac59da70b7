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
import { DARK, DECODER, readCode } from "../support/process/screen-code.ts";
import { openTerminals, type Terminal } from "../support/process/terminal.ts";

const DOMAIN = "example.test";
const PASSWORD = "curiouser and curiouser";
/** DNS where the domain resolves to this machine, and SRV records are missing. */
const BEFORE = [`host-record=${DOMAIN},127.0.0.1`, "local=/test/"];
const COLUMNS = 80;
/** Milliseconds: starts the compiled program, queries DNS and waits for the authority, on a busy machine. */
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

interface WizardRun extends Terminal {
  readonly home: string;
  readonly ports: Readonly<Record<"client" | "client_tls" | "server" | "server_tls", number>>;
}

/** Restarts the name server on the same port, so that the wizard can query it again. */
async function publish(lines: readonly string[]): Promise<void> {
  const port = Number(names.server.split(":")[1]);
  await names.stop();
  names = await startDnsmasq(lines, "127.0.0.1", port);
}

const published = ({ client, client_tls, server, server_tls }: WizardRun["ports"]): string[] => [
  ...BEFORE,
  ...["rooms", "pubsub"].map((service) => `cname=${service}.${DOMAIN},${DOMAIN}`),
  ...[DOMAIN, `rooms.${DOMAIN}`, `pubsub.${DOMAIN}`].flatMap((domain) => [
    `srv-host=_xmpp-server._tcp.${domain},${DOMAIN},${server},10,100`,
    `srv-host=_xmpps-server._tcp.${domain},${DOMAIN},${server_tls},10,100`,
  ]),
  `srv-host=_xmpp-client._tcp.${DOMAIN},${DOMAIN},${client},10,100`,
  `srv-host=_xmpps-client._tcp.${DOMAIN},${DOMAIN},${client_tls},10,100`,
];

const portsOf = async (): Promise<WizardRun["ports"]> => {
  const [client = 0, client_tls = 0, server = 0, server_tls = 0] = freePorts(4);
  return { client, client_tls, server, server_tls };
};

function startWizard(
  name: string,
  home: string,
  ports: WizardRun["ports"],
  env: Readonly<Record<string, string>>,
): WizardRun {
  const settings = [
    `dns.resolvers=${names.server}`,
    "accounts.iterations=4096",
    // The machine of this test has none but private addresses.
    "federation.private_addresses=true",
    `listen.http=127.0.0.1:${pebble.httpPort}`,
    "listen.https=off",
    // The router of the machine that runs this test is left alone.
    "gateway.enabled=false",
    ...["proxy", "turn", "turns"].map((name) => `listen.${name}=off`),
    // A listener on all addresses, so that there is a port for the router to forward.
    `listen.server=0.0.0.0:${ports.server}`,
    ...(["client", "client_tls", "server_tls"] as const).map((each) => `listen.${each}=127.0.0.1:${ports[each]}`),
  ];
  const authority = ["--acme-directory", pebble.directory, "--acme-ca", pebble.rootsFile];
  const args = ["setup", "--home", home, ...authority, ...settings.flatMap((setting) => ["--set", setting])];
  const size = `stty cols ${COLUMNS} rows 45`;
  const shell = ["sh", "-c", `trap : INT; ${size}; "$@"; echo "ended $?"; exec cat`, "sh", compiledProgram(), ...args];
  const terminal = terminals.open(name, shell, { HOME: folder.path, TERM: "xterm-256color", ...env });
  return { ...terminal, home, ports };
}

const wizardTest = testWith(["tmux", DECODER, "pebble", "pebble-challtestsrv", dnsmasq ?? "dnsmasq"]);

/** Waits for a screen, and asserts that no line is wider than the terminal. */
function screenChecker(wizard: WizardRun): (pattern: RegExp) => Promise<RegExpExecArray> {
  return async (pattern) => {
    const found = await wizard.waitForText(pattern, SCREEN_TIMEOUT_MS);
    const wide = wizard
      .screen()
      .split("\n")
      // Paths may be longer.
      .filter((line) => line.trimEnd().length > COLUMNS && !line.includes(wizard.home));
    expect(wide).toEqual([]);
    return found;
  };
}

wizardTest(
  "in English: records made meanwhile are found, the certificate is obtained, the server runs, alice signs in",
  async () => {
    await publish(BEFORE);
    const wizard = startWizard("english", join(folder.path, "english"), await portsOf(), { LC_ALL: "C.UTF-8" });
    const screenShows = screenChecker(wizard);
    await screenShows(/What shall your address be/);
    wizard.typeLine(`alice@${DOMAIN}`);
    await screenShows(/You will be +alice@example\.test/);
    await screenShows(/no public IPv4 address itself/);
    wizard.typeLine("j");
    await screenShows(/public IPv4 address \(empty/);
    wizard.typeLine("127.0.0.1");
    await screenShows(/✘ SRV +_xmpp-client\._tcp +add/);
    await screenShows(/asked every 5 seconds/);
    wizard.pressKey("f");
    await screenShows(/or, in parts: Service _xmpp-client +Protocol _tcp +Name @/);
    wizard.pressKey("z");
    await screenShows(/Saved as/);
    expect(wizard.screen()).toMatch(
      new RegExp(
        `^_xmpp-client\\._tcp\\.example\\.test\\. +3600 IN SRV +10 100 ${wizard.ports.client} example\\.test\\.$`,
        "m",
      ),
    );
    await publish(published(wizard.ports));
    await screenShows(/✔ SRV +_xmpp-client\._tcp +right \(new\)/);
    await screenShows(/2 of 5 +Ports on this machine/);
    await screenShows(/3 of 5 +Your router/);
    await screenShows(new RegExp(`TCP ${wizard.ports.server}\\b`));
    await screenShows(/Done, or for later\?/);
    wizard.typeLine("");
    await screenShows(/✔ example\.test leads here[\s\S]*How do you want to prove/);
    wizard.typeLine("");
    await screenShows(/✔ example\.test(, (pubsub|rooms)\.example\.test)*[\s│]+until/);
    await screenShows(/5 of 5 +You +Password/);
    wizard.typeLine(PASSWORD);
    await screenShows(/Once more/);
    wizard.typeLine(PASSWORD);
    await screenShows(/alice@example\.test is ready/);
    await screenShows(/Start it now\?/);
    expect(wizard.screen()).not.toContain(PASSWORD);
    wizard.typeLine("");
    await screenShows(/Your phone[\s\S]*xmpp:alice@example\.test[\s\S]*Whom do you want to write with/);
    expect(readCode(wizard.colouredScreen(), DARK, folder.path)).toBe("xmpp:alice@example.test");
    wizard.typeLine("j");
    await screenShows(/before @example\.test in their address/);
    wizard.typeLine("bob");
    await screenShows(/Invite somebody else\?/);
    const [invitation] = await screenShows(/xmpp:bob@example\.test\?register;preauth=[A-Za-z0-9]+/);
    expect(readCode(wizard.colouredScreen(), DARK, folder.path)).toContain(invitation);
    wizard.typeLine("");
    await wizard.waitForText(/your address, and administrator[\s\S]*server-started/, SCREEN_TIMEOUT_MS);

    const { client_tls: port } = wizard.ports;
    const login = { username: "alice", password: PASSWORD };
    const alice = await Client.login({ host: "127.0.0.1", port, domain: DOMAIN, tls: "direct" }, login);
    await alice.end();
    expect(existsSync(join(wizard.home, "setup.json"))).toBe(false);
    expect(statSync(join(wizard.home, "config.toml")).mode & 0o777).toBe(0o600);
    wizard.typeLine("\u0003");
    await wizard.waitForText(/ended 0/, SCREEN_TIMEOUT_MS);

    // A second run starts from the existing files and orders nothing.
    const chain = readFileSync(join(wizard.home, "certificate/chain.pem"), "utf8");
    const secondRun = startWizard("again", wizard.home, wizard.ports, {
      LC_ALL: "C.UTF-8",
      NO_COLOR: "1",
      TERM: "linux",
    });
    const secondScreenShows = screenChecker(secondRun);
    await secondScreenShows(/What shall your address be[\s\S]*example\.test/);
    secondRun.typeLine("");
    await secondScreenShows(/no public IPv4 address itself/);
    await secondScreenShows(/It is still 127\.0\.0\.1/);
    secondRun.typeLine("");
    await secondScreenShows(/Your router[\s\S]*Done, or for later\?/);
    secondRun.typeLine("");
    await secondScreenShows(/kept/);
    await secondScreenShows(/alice@example\.test is there already/);
    secondRun.typeLine("\u0003");
    await secondRun.waitForText(/Stopped\./, SCREEN_TIMEOUT_MS);
    await secondRun.waitForText(/ended 1/, SCREEN_TIMEOUT_MS);
    expect(readFileSync(join(wizard.home, "certificate/chain.pem"), "utf8")).toBe(chain);
    expect(readFileSync(join(wizard.home, "setup.json"), "utf8")).not.toContain(PASSWORD);

    // A third one goes on from there: what needs no answer is looked at again.
    const third = startWizard("third", wizard.home, wizard.ports, { LC_ALL: "C.UTF-8" });
    const seeThird = screenChecker(third);
    await seeThird(/Go on with example\.test, step 5 of 5/);
    third.typeLine("");
    await seeThird(/2 of 5 +Ports on this machine/);
    await seeThird(/alice@example\.test is there already/);
    third.typeLine("\u0003");
    await third.waitForText(/To go on from here:\s+.*setup --home/, SCREEN_TIMEOUT_MS);
  },
  240_000,
);

wizardTest(
  "en français : du premier écran au dernier, avec un mot de passe inventé",
  async () => {
    await publish(BEFORE);
    const wizard = startWizard("french", join(folder.path, "french"), await portsOf(), { LC_ALL: "fr_FR.UTF-8" });
    const screenShows = screenChecker(wizard);
    await screenShows(/Quelle sera votre adresse/);
    wizard.typeLine(DOMAIN);
    await screenShows(/pas d'adresse IPv4 publique/);
    wizard.typeLine("j");
    await screenShows(/L'adresse IPv4 publique de votre box/);
    wizard.typeLine("127.0.0.1");
    await screenShows(/✘ SRV +_xmpp-client\._tcp +à ajouter/);
    await screenShows(/Vérification toutes les 5 secondes/);
    wizard.typeLine("");
    await screenShows(/2 sur 5 +Les ports de cette machine/);
    await screenShows(/3 sur 5 +Votre box[\s\S]*pour plus tard/);
    wizard.typeLine("");
    await screenShows(/✔ example\.test mène ici[\s\S]*Comment voulez-vous prouver/);
    wizard.typeLine("");
    await screenShows(/✔ example\.test +jusqu'au/);
    await screenShows(/devant @example\.test/);
    wizard.typeLine("");
    await screenShows(/Mot de passe \(vide/);
    wizard.typeLine("");
    const generated = await screenShows(/\b(?:[a-z2-9]{5}-){3}[a-z2-9]{5}\b/);
    await screenShows(/Le démarrer maintenant/);
    wizard.typeLine("j");
    await screenShows(/À qui voulez-vous écrire/);
    wizard.typeLine("");
    await screenShows(/Tout est prêt\./);
    await screenShows(/ended 0/);
    expect(generated[0]).toHaveLength(23);
    expect(existsSync(join(wizard.home, "setup.json"))).toBe(false);
  },
  120_000,
);
