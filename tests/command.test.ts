/** The command line as a user or a script runs it: processes from source, without a terminal. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { selfIssued } from "../src/certificate/self-issued.ts";
import { DAY } from "../src/clock.ts";
import { verbs } from "../src/command/verbs.ts";
import { checkPrinted } from "./support/process/printed.ts";

const MAIN = join(import.meta.dir, "../src/main.ts");
const CONFIG = `domains = ["localhost"]
[listen]
client = "127.0.0.1:0"
client_tls = "127.0.0.1:0"
server = "off"
server_tls = "off"
http = "off"
https = "off"
proxy = "off"
turn = "off"
turns = "off"
`;

const root = mkdtempSync(join(tmpdir(), "command-"));
afterAll(() => rmSync(root, { recursive: true }));

let homes = 0;
function newHome(config?: string): string {
  homes += 1;
  const home = join(root, `home-${homes}`);
  mkdirSync(home, { mode: 0o700 });
  if (config !== undefined) writeFileSync(join(home, "config.toml"), config);
  return home;
}

interface Ended {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

const begin = (args: readonly string[], input = "", locale = "C") =>
  Bun.spawn([process.execPath, MAIN, ...args], {
    stdin: Buffer.from(input),
    stdout: "pipe",
    stderr: "pipe",
    env: { ...process.env, LANG: locale, LC_ALL: locale, JABBER_HOME: "", NO_COLOR: "1" },
  });

async function run(args: readonly string[], input = "", locale = "C"): Promise<Ended> {
  const { stdout, stderr, exited } = begin(args, input, locale);
  const [out, err, exit] = await Promise.all([new Response(stdout).text(), new Response(stderr).text(), exited]);
  return { exit, out, err };
}

const json = async (args: readonly string[], input = ""): Promise<{ exit: number; answer: unknown }> => {
  const { exit, out } = await run([...args, "--json"], input);
  await checkPrinted(args, out);
  return { exit, answer: JSON.parse(out) };
};

test("setup --service from source is refused, and changes nothing", async () => {
  const home = join(root, "no-service");
  const password = join(root, "no-service-password");
  writeFileSync(password, "correct horse\n");
  const args = ["setup", "--no-input", "--service", "--home", home, "--domain", "localhost"];
  const ended = await run([...args, "--certificate", "self-signed", "--admin", "alice", "--password-file", password]);
  expect(ended).toEqual({ exit: expect.any(Number), out: "", err: expect.stringMatching(/systemd|sudo|compiled/) });
  expect([69, 77]).toContain(ended.exit);
  expect(existsSync(home)).toBe(false);
});

/** Resolves when the process has printed that it listens. */
async function serving(process: ReturnType<typeof begin>): Promise<void> {
  let output = "";
  const decoder = new TextDecoder();
  for await (const chunk of process.stderr.values({ preventCancel: true })) {
    output += decoder.decode(chunk);
    if (output.includes("server-started")) return;
  }
  throw new Error(`it did not start: ${output}`);
}

test.each(Object.keys(verbs))("%s --help prints its examples first, and does nothing", async (name) => {
  const { exit, out, err } = await run([...name.split(" "), "--help"]);
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  expect(out).toStartWith(`jabber-home ${name}: `);
  expect(out).toMatch(/^[^\n]+\n([^\n]+\n)?\nExamples\n/);
  expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(out).toContain(`\n  jabber-home ${name}`);
});

test("a home that is a file is refused, and nothing is changed", async () => {
  const file = join(root, "a-file");
  writeFileSync(file, "");
  for (const args of [["status"], ["user", "list"], ["run"]])
    expect(await run([...args, "--home", file])).toEqual({
      exit: 73,
      out: "",
      err: `${file} is no folder\n  choose another one with --home DIR, or move that file away\n`,
    });
});

test("dns: a record that the name server does not have is missing, in JSON as well", async () => {
  // RFC 1035 §4.1.1: the query is returned as a response with RCODE 3.
  const nameServer = createSocket("udp4", (question, { port, address }) => {
    question.writeUInt16BE(0x8183, 2);
    nameServer.send(question, port, address);
  });
  // The client may have ended before the answer, which the socket reports (ICMP).
  nameServer.on("error", () => {});
  await once(nameServer.bind(0, "127.0.0.1"), "listening");
  const home = newHome(CONFIG.replace("localhost", "example.com"));
  const args = ["dns", "--home", home, "--resolver", `127.0.0.1:${nameServer.address().port}`];
  const { exit, answer } = await json(args);
  for (const [lang, word] of [
    ["en", "wrong  "],
    ["fr", "erreur "],
  ] as const)
    expect((await run([...args, "--lang", lang])).out).toStartWith(`${word}CNAME rooms.example.com`);
  nameServer.close();
  expect(exit).toBe(1);
  expect(answer).toMatchObject({
    records: [
      { record: { name: "rooms.example.com", isOptional: false }, state: "missing" },
      { record: { name: "pubsub.example.com", isOptional: true }, state: "missing" },
    ],
    strays: [],
    connections: [],
  });
});

