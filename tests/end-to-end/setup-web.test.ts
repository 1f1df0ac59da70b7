/** jabber-home setup --web as it is installed: in Chromium with an authority, killed on the way, and from a phone in a network. */
import { afterAll, beforeAll, expect } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type AnswersByTitle, answerSetup } from "../support/browser/answer-setup.ts";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { setupVisitor } from "../support/browser/setup-visitor.ts";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { dnsmasq, type NameServer, startDnsmasq } from "../support/network/dnsmasq.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { noHomeRouter } from "../support/network/home-router.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type RunningProgram, runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";

const DOMAIN = "example.test";
const PASSWORD = "curiouser and curiouser";
const TIMEOUT_MS = 240_000;

const folder = temporaryFolder("setup-web");
let names: NameServer;
let pebble: Pebble;
beforeAll(async () => {
  compiledProgram();
  if (dnsmasq === null || PEBBLE.some((program) => Bun.which(program) === null)) return;
  names = await startDnsmasq([`host-record=${DOMAIN},127.0.0.1`, "local=/test/"]);
  pebble = await startPebble({ dnsServer: names.server });
}, TIMEOUT_MS);
afterAll(async () => {
  await pebble?.stop();
  await names?.stop();
  folder[Symbol.dispose]();
});

/** Where its pages are, and the code. */
async function announced(program: RunningProgram): Promise<{ readonly port: number; readonly code: string }> {
  const [, port] = await program.prints(/http:\/\/\S+:(\d+)\n/);
  const [, first, second] = await program.prints(/code: {2}(\w{4})-(\w{4})\n/);
  return { port: Number(port), code: `${first}${second}` };
}

const startSetup = (home: string, flags: readonly string[] = []): RunningProgram =>
  startProgram([compiledProgram(), "setup", "--web", "--web-port", "0", "--home", home, ...flags]);

testWith([])(
  "for this computer only: the server starts behind the last page, and alice signs in",
  async () => {
    const home = join(folder.path, "local");
    await using program = startSetup(home);
    const { port, code } = await announced(program);
    const visitor = setupVisitor(`http://localhost:${port}`);
    await visitor.get();
    await visitor.send({ code });
    const titles = await answerSetup(visitor, {
      "What shall your address be": { answer: "" },
      "What stands before @localhost": { answer: "alice" },
      Password: { answer: PASSWORD },
      "Once more": { answer: PASSWORD },
      "Start it now?": { answer: "foreground" },
    });
    expect(titles.at(-1)).toBe("It starts.");
    expect(visitor.html()).not.toContain(PASSWORD);
    await program.prints(/server-started/);
    const config = readFileSync(join(home, "config.toml"), "utf8");
    const [, xmpp] = /client_tls = "127\.0\.0\.1:(\d+)"/.exec(config) ?? [];
    const login = { username: "alice", password: PASSWORD };
    const place = { host: "127.0.0.1", port: Number(xmpp), domain: "localhost", tls: "direct" as const };
    await (await Client.login(place, login)).end();
    // The last page can still be loaded again; then both end together.
    await visitor.get();
    expect(visitor.title()).toBe("It starts.");
    expect(existsSync(join(home, "setup.json"))).toBe(false);
    program.signal("SIGTERM");
    expect(await program.exited).toBe(0);
    expect(program.output()).not.toContain(PASSWORD);
  },
  TIMEOUT_MS,
);

testWith([])(
  "for the first visitor there is no code; who stops it in the terminal is told how to go on, and nothing waits",
  async () => {
    await using program = startSetup(join(folder.path, "first"), ["--first-visitor"]);
    await program.prints(/The first browser that begins is let in\./);
    const [, port] = await program.prints(/http:\/\/\S+:(\d+)\n/);
    const visitor = setupVisitor(`http://127.0.0.1:${port}`);
    await visitor.get();
    await visitor.send({ go: "on" });
    expect(visitor.title()).toStartWith("What shall your address be");
    program.signal("SIGINT");
    await program.prints(/Stopped\.[\s\S]*setup --web --home \S+first/);
    expect(await program.exited).toBe(1);
  },
  TIMEOUT_MS,
);

