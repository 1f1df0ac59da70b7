/** Setup in a terminal, at a name server that takes updates (BIND) and an ACME server (pebble): a key is all it is given. */
import { afterAll, beforeAll, expect } from "bun:test";
import { chownSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { testWith } from "../support/needs.ts";
import { type Bind, NAMED, startBind } from "../support/network/bind.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { temporaryFolder } from "../support/peers/peer.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { openTerminals, type Terminal } from "../support/process/terminal.ts";

const DOMAIN = "example.test";
const PASSWORD = "curiouser and curiouser";
const NOBODY = 65_534;
const ROUTER = "127.0.0.1";
/** Milliseconds: name servers, an authority that is waited for, a busy machine. */
const TIMEOUT_MS = 60_000;
const PROGRAMS = ["tmux", ...PEBBLE, NAMED];

const folder = temporaryFolder("dns-by-token");
const terminals = openTerminals(folder.path);
const dnsTest = testWith(PROGRAMS);
let bind: Bind | undefined;
let pebble: Pebble | undefined;

beforeAll(async () => {
  if (PROGRAMS.some((program) => Bun.which(program) === null)) return;
  // The site of the domain is elsewhere at first, and has an alias where rooms shall be.
  bind = await startBind(DOMAIN, ["rooms IN A 192.0.2.7", "_xmpp-server._tcp IN SRV 5 0 5269 old.example.test."]);
  pebble = await startPebble({ dnsServer: bind.server });
});
afterAll(async () => {
  await terminals[Symbol.asyncDispose]();
  await pebble?.stop();
  await bind?.stop();
  folder.remove();
});

const running = () => {
  if (bind === undefined || pebble === undefined) throw new Error("not started");
  return { bind, pebble };
};

async function settingsOf(): Promise<readonly string[]> {
  const { bind, pebble } = running();
  const names = ["client", "client_tls", "server", "server_tls"] as const;
  const ports = freePorts(names.length);
  const settings = [
    `dns.resolvers=${bind.server}`,
    "accounts.iterations=4096",
    // The machine of this test has none but private addresses.
    "federation.private_addresses=true",
    // Nothing but DNS can prove the domain.
    ...["http", "https", "proxy", "turn", "turns"].map((listener) => `listen.${listener}=off`),
    // The router of the machine that runs this test is left alone.
    "gateway.enabled=false",
    ...names.map((name, at) => `listen.${name}=127.0.0.1:${ports[at]}`),
  ];
  const authority = ["--acme-directory", pebble.directory, "--acme-ca", pebble.rootsFile];
  return [...authority, ...settings.flatMap((setting) => ["--set", setting])];
}

function run(name: string, args: readonly string[], columns: number, env: Readonly<Record<string, string>>): Terminal {
  const size = `stty cols ${columns} rows 60`;
  const shell = ["sh", "-c", `trap : INT; ${size}; "$@"; echo "ended $?"; exec cat`, "sh", compiledProgram(), ...args];
  return terminals.open(name, shell, { HOME: folder.path, TERM: "xterm-256color", ...env });
}

const addressOf = async (name: string) => await running().bind.resolver.query("A", name);

/** Until the name server says so: it is told by a program that the test does not see. */
async function untilAddress(name: string, address: string): Promise<void> {
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; await Bun.sleep(100)) {
    const answer = await addressOf(name);
    if (answer.state === "found" && answer.values.join() === address) return;
  }
  expect(await addressOf(name)).toEqual({ state: "found", values: [address] });
}