test("dns: localhost needs no records", async () => {
  const output = await run(["dns", "--home", newHome(CONFIG)]);
  expect(output).toEqual({ exit: 0, out: "localhost needs no records: it is for here alone\n", err: "" });
});

test("certificate: where there is none yet, what makes one is said", async () => {
  expect(await run(["certificate", "--home", newHome()])).toMatchObject({
    exit: 78,
    err: expect.stringMatching(/^nothing is set up yet\n/),
  });
  const home = newHome(CONFIG);
  expect(await run(["certificate", "--home", home])).toEqual({
    exit: 1,
    out: "",
    err: `there is no certificate yet\n  the server makes or obtains it when it starts: npm start -- run --home ${home}\n`,
  });
});

test("a mistyped verb or flag is a usage error with a suggestion", async () => {
  const { exit, out, err } = await run(["stauts"]);
  expect({ exit, out }).toEqual({ exit: 2, out: "" });
  expect(err).toContain("did you mean jabber-home status?");
});

test("version and paths answer in JSON", async () => {
  expect(await json(["version"])).toMatchObject({
    exit: 0,
    answer: { version: expect.stringMatching(/^\d+\.\d+\.\d+$/) },
  });
  expect(await json(["paths", "--home", root])).toMatchObject({
    exit: 0,
    answer: { home: root, config: join(root, "config.toml"), controlSocket: join(root, "control.sock") },
  });
});

test("without a home: 69 for status, 78 for verbs that need a configuration, and no file is created", async () => {
  const home = newHome();
  expect(await json(["status", "--home", home])).toEqual({ exit: 69, answer: { running: false, configured: false } });
  for (const args of [["run"], ["config", "check"], ["user", "list"]]) {
    const { exit, err } = await run([...args, "--home", home]);
    expect(exit).toBe(78);
    expect(err).toContain("jabber-home setup");
  }
  expect(existsSync(join(home, "data.sqlite"))).toBe(false);
});

test("config check reports every problem with its line, and exits with 78", async () => {
  const home = newHome(`${CONFIG}clinet = "off"\n[limits]\nconnections = "many"\n`);
  const { exit, answer } = await json(["config", "check", "--home", home]);
  expect(exit).toBe(78);
  expect(answer).toMatchObject({
    problems: [
      { key: "listen.clinet", line: 12, remedy: expect.stringContaining("listen.client?") },
      { key: "limits.connections", value: "many", line: 14 },
    ],
  });
  const refused = await run(["run", "--home", home]);
  expect(refused.exit).toBe(78);
  expect(refused.err).toContain("listen.clinet");
  expect((await run(["config", "check", "--home", newHome(CONFIG)])).exit).toBe(0);
  const former = newHome(`${CONFIG}[push]\npatience = "2m"\n`);
  const { exit: taken, out } = await run(["config", "check", "--home", former]);
  expect(taken).toBe(0);
  expect(out).toContain('  push.patience = "2m" (line 13): it is called push.ack_timeout now');
});

test("what is wrong with config.toml is said in French where French is read, by config check and at the start", async () => {
  const inFrench = async (...args: readonly string[]): Promise<Ended> => {
    const { exit, out, err } = await run(args, "", "fr_FR.UTF-8");
    return { exit, out: out.replaceAll("\u00a0", " "), err: err.replaceAll("\u00a0", " ") };
  };
  const wrong = newHome(`${CONFIG}clinet = "off"\n[limits]\nconnections = "many"\n`);
  const problems = [
    'listen.clinet = "off" (ligne 12) : cette option n\'existe pas ; vouliez-vous dire listen.client ?',
    'limits.connections = "many" (ligne 14) : écrivez un nombre entier de 1 à 1000000, sans guillemets',
  ];
  const checked = await inFrench("config", "check", "--home", wrong);
  expect(checked).toMatchObject({ exit: 78, out: `${wrong}/config.toml:\n  ${problems.join("\n  ")}\n` });
  const { problems: told } = JSON.parse((await inFrench("config", "check", "--json", "--home", wrong)).out);
  expect(told).toEqual([
    { key: "listen.clinet", value: "off", line: 12, remedy: expect.stringContaining("vouliez-vous dire") },
    { key: "limits.connections", value: "many", line: 14, remedy: expect.stringContaining("nombre entier") },
  ]);
  const refused = await inFrench("run", "--home", wrong);
  expect(refused.exit).toBe(78);
  for (const problem of problems) expect(refused.err).toContain(problem);
  const former = newHome(`${CONFIG}[push]\npatience = "2m"\n`);
  expect((await inFrench("config", "check", "--home", former)).out).toContain(
    '  push.patience = "2m" (ligne 13) : cette option s\'appelle désormais push.ack_timeout',
  );
  const files = newHome(`${CONFIG}[certificate]\nsource = "files"\nchain_file = "/none.pem"\nkey_file = "/none.pem"\n`);
  expect((await inFrench("config", "check", "--home", files)).out).toContain(
    '  certificate.chain_file = "/none.pem" : Le fichier /none.pem n\'existe pas.',
  );
  const roots = ["--set", "federation.enabled=true", "--set", "federation.ca_file=/none.pem"];
  const started = await inFrench("run", "--home", newHome(CONFIG), ...roots);
  expect(started).toMatchObject({ exit: 78 });
  expect(started.err).toContain(
    'federation.ca_file = "/none.pem" : impossible de lire /none.pem (ce fichier n\'existe pas) : écrivez le chemin',
  );
});

