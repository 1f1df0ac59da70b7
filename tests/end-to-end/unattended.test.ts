/** The compiled program without a terminal, as scripts use it. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { verbs } from "../../src/command/verbs.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type LocalSite, localSite, type RunningSite } from "../support/process/local-site.ts";
import { runProgram } from "../support/process/started.ts";

let site: LocalSite;
beforeAll(async () => {
  site = await localSite();
}, 60_000);
afterAll(() => site?.[Symbol.dispose]());

/** Times that are numbers, and names of another spelling than "notAfter"; the listeners have the names of their options. */
function oddities(value: unknown, name = ""): readonly string[] {
  if (typeof value === "number") return value > 1e12 && name !== "free" ? [`${name}: ${value}`] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const isSpelt = Array.isArray(value) || name === "listening" || /^[a-z]+([A-Z][a-z0-9]*)*$/.test(key);
    return [...(isSpelt ? [] : [key]), ...oddities(each, Array.isArray(value) ? name : key)];
  });
}

describe("--json", () => {
  interface Call {
    readonly args?: readonly string[];
    readonly input?: string;
    /** Allowed exit codes; 0 by default. */
    readonly exits?: readonly number[];
  }
  /** Each verb with --json, while the server runs. */
  const CALLS: Readonly<Record<string, Call>> = {
    status: {},
    // What the machine lacks is found, too.
    doctor: { exits: [0, 1, 2] },
    "user add": { args: ["carol@localhost", "--password-file", "-"], input: "through the looking glass" },
    "user passwd": { args: ["carol@localhost", "--password-file", "-"], input: "what Alice found there" },
    "user disable": { args: ["carol@localhost"] },
    "user enable": { args: ["carol@localhost"] },
    "user list": {},
    "user reset": { args: ["carol@localhost"], exits: [78] },
    invite: { args: ["dave", "--expires", "1d"] },
    "invite list": {},
    "invite revoke": { args: ["nothing"], exits: [1] },
    "user remove": { args: ["carol@localhost", "--yes"] },
    "user export": { args: ["alice@localhost", "--to", "alice.xml"] },
    export: { args: ["--to", "all.xml"] },
    backup: { args: ["--to", "all.tar.zst"] },
    restore: { args: ["all.tar.zst", "--account", "alice", "--dry-run", "--no-input"] },
    import: { args: ["all.xml", "--no-input", "--dry-run"] },
    // Nobody is there.
    "move-in": {
      args: ["newcomer@nowhere.invalid", "--password-file", "-", "--no-input"],
      input: "wherefore",
      exits: [1],
    },
    "room create": { args: ["family", "--owner", "alice@localhost"] },
    "room list": {},
    "room show": { args: ["family"] },
    "room affiliation": { args: ["family", "bob@localhost", "member"] },
    "room destroy": { args: ["family", "--yes"] },
    "circle create": { args: ["Family", "alice@localhost"] },
    "circle add": { args: ["Family", "bob@localhost"] },
    "circle list": {},
    "circle show": { args: ["family"] },
    "circle rename": { args: ["family", "The family"] },
    "circle kick": { args: ["The family", "bob@localhost"] },
    "circle remove": { args: ["The family", "--yes"] },
    "domain rename": { args: ["localhost", "elsewhere.example", "--dry-run"] },
    announce: { args: ["Hello.", "--to", "alice@localhost"] },
    audit: {},
    files: {},
    "files prune": { args: ["--older-than", "90d", "--yes"] },
    "files remove": { args: ["nothing", "--yes"], exits: [1] },
    dns: {},
    certificate: {},
    "certificate renew": {},
    // The machine may have a jabber-home of its own.
    "service status": { exits: [0, 69] },
    federation: {},
    // The server of the test logs to a pipe; the machine may have a service.
    logs: { exits: [0, 1] },
    "config check": {},
    // Nobody has said where releases are.
    update: { args: ["--check"], exits: [78] },
    paths: {},
    version: {},
  };
  /** Those that fail here, and where their answers are seen. */
  const ANSWERED: Readonly<Record<string, string>> = {
    "files remove": "file-verbs.test.ts",
    "invite revoke": "invite-verb.test.ts",
    "move-in": "move-in-verb.test.ts",
    update: "update.test.ts",
    "user reset": "invite-verb.test.ts",
  };
  /** Verbs without --json. */
  const SILENT = [
    "setup",
    "run",
    "demo",
    "service install",
    "service uninstall",
    "service start",
    "service stop",
    "service restart",
    "service reload",
    "service file",
    "completion",
    "man",
    "completion values",
    "json-schema",
  ];

  let server: RunningSite;
  beforeAll(async () => {
    server = await site.start();
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
  });

  test("every verb that reports supports it", async () => {
    const loaded = await Promise.all(Object.entries(verbs).map(async ([name, load]) => ({ name, verb: await load() })));
    const reporting = loaded.filter(({ verb }) => "json" in verb.flags).map(({ name }) => name);
    expect(reporting.sort()).toEqual(Object.keys(CALLS).sort());
    expect([...reporting, ...SILENT].sort()).toEqual(Object.keys(verbs).sort());
  });

  test("the answer of each is seen here, or elsewhere", () => {
    const failing = Object.entries(CALLS).filter(([, { exits = [0] }]) => !exits.includes(0));
    expect(failing.map(([name]) => name).sort()).toEqual(Object.keys(ANSWERED).sort());
    for (const [name, file] of Object.entries(ANSWERED)) {
      const text = readFileSync(join(import.meta.dir, file), "utf8");
      expect(text).toContain(name.split(" ").at(-1) ?? "");
      expect(text).toMatch(/"--json"|json: true/);
    }
  });

  test.each(Object.entries(CALLS))("%s", async (name, { args = [], input = "", exits = [0] }) => {
    const ended = await site.runVerb([...name.split(" "), ...args, "--json"], { input });
    expect(ended.err).toBe("");
    expect(exits).toContain(ended.exit);
    expect(JSON.parse(ended.out)).toBeObject();
    expect(oddities(JSON.parse(ended.out))).toEqual([]);
  });

  test.each([
    "stauts",
    "user list --color",
    "user remove nobody@localhost --yes",
    "config check --set clinet=1",
    "status --lang tlh",
  ])("errors are JSON too: %s", async (line) => {
    const ended = await site.runVerb([...line.split(" "), "--json"]);
    expect(ended.exit).not.toBe(0);
    expect(ended.err).toBe("");
    expect(JSON.parse(ended.out)).toBeObject();
  });
});