testWith([]).each([
  [["--first-visitor"], "--first-visitor goes with --web", 2],
  [["--web-port", "8080"], "--web-port goes with --web", 2],
  [["--web", "--no-input"], "only one of --web and --no-input can be meant", 2],
  [["--web", "--web-port", "65536"], '"65536" is no port', 2],
  [["--web", "--set", "listen.https=nowhere"], "listen.https", 78],
])("setup %p is refused before anybody is asked", async (flags, sentence, expected) => {
  const { exit, err } = await runProgram([compiledProgram(), "setup", "--home", join(folder.path, "none"), ...flags]);
  expect(err).toContain(sentence);
  expect([exit, existsSync(join(folder.path, "none"))]).toEqual([expected, false]);
});

/** With DNS where the domain leads here, and the authority of this test. */
function settings(ports: readonly number[]): readonly string[] {
  const [client = 0, client_tls = 0, server = 0, server_tls = 0, https = 0] = ports;
  const listeners = { client, client_tls, server, server_tls, https, http: pebble.httpPort };
  const options = [
    `dns.resolvers=${names.server}`,
    "accounts.iterations=4096",
    // The machine of this test has none but private addresses, and its router is left alone.
    ...["federation.private_addresses=true", "gateway.enabled=false"],
    ...["proxy", "turn", "turns"].map((name) => `listen.${name}=off`),
    ...Object.entries(listeners).map(([name, port]) => `listen.${name}=127.0.0.1:${port}`),
  ];
  const authority = ["--acme-directory", pebble.directory, "--acme-ca", pebble.rootsFile];
  return [...authority, ...options.flatMap((option) => ["--set", option])];
}

/** In the browser, as a person does. */
async function answer(page: Page, title: string, act: () => Promise<void>): Promise<void> {
  await page.locator("h1", { hasText: title }).waitFor({ timeout: 60_000 });
  await page.locator('[data-screen]:not([data-screen$="-wait"])').waitFor({ timeout: 60_000 });
  await act();
}

testWith([CHROMIUM, ...PEBBLE, dnsmasq ?? "dnsmasq"])(
  "with an authority (HTTP-01), in Chromium: killed on the way it goes on from there, the certificate is obtained, the server runs",
  async () => {
    const home = join(folder.path, "authority");
    const ports = freePorts(5);
    const flags = settings(ports);
    await using browser = { ...(await launched()) };
    const { page } = browser;
    const open = async (program: RunningProgram): Promise<void> => {
      const { port, code } = await announced(program);
      await page.goto(`http://127.0.0.1:${port}/?code=${code}`);
      await page.locator('main button[name="go"]').click();
    };
    const goOn = (): Promise<void> => page.locator('main button[value="on"]').click();
    const choose = async (value: string): Promise<void> => {
      await page.locator(`input[value="${value}"]`).check();
      await goOn();
    };
    const type = async (text: string): Promise<void> => {
      await page.locator("#answer").fill(text);
      await goOn();
    };
    {
      await using program = startSetup(home, flags);
      await open(program);
      await answer(page, "What shall your address be", () => type(`alice@${DOMAIN}`));
      await answer(page, "This machine has no public IPv4 address", () => choose("type"));
      await answer(page, "The router's public IPv4 address", () => type("127.0.0.1"));
      await answer(page, `DNS of ${DOMAIN}`, () => page.locator('button[value="f"]').click());
      await page.locator("#live", { hasText: "_xmpp-client" }).waitFor();
      program.signal("SIGKILL");
      await program.exited;
    }
    await using program = startSetup(home, flags);
    await open(program);
    await answer(page, "An earlier setup was not finished", () => choose("on"));
    await answer(page, `DNS of ${DOMAIN}`, () => page.locator('button[value="enter"]').click());
    await answer(page, "Certificate", () => choose("http-01"));
    await answer(page, "Password", () => type(PASSWORD));
    await answer(page, "Once more", () => type(PASSWORD));
    await page.locator("summary", { hasText: "in order" }).waitFor();
    await answer(page, "Start it now?", () => choose("foreground"));
    await answer(page, "Whom do you want to write with?", () => choose("later"));
    await answer(page, "It starts.", async () => {});
    expect(await page.locator("a.button").getAttribute("href")).toBe(`https://${DOMAIN}:${ports[4]}/account`);
    await program.prints(/server-started/);
    expect(readFileSync(join(home, "certificate/chain.pem"), "utf8")).toContain("BEGIN CERTIFICATE");
    expect(existsSync(join(home, "setup.json"))).toBe(false);
    const place = { host: "127.0.0.1", port: ports[1] ?? 0, domain: DOMAIN, tls: "direct" as const };
    await (await Client.login(place, { username: "alice", password: PASSWORD })).end();
  },
  TIMEOUT_MS,
);