test("a port that cannot be had is said in French, too", async () => {
  const nobodys = ["--set", "listen.client=192.0.2.1:5222"];
  const { exit, err } = await run(["run", "--home", newHome(CONFIG), ...nobodys], "", "fr_FR.UTF-8");
  expect(exit).toBe(69);
  expect(err.replaceAll("\u00a0", " ")).toContain(
    "192.0.2.1:5222 (listen.client) : cette machine n'a pas cette adresse",
  );
});

test("config check refuses the certificate files that setup refuses, and reports other problems of them", async () => {
  const own = selfIssued({ names: ["localhost"], notBefore: Date.now() - DAY, notAfter: Date.now() + DAY });
  const [chain, key] = [join(root, "chain.pem"), join(root, "key.pem")];
  writeFileSync(key, own.keyPem);
  const home = newHome(
    `${CONFIG}[certificate]\nsource = "files"\nchain_file = "${chain}"\nkey_file = "${key}"\n[federation]\nenabled = true\n`,
  );
  const { exit, answer } = await json(["config", "check", "--home", home]);
  expect(exit).toBe(78);
  const remedy = expect.stringContaining(`There is no file ${chain}.`);
  expect(answer).toMatchObject({ problems: [{ key: "certificate.chain_file", value: chain, remedy }] });
  writeFileSync(chain, own.chainPem);
  const { exit: taken, out } = await run(["config", "check", "--home", home]);
  expect(taken).toBe(0);
  expect(out).toContain("It is not for rooms.localhost");
});

test("setup without a terminal names the missing flags at once", async () => {
  const home = newHome(CONFIG);
  for (const [args, missing] of [
    [["user", "add", "bob@localhost"], "--password-file"],
    [["user", "passwd", "bob@localhost"], "--password-file"],
    [["user", "remove", "bob@localhost"], "--yes"],
  ] as const) {
    const { exit, out, err } = await run([...args, "--home", home]);
    expect({ exit, out }).toEqual({ exit: 2, out: "" });
    expect(err).toContain(`missing: ${missing}`);
  }
});

test("accounts are added, listed, changed and removed in the database while no server runs", async () => {
  const home = newHome(CONFIG);
  const flags = ["--home", home];
  const secret = join(root, "secret");
  writeFileSync(secret, "looking glass\n");
  expect(await json(["user", "add", "alice@localhost", "--password-file", secret, "--admin", ...flags])).toEqual({
    exit: 0,
    answer: { added: ["alice@localhost"] },
  });
  const list = Array.from({ length: 20 }, (_, index) => `user${index}@localhost\tpassword ${index}\n`).join("");
  expect((await run(["user", "add", "--from", "-", ...flags], list)).out).toBe("20 accounts are ready\n");
  expect(
    (await run(["user", "passwd", "user3@localhost", "--password-file", "-", ...flags], "the new one\n")).exit,
  ).toBe(0);
  expect((await run(["user", "remove", "user4@localhost", "--yes", ...flags])).exit).toBe(0);
  const { answer } = await json(["user", "list", ...flags]);
  const { users } = answer as { users: readonly Readonly<Record<string, unknown>>[] };
  expect(users).toHaveLength(20);
  expect(users[0]).toEqual({
    jid: "alice@localhost",
    admin: true,
    disabled: false,
    apps: 0,
    bytes: expect.any(Number),
    created: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });

  const repeated = await json(["user", "add", "alice@localhost", "--password-file", secret, ...flags]);
  expect(repeated).toEqual({
    exit: 1,
    answer: { error: expect.stringContaining("exists"), remedy: expect.stringContaining("user passwd") },
  });
  expect((await run(["user", "remove", "nobody@localhost", "--yes", ...flags])).exit).toBe(1);
  expect((await run(["user", "add", "eve@elsewhere.example", "--password-file", secret, ...flags])).exit).toBe(2);
  expect(statSync(join(home, "data.sqlite")).mode & 0o077).toBe(0);
});