describe("without a terminal nothing is asked, whatever is on standard input", () => {
  const yes = "y\n".repeat(100);

  test.each([
    [["setup"], "--no-input --domain D --certificate self-signed|acme|files --admin USER --password-file FILE"],
    [
      ["setup", "--domain", "localhost", "--admin", "alice"],
      "--no-input --certificate self-signed|acme|files --password-file FILE",
    ],
    [
      ["setup", "--no-input", "--certificate", "files"],
      "--domain D --admin USER --password-file FILE --certificate-file F --key-file F",
    ],
    [[], "--no-input --domain D --certificate self-signed|acme|files --admin USER --password-file FILE"],
  ])("%p in a new home", async (args, missing) => {
    const home = join(site.folder, "not-there");
    const ended = await runProgram([compiledProgram(), ...args, "--home", home], { input: yes, cwd: site.folder });
    expect(ended).toEqual({ exit: 2, out: "", err: expect.stringContaining(`missing: ${missing}\n`) });
    expect(existsSync(home)).toBe(false);
  });

  test.each([
    [["user", "add", "dave@localhost"], "--password-file"],
    [["user", "passwd", "alice@localhost"], "--password-file"],
    [["user", "remove", "alice@localhost"], "--yes"],
  ])("%p", async (args, missing) => {
    const ended = await site.runVerb(args, { input: yes });
    expect(ended).toEqual({ exit: 2, out: "", err: expect.stringContaining(`missing: ${missing}\n`) });
    const { out } = await site.runVerb(["user", "list", "--json"]);
    expect(JSON.parse(out).users.map(({ jid }: { jid: string }) => jid)).toEqual(["alice@localhost", "bob@localhost"]);
  });

  test("user remove --yes of the only administrator is refused: what would be lost, and what to do", async () => {
    const ended = await site.runVerb(["user", "remove", "alice@localhost", "--yes", "--lang", "fr"]);
    expect(ended).toEqual({
      exit: 1,
      out: "",
      err: expect.stringContaining("alice@localhost est le seul compte admin"),
    });
    expect(ended.err).toMatch(
      /\n {2}donnez d'abord ce droit à quelqu'un d'autre.*jabber-home user add JID --admin\s;.*\n/,
    );
  });
});

test("a folder with Bun's configuration files: neither settings nor environment nor code are loaded from it", async () => {
  const trap = join(site.folder, "trap");
  mkdirSync(join(trap, "node_modules/ltx"), { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(trap, name), text);
  const marker = join(trap, "sprung");
  const writeMarker = `require("node:fs").writeFileSync(${JSON.stringify(marker)}, "");`;
  write("bunfig.toml", 'preload = ["./spring.cjs"]\n[run]\nsilent = true\n');
  write("spring.cjs", writeMarker);
  write(".env", `JABBER_HOME=${join(trap, "home")}\nLANG=fr_FR.UTF-8\nNODE_OPTIONS=--require=./spring.cjs\n`);
  for (const name of [".env.local", ".env.production", ".env.development"])
    write(name, `JABBER_HOME=${join(trap, "home")}\n`);
  write("package.json", '{ "imports": { "#*": "./spring.cjs" } }');
  write("tsconfig.json", '{ "compilerOptions": { "paths": { "*": ["./spring.cjs"] } } }');
  write("node_modules/ltx/index.js", writeMarker);
  // Bun itself does load them.
  expect(await runProgram([process.execPath, "-p", "process.env.JABBER_HOME"], { cwd: trap })).toMatchObject({
    out: `${join(trap, "home")}\n`,
  });
  expect(existsSync(marker)).toBe(true);
  await Bun.file(marker).delete();

  const { out } = await runProgram([compiledProgram(), "paths", "--json"], { cwd: trap, env: { HOME: site.folder } });
  expect(JSON.parse(out)).toMatchObject({ home: join(site.folder, ".local/state/jabber-home") });
  const before = readdirSync(trap);
  await using server = await site.start({ cwd: trap });
  await (await server.logIn("alice")).end();
  expect((await site.runVerb(["status"], { cwd: trap })).out).toContain("serves localhost");
  server.signal("SIGTERM");
  expect(await server.exited).toBe(0);
  expect(readdirSync(trap)).toEqual(before);
});
