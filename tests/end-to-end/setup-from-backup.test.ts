/** `jabber-home setup --from FILE`: a server begins from a backup, on a machine that has never seen it. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setupVisitor } from "../support/browser/setup-visitor.ts";
import { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { program } from "../support/process/program.ts";
import { runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";
import { openTerminals } from "../support/process/terminal.ts";

/** Milliseconds. */
const TIMEOUT = 120_000;
const PASSWORD = "down the rabbit hole";
const SETTINGS = [
  ...["client", "client_tls"].map((name) => `listen.${name}=127.0.0.1:0`),
  ...["server", "server_tls", "http", "https", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`),
  ...["accounts.iterations=4096", "addresses=1.1.1.1,2606:4700::1111"],
].flatMap((setting) => ["--set", setting]);

let folder: ReturnType<typeof temporaryFolder>;
let file = "";
const at = (name: string): string => join(folder.path, name);
const verb = (name: string, ...args: readonly string[]) =>
  runProgram([...program, ...args, "--home", at(name)], { cwd: folder.path, input: PASSWORD });

beforeAll(async () => {
  folder = temporaryFolder("setup-from");
  const given = ["--domain", "chat.example.org", "--certificate", "self-signed", "--admin", "alice"];
  const made = await verb("old", "setup", "--no-input", ...given, "--password-file", "-", ...SETTINGS);
  expect(made).toMatchObject({ exit: 0 });
  file = at("backup.tar.zst");
  expect(await verb("old", "backup", "--to", file)).toMatchObject({ exit: 0 });
}, TIMEOUT);
afterAll(() => folder[Symbol.dispose]());

test(
  "unattended, with no other flag: what is in it is said first; domain, accounts and certificate are those of before",
  async () => {
    const { exit, out, err } = await verb("new", "setup", "--no-input", "--from", file);
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out.indexOf("a backup of chat.example.org")).toBeGreaterThanOrEqual(0);
    expect(out.indexOf("a backup of chat.example.org")).toBeLessThan(
      out.indexOf(`the backup is in place: ${at("new")}`),
    );
    // The records that lead to the new machine.
    expect(out).toContain("IN A     1.1.1.1");
    const key = (home: string) => readFileSync(join(at(home), "certificate", "key.pem"), "utf8");
    if (existsSync(join(at("old"), "certificate", "key.pem"))) expect(key("new")).toBe(key("old"));
    const config = readFileSync(join(at("new"), "config.toml"), "utf8");
    expect(/^domains = .*$/m.exec(config)?.[0]).toContain('"chat.example.org"');
    expect(/^addresses = .*$/m.exec(config)?.[0]).toBe('addresses = [ "1.1.1.1" ]');
    expect(existsSync(join(at("new"), "setup.json"))).toBe(false);
    await using server = startProgram([...program, "run", "--home", at("new")]);
    const [, port] = await server.prints(/server-started .*client_tls=\S+:(\d+)/);
    const options = { host: "127.0.0.1", port: Number(port), domain: "chat.example.org", tls: "direct" } as const;
    const alice = await Client.login({ ...options, timeout: 30_000 }, { username: "alice", password: PASSWORD });
    await alice.end();
  },
  TIMEOUT,
);

test(
  "a newer home stays as it is; one whose setup was interrupted goes on",
  async () => {
    expect(await verb("twice", "setup", "--no-input", "--from", file)).toMatchObject({ exit: 0 });
    const config = join(at("twice"), "config.toml");
    const now = new Date();
    utimesSync(config, now, now);
    const refused = await verb("twice", "setup", "--no-input", "--from", file);
    expect(refused).toMatchObject({ exit: 73, err: expect.stringContaining("the backup is older") });
    // As the step behind the first one leaves it.
    const { created, host } = JSON.parse(
      (await runProgram(["tar", "--zstd", "-xOf", file, "manifest.json"])).out,
    ) as Record<string, string>;
    const answers = { restoredFrom: `${created} ${host}`, domain: "chat.example.org" };
    writeFileSync(join(at("twice"), "setup.json"), JSON.stringify(answers));
    writeFileSync(config, `${readFileSync(config, "utf8")}# mine\n`);
    expect(await verb("twice", "setup", "--no-input", "--from", file)).toMatchObject({ exit: 0 });
    expect(readFileSync(config, "utf8")).toContain("# mine");
  },
  TIMEOUT,
);