test("a list with an invalid line adds no account", async () => {
  const home = newHome(CONFIG);
  const { exit, err } = await run(["user", "add", "--from", "-", "--home", home], "a@localhost\tp\nb@localhost p\n");
  expect(exit).toBe(2);
  expect(err).toContain("line 2");
  expect((await run(["user", "list", "--home", home])).out).toContain("nobody yet");
});

test("a home that cannot be created: 73", async () => {
  writeFileSync(join(root, "file"), "");
  const { exit } = await run(["run", "--home", join(root, "file", "home"), "--set", "domains=localhost"]);
  expect(exit).toBe(73);
});

// Only root can run a process as another user, who has to be able to read the sources.
test.skipIf(process.getuid?.() !== 0 || !isReadableByAll())("a home of another user: 77 for every verb", () => {
  const home = newHome(CONFIG);
  chmodSync(root, 0o755);
  for (const args of [["run"], ["status"], ["user", "list"], ["config", "check"]]) {
    const options = { uid: 65534, gid: 65534, env: { PATH: process.env.PATH, HOME: root }, encoding: "utf8" } as const;
    const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args, "--home", home], options);
    expect(stderr).toMatch(/belongs to root\n {2}sudo .*--home /);
    expect(status).toBe(77);
  }
});

function isReadableByAll(): boolean {
  for (let folder = join(import.meta.dir, ".."); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o005) !== 0o005) return false;
    if (folder === dirname(folder)) return true;
  }
}

test("a reader that closes the pipe early is not an error", async () => {
  const pipe = Bun.spawn(["sh", "-c", `"$0" "$1" --help | head -1`, process.execPath, MAIN], {
    stdout: "pipe",
    stderr: "pipe",
  });
  expect(await new Response(pipe.stdout).text()).toBe("jabber-home: your own messaging server\n");
  expect(await new Response(pipe.stderr).text()).toBe("");
});

let home = "";
let server: ReturnType<typeof begin>;

beforeAll(async () => {
  home = newHome(CONFIG);
  server = begin(["run", "--home", home]);
  await serving(server);
});

afterAll(() => server.kill("SIGKILL"));

test("a running server is reached over its control socket, which has mode 0600", async () => {
  expect(statSync(join(home, "control.sock")).mode & 0o777).toBe(0o600);
  const { exit, answer } = await json(["status", "--home", home]);
  expect(exit).toBe(0);
  expect(answer).toMatchObject({
    running: true,
    pid: server.pid,
    domains: ["localhost"],
    sessions: 0,
    listening: { client: expect.stringMatching(/^127\.0\.0\.1:\d+$/) },
  });
  // The server holds the lock: changes go through it.
  expect(
    (await run(["user", "add", "bob@localhost", "--password-file", "-", "--home", home], "looking glass\n")).exit,
  ).toBe(0);
  expect((await json(["user", "list", "--home", home])).answer).toMatchObject({ users: [{ jid: "bob@localhost" }] });
  const twice = await json(["user", "add", "bob@localhost", "--password-file", "-", "--home", home], "looking glass\n");
  expect(twice).toMatchObject({ exit: 1, answer: { error: expect.stringContaining("exists") } });
});

test("a second server on the same home is refused with 75 and the pid of the first", async () => {
  const { exit, err } = await run(["run", "--home", home]);
  expect(exit).toBe(75);
  expect(err).toContain(`process ${server.pid}`);
  expect((await run(["status", "--home", home])).exit).toBe(0);
});

test("without a verb, on a configured home, status runs", async () => {
  expect((await run(["--home", home])).out).toContain("serves localhost");
});

test("SIGTERM ends the server with 0 and removes the socket; the socket of a killed server is replaced", async () => {
  const other = newHome(CONFIG);
  const killed = begin(["run", "--home", other]);
  await serving(killed);
  killed.kill("SIGKILL");
  await killed.exited;
  expect(existsSync(join(other, "control.sock"))).toBe(true);
  expect((await run(["status", "--home", other])).exit).toBe(69);
  const next = begin(["run", "--home", other]);
  await serving(next);
  expect((await run(["status", "--home", other])).exit).toBe(0);
  next.kill("SIGTERM");
  expect(await next.exited).toBe(0);
  expect(existsSync(join(other, "control.sock"))).toBe(false);
});