dnsTest(
  "the records are written, the certificate is proven by them, and an address that changes is followed",
  async () => {
    const { bind } = running();
    const home = join(folder.path, "home");
    const settings = await settingsOf();
    // As with sudo: the folder is somebody else's, who has to be able to use what is made in it.
    mkdirSync(home, { mode: 0o700 });
    if (process.getuid?.() === 0) chownSync(home, NOBODY, NOBODY);
    const wizard = run("english", ["setup", "--home", home, ...settings], 80, { LC_ALL: "C.UTF-8" });
    const shows = (pattern: RegExp) => wizard.waitForText(pattern, TIMEOUT_MS);
    await shows(/dedyn\.io is free of[\s\S]*What shall your address be/);
    wizard.typeLine(`alice@${DOMAIN}`);
    await shows(/What is your router's\?/);
    wizard.typeLine("j");
    await shows(/public IPv4 address \(empty/);
    wizard.typeLine(ROUTER);
    await shows(/CNAME rooms[\s\S]*t: write them for me/);
    wizard.pressKey("t");
    await shows(/● My own name server/);
    wizard.typeLine("");
    await shows(/Address of the name server/);
    wizard.typeLine(bind.server);
    await shows(/Name of the key/);
    wizard.typeLine("home.");
    await shows(/Its secret/);
    // One that is of another key: the name server does not accept it.
    wizard.typeLine(Buffer.alloc(32, 7).toString("base64"));
    await shows(/Its algorithm/);
    wizard.typeLine("");
    await shows(/does not accept the token for this: BADSIG[\s\S]*● Type it again/);
    wizard.typeLine("");
    await shows(/Type it again[\s\S]*Address of the name server/);
    wizard.typeLine(bind.server);
    await shows(/Type it again[\s\S]*Name of the key/);
    wizard.typeLine("home.");
    await shows(/Type it again[\s\S]*Its secret/);
    wizard.typeLine(bind.secret);
    await shows(/Type it again[\s\S]*Its algorithm/);
    wizard.typeLine("");
    await shows(/accepts it for example\.test[\s\S]*dns-token/);
    await shows(/rooms\.example\.test\. IN A +\(remove\)[\s\S]*● Write them, and keep the addresses current/);
    expect(await addressOf(DOMAIN)).toEqual({ state: "absent" });
    expect(wizard.screen()).not.toContain(bind.secret);
    wizard.typeLine("");
    await shows(/✔ CNAME rooms[\s\S]*Everything is there/);
    expect(await addressOf(DOMAIN)).toEqual({ state: "found", values: [ROUTER] });
    expect((await bind.resolver.query("CNAME", `rooms.${DOMAIN}`)).state).toBe("found");
    await shows(/How do you want to prove/);
    const list = wizard.screen().slice(wizard.screen().lastIndexOf("How do you want to prove"));
    const choices = list.split("\n").filter((line) => /[●○]/.test(line));
    const steps = choices.findIndex((line) => line.includes("written by API"));
    wizard.typeLine("j".repeat(steps - choices.findIndex((line) => line.includes("●"))));
    await shows(/✔ example\.test(, \w+\.example\.test)*[\s│]+until/);
    await shows(/5 of 5 +You +Password/);
    wizard.typeLine(PASSWORD);
    await shows(/Once more/);
    wizard.typeLine(PASSWORD);
    await shows(/Start it now\?/);
    wizard.typeLine("");
    await shows(/Whom do you want to write with/);
    wizard.typeLine("");
    await shows(/server-started/);
    wizard.typeLine("\u0003");
    await shows(/ended 0/);

    const token = join(home, "dns-token");
    expect([statSync(token).mode & 0o777, statSync(token).uid]).toEqual([0o600, statSync(home).uid]);
    expect(readFileSync(token, "utf8")).toBe(`${bind.credentials}algorithm = hmac-sha256\n`);
    const config = readFileSync(join(home, "config.toml"), "utf8");
    for (const line of ['provider = "rfc2136"', `token_file = "${token}"`, "update = true", 'challenge = "dns-01"'])
      expect(config).toContain(line);
    expect(config).not.toContain(bind.secret);
    expect(config).not.toMatch(/^addresses/m);

    // Another address, as the administrator of a home with two routers would say it.
    writeFileSync(join(home, "config.toml"), `addresses = ["127.0.0.9"]\n${config}`);
    const server = run("server", ["run", "--home", home], 80, { LC_ALL: "C.UTF-8" });
    await untilAddress(DOMAIN, "127.0.0.9");
    await server.waitForText(/address-written/, TIMEOUT_MS);
    server.typeLine("\u0003");
    await server.waitForText(/ended 0/, TIMEOUT_MS);
  },
  300_000,
);

dnsTest(
  "sans terminal : les enregistrements sont montrés, écrits avec --write-dns, et le certificat est prouvé par eux",
  async () => {
    const { bind } = running();
    const token = join(folder.path, "token");
    const password = join(folder.path, "password");
    writeFileSync(token, bind.credentials, { mode: 0o600 });
    writeFileSync(password, `${PASSWORD}\n`, { mode: 0o600 });
    const args = [
      ...["setup", "--no-input", "--lang", "fr", "--home", join(folder.path, "script"), ...(await settingsOf())],
      ...["--domain", DOMAIN, "--host", `script.${DOMAIN}`, "--address", "127.0.0.4"],
      ...["--admin", "alice", "--password-file", password],
      ...["--set", "dns.provider=rfc2136", "--set", `dns.token_file=${token}`],
    ];
    const setup = async (...more: readonly string[]) => {
      const options = {
        env: { HOME: folder.path, PATH: process.env.PATH ?? "" },
        stdout: "pipe",
        stderr: "pipe",
      } as const;
      const child = Bun.spawn([compiledProgram(), ...args, ...more], options);
      const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
      return { exit: await child.exited, text: `${out}${err}` };
    };
    const shown = await setup("--certificate", "self-signed");
    expect(shown.text).toMatch(/script\.example\.test\. 3600 IN A 127\.0\.0\.4[\s\S]*Avec --write-dns/);
    expect(await addressOf(`script.${DOMAIN}`)).toEqual({ state: "absent" });
    const { exit, text } = await setup("--write-dns", "--certificate", "acme", "--challenge", "dns-01");
    expect(text).not.toContain(bind.secret);
    expect([exit, exit === 0 ? "" : text]).toEqual([0, ""]);
    expect(text).toMatch(/ok +A +script/);
    expect(await addressOf(`script.${DOMAIN}`)).toEqual({ state: "found", values: ["127.0.0.4"] });
    expect((await bind.resolver.query("TXT", `_acme-challenge.${DOMAIN}`)).state).toBe("absent");
  },
  120_000,
);