test(
  "where a service is wanted and cannot be had, or the file is none, nothing is put in place",
  async () => {
    const service = await verb("none", "setup", "--no-input", "--from", file, "--service");
    expect(service.exit).toBeGreaterThan(0);
    writeFileSync(at("letter"), "Dear all");
    expect(await verb("none", "setup", "--no-input", "--from", at("letter"))).toMatchObject({
      exit: 2,
      err: expect.stringContaining("no backup of jabber-home"),
    });
    expect(await verb("none", "setup", "--no-input", "--from", at("missing"))).not.toMatchObject({ exit: 0 });
    expect(existsSync(join(at("none"), "config.toml"))).toBe(false);
  },
  TIMEOUT,
);

testWith(["tmux"])(
  "a person types where the backup is at the first question, and is asked for nothing that is in it",
  async () => {
    const given = ["--domain", "localhost", "--certificate", "self-signed", "--admin", "alice"];
    const made = await verb("trial", "setup", "--no-input", ...given, "--password-file", "-", ...SETTINGS.slice(0, -2));
    expect(made).toMatchObject({ exit: 0 });
    const trial = at("trial.tar.zst");
    expect(await verb("trial", "backup", "--to", trial)).toMatchObject({ exit: 0 });
    await using terminals = openTerminals(folder.path);
    const command = [...program, "setup", "--lang", "en", "--home", at("typed")];
    const terminal = terminals.open("setup", ["sh", "-c", `${command.join(" ")}; echo ended $?; sleep 60`], {});
    await terminal.waitForText(/backup of this one[\s\S]*What shall your address be/, 60_000);
    terminal.typeLine(trial);
    await terminal.waitForText(/a backup of localhost[\s\S]*Put it in place in/, 60_000);
    terminal.typeLine("");
    await terminal.waitForText(/Start it now\?/, 60_000);
    expect(existsSync(join(at("typed"), "config.toml"))).toBe(true);
    expect(readFileSync(join(at("typed"), "config.toml"), "utf8")).toContain("localhost");
  },
  TIMEOUT,
);

test(
  "in a browser: an encrypted backup is sent, opened by its passphrase, agreed to, and put in place",
  async () => {
    const secret = at("passphrase");
    writeFileSync(secret, "the owl and the pussycat\n", { mode: 0o600 });
    const sealed = at("sealed.tar.zst.age");
    expect(await verb("old", "backup", "--to", sealed, "--passphrase-file", secret)).toMatchObject({ exit: 0 });
    const words = ["setup", "--web", "--web-port", "0", "--first-visitor", "--home", at("sent"), ...SETTINGS];
    await using setup = startProgram([...program, ...words], { cwd: folder.path });
    const [, port] = await setup.prints(/http:\/\/\S+:(\d+)\n/);
    const visitor = setupVisitor(`http://127.0.0.1:${port}`);
    await visitor.get();
    await visitor.send({ go: "on" });
    await visitor.sendFile(readFileSync(sealed), "sealed.tar.zst.age");
    await visitor.settle();
    expect(visitor.title()).toBe("The passphrase of the backup");
    await visitor.send({ answer: "another" });
    await visitor.settle();
    expect(visitor.html()).toContain("This is not the passphrase of the backup.");
    await visitor.send({ answer: "the owl and the pussycat" });
    await visitor.settle();
    expect(visitor.html()).toContain("chat.example.org");
    expect(existsSync(join(at("sent"), "config.toml"))).toBe(false);
    await visitor.send({ answer: "yes" });
    await visitor.settle();
    expect(visitor.html()).toContain("the backup is in place");
    expect(readFileSync(join(at("sent"), "config.toml"), "utf8")).toContain('"chat.example.org"');
    expect(readdirSync(join(at("sent"), "backups"))).toEqual([]);
    setup.signal("SIGTERM");
    await setup.exited;
  },
  TIMEOUT,
);

test(
  "setup --web --from: the backup is in place before a browser is asked",
  async () => {
    const words = [
      "setup",
      "--web",
      "--web-port",
      "0",
      "--first-visitor",
      "--from",
      file,
      "--home",
      at("web"),
      ...SETTINGS,
    ];
    await using setup = startProgram([...program, ...words], { cwd: folder.path });
    const [, port] = await setup.prints(/http:\/\/\S+:(\d+)\n/);
    expect(setup.output()).toContain(`the backup is in place: ${at("web")}`);
    const visitor = setupVisitor(`http://127.0.0.1:${port}`);
    await visitor.get();
    await visitor.send({ go: "on" });
    await visitor.settle();
    expect(visitor.title()).not.toContain("What shall your address be");
    setup.signal("SIGTERM");
    await setup.exited;
  },
  TIMEOUT,
);