async function launched() {
  const browser = await launchChromium();
  const page = await browser.newPage({ locale: "en", viewport: { width: 390, height: 760 } });
  return { page, [Symbol.asyncDispose]: () => browser.close() };
}

const [MACHINE, PHONE] = ["192.168.7.20", "192.168.7.30"];
const [OUTSIDE, STRANGER] = ["198.51.100.20", "198.51.100.30"];

/** A machine and a phone on a cable, with a private and a public address each. */
const NETWORK = `
set -e
mount -t tmpfs none /run
mkdir -p /run/netns
ip netns add phone
ip link set lo up
ip link add lan type veth peer name lan netns phone
ip address add ${MACHINE}/24 dev lan
ip address add ${OUTSIDE}/24 dev lan
ip link set lan up
ip netns exec phone ip link set lo up
ip netns exec phone ip address add ${PHONE}/24 dev lan
ip netns exec phone ip address add ${STRANGER}/24 dev lan
ip netns exec phone ip link set lan up
exec "$@"
`;

const lack = noHomeRouter();

testWith(lack === undefined ? ["ip", "unshare", "nsenter", "curl"] : [lack])(
  "in a network: port 80 leads there, whoever comes from elsewhere gets nothing, and the password is chosen over HTTPS",
  async () => {
    const home = join(folder.path, "network");
    const options = ["dns.resolvers=127.0.0.1:1", "gateway.enabled=false", "accounts.iterations=4096"].flatMap(
      (option) => ["--set", option],
    );
    const command = [compiledProgram(), "setup", "--web", "--home", home, ...options];
    await using machine = startProgram(["unshare", "--net", "--mount", "sh", "-c", NETWORK, "sh", ...command]);
    await machine.prints(new RegExp(`http://${MACHINE}\\n`));
    const [, first, second] = await machine.prints(/code: {2}(\w{4})-(\w{4})\n/);
    const phone = ["nsenter", "-t", `${machine.pid}`, "--net", "--mount", "ip", "netns", "exec", "phone"];
    const curl = async (...args: readonly string[]): Promise<string> =>
      (await runProgram([...phone, "curl", "--silent", "--show-error", "--insecure", ...args])).out;

    const seen = await curl(
      "--location",
      "--write-out",
      "%{url_effective}",
      `http://${MACHINE}/?code=${first}${second}`,
    );
    expect(seen).toContain(`value="${first}-${second}"`);
    const [, port] = new RegExp(`http://${MACHINE}:(\\d+)/`).exec(seen) ?? [];
    for (const at of ["80", port]) {
      const refused = await curl("--interface", STRANGER, "--write-out", "%{http_code}", `http://${OUTSIDE}:${at}/`);
      expect(refused).toContain("Only from its own network");
      expect(refused).toEndWith("403");
    }

    const answers: AnswersByTitle = {
      "What shall your address be": { answer: `marie@${DOMAIN}` },
      "This machine has no public IPv4 address": { answer: "none" },
      "What is this machine called": { answer: DOMAIN },
      "DNS of": { key: "enter" },
      "Ports on this machine": { key: "enter" },
      "Your router": { go: "on" },
      Certificate: { answer: "self-signed" },
      Password: { answer: "later" },
      "Start it now?": { answer: "foreground" },
      "Whom do you want to write with?": { answer: "later" },
    };
    const script = join(import.meta.dir, "../support/browser/answer-setup.ts");
    const origin = `http://${MACHINE}:${port}`;
    const walked = await runProgram(
      [...phone, process.execPath, script, origin, `${first}${second}`, JSON.stringify(answers)],
      { cwd: import.meta.dir },
    );
    expect(walked.err).toBe("");
    const { titles, html } = JSON.parse(walked.out) as { titles: readonly string[]; html: string };
    expect(titles.at(-1)).toBe("It starts.");
    await machine.prints(/server-started/);

    // What the person is led to: the page on which the password is chosen, of the server that runs now.
    const [, link = ""] = /<a class="button" href="(https:\/\/example\.test\/reset\/[^"]+)"/.exec(html) ?? [];
    const resolve = ["--resolve", `${DOMAIN}:443:${MACHINE}`, "--resolve", `${DOMAIN}:80:${MACHINE}`];
    expect(await curl(...resolve, link)).toContain('autocomplete="new-password"');
    // Port 80 is the server's own now.
    expect(await curl(...resolve, "--head", `http://${DOMAIN}/`)).toMatch(
      /308[\s\S]*location: https:\/\/example\.test\//i,
    );
  },
  TIMEOUT_MS,
);
