/** `jabber-home backup` and `restore`: of a running server and a stopped one, with ordinary tools, killed, and on a full disk. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { writeManifest } from "../../src/backup/manifest.ts";
import { goodFiles, goodTar, manifestFor, tarWith, writeTar } from "../../src/backup/testing.ts";
import { askServer } from "../../src/control/client.ts";
import { homeAt } from "../../src/home.ts";
import { type Actor, enter, settled } from "../support/cast.ts";
import { testWith } from "../support/needs.ts";
import { program } from "../support/process/program.ts";
import { runJson, runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";
import { openTerminals } from "../support/process/terminal.ts";
import { PASSWORD, startTestServer, type TestServer } from "../support/server.ts";

/** Milliseconds. */
const TIMEOUT = 120_000;
const LONG_AGO = new Date(2020, 1, 1);

let folder: ReturnType<typeof temporaryFolder>;
let server: TestServer;
let alice: Actor;

const at = (name: string): string => join(folder.path, name);
const verb = (...args: readonly string[]) => runProgram([...program, ...args]);
const json = (...args: readonly string[]) => runJson([...program, ...args]);
const backup = (file: string, home = server.home.directory) => json("backup", "--home", home, "--to", file);
const restore = (file: string, home: string, ...flags: readonly string[]) =>
  json("restore", file, "--home", home, "--no-input", ...flags);

/** By table, each row as text, sorted; `without`: tables that differ on purpose. */
function tablesOf(home: string, without: readonly string[] = []): Record<string, readonly string[]> {
  using database = new Database(join(home, "data.sqlite"), { readonly: true });
  const tables = database
    .query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
    .all()
    .map(({ name }) => name)
    .filter((name) => !without.includes(name));
  const rows = (name: string) =>
    database
      .query(`SELECT * FROM "${name}"`)
      .values()
      .map((row) => JSON.stringify(row))
      .toSorted();
  return Object.fromEntries(tables.map((name) => [name, rows(name)]));
}

/** What a home that is taken back does not go on with. */
const ENDED = [
  ...["fast_token", "web_session", "invitation", "suspended_session", "incoming_stream", "outgoing_stream"],
  ...["adopted_stream", "roster_version", "alive", "waiting_stanza"],
];

beforeAll(async () => {
  folder = temporaryFolder("backup");
  server = await startTestServer();
  writeFileSync(server.home.config, 'domains = ["localhost"]\n', { mode: 0o600 });
  alice = await enter(server, "alice", "phone");
  await enter(server, "bob", "phone");
  for (let number = 0; number < 200; number++)
    alice.sends(`<message type="chat" to="bob@localhost"><body>before ${number}</body></message>`);
  await alice.asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
  const day = join(server.home.directory, "files", "2026-11-30");
  mkdirSync(day, { recursive: true });
  writeFileSync(join(day, "photograph"), Buffer.alloc(3_000_000, "photograph"));
  writeFileSync(join(day, "unfinished.part"), "half");
  mkdirSync(join(server.home.directory, "certificate"), { recursive: true });
  writeFileSync(join(server.home.directory, "certificate", "account.pem"), "a key");
  const elsewhere = at("elsewhere");
  mkdirSync(elsewhere);
  writeFileSync(join(elsewhere, "linked"), "on another disk");
  symlinkSync(elsewhere, join(server.home.directory, "more"));
}, TIMEOUT);
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
}, TIMEOUT);

test(
  "of a server under load: a moment of it, whole, for its owner alone, and nobody waits",
  async () => {
    let isDone = false;
    let sent = 0;
    let longest = 0;
    const load = (async () => {
      while (!isDone) {
        alice.sends(`<message type="chat" to="bob@localhost"><body>${sent++}</body></message>`);
        if (sent % 20 > 0) continue;
        const asked = performance.now();
        await alice.asks('<iq type="get"><ping xmlns="urn:xmpp:ping"/></iq>');
        longest = Math.max(longest, performance.now() - asked);
      }
    })();
    const made = await backup(at("load.tar.zst"));
    isDone = true;
    await load;
    expect(made).toMatchObject({ exit: 0, answer: { domains: ["localhost"], counts: { accounts: 2 } } });
    expect(sent).toBeGreaterThan(100);
    // Of a machine that others use as well.
    expect(longest).toBeLessThan(1500);
    expect(statSync(at("load.tar.zst")).mode & 0o777).toBe(0o600);
    const put = await restore(at("load.tar.zst"), at("load"));
    expect(put).toMatchObject({ exit: 0, answer: { home: at("load"), former: null } });
    using database = new Database(join(at("load"), "data.sqlite"), { readonly: true });
    expect(database.query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
    // What alice has sent up to a moment: her archive has no holes.
    const bodies = database
      .query<{ xml: string }, []>(
        "SELECT xml FROM archive_message AS m JOIN archive_owner AS o ON o.id = m.owner WHERE account = 'alice@localhost' ORDER BY m.id",
      )
      .all()
      .map(({ xml }) => /<body>(.*?)<\/body>/.exec(xml)?.[1]);
    const { counts } = made.answer as { counts: { messages: number } };
    expect(counts.messages).toBeGreaterThanOrEqual(bodies.length);
    const later = bodies.slice(200);
    expect(later).toEqual(later.map((_, index) => String(index)));
    expect(existsSync(join(server.home.directory, ".backup"))).toBe(false);
  },
  TIMEOUT,
);

test(
  "the same table by table, with files, keys and configuration; what would be valid twice is ended",
  async () => {
    await settled(alice);
    await json("backup", "--home", server.home.directory, "--to", at("same.tar.zst"));
    const there = join(folder.path, "same");
    await restore(at("same.tar.zst"), there);
    const names = ["config.toml", "secret", "certificate/account.pem", "files/2026-11-30/photograph", "more/linked"];
    for (const name of names)
      expect(readFileSync(join(there, name))).toEqual(readFileSync(join(server.home.directory, name)));
    for (const name of names) expect(statSync(join(there, name)).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(there, "files", "2026-11-30"))).toEqual(["photograph"]);
    expect(existsSync(join(there, "spare"))).toBe(false);
    const without = [...ENDED, "audit_entry", "last_activity", "clock"];
    expect(tablesOf(there, without)).toEqual(tablesOf(server.home.directory, without));
    const restored = tablesOf(there);
    for (const table of ["fast_token", "web_session", "incoming_stream", "outgoing_stream", "waiting_stanza", "alive"])
      expect(restored[table] ?? []).toEqual([]);
  },
  TIMEOUT,
);

testWith(["tar", "zstd"])(
  "tar and zstd list and unpack it",
  async () => {
    await json("backup", "--home", server.home.directory, "--to", at("tools.tar.zst"));
    const unpacked = at("tools");
    mkdirSync(unpacked);
    const { exit, out } = await runProgram(["tar", "--zstd", "-xvf", at("tools.tar.zst"), "-C", unpacked]);
    expect(exit).toBe(0);
    expect(out.split("\n").slice(0, 2)).toEqual(["manifest.json", "home/data.sqlite"]);
    expect(JSON.parse(readFileSync(join(unpacked, "manifest.json"), "utf8"))).toMatchObject({
      format: 1,
      domains: ["localhost"],
    });
    expect((await runProgram(["zstd", "-t", at("tools.tar.zst")])).exit).toBe(0);
  },
  TIMEOUT,
);

testWith(["age", "tmux"])(
  "age opens an encrypted one, and what age has encrypted is taken; without the passphrase neither is",
  async () => {
    const passphrase = "the owl and the pussycat";
    writeFileSync(at("passphrase"), `${passphrase}\n`, { mode: 0o600 });
    const file = at("sealed.tar.zst.age");
    const args = ["--home", server.home.directory, "--to", file, "--passphrase-file", at("passphrase")];
    expect(await json("backup", ...args)).toMatchObject({ exit: 0, answer: { counts: { accounts: 2 } } });
    await using terminals = openTerminals(folder.path);
    const age = async (name: string, ...command: readonly string[]): Promise<void> => {
      const terminal = terminals.open(name, ["sh", "-c", `age ${command.join(" ")}; echo ended $?; sleep 60`], {});
      await terminal.waitForText(/Enter passphrase/, 30_000);
      terminal.typeLine(passphrase);
      if (command[0] === "-p") {
        await terminal.waitForText(/Confirm passphrase/, 30_000);
        terminal.typeLine(passphrase);
      }
      await terminal.waitForText(/ended 0/, 60_000);
    };
    await age("opens", "-d", "-o", at("opened.tar.zst"), file);
    expect(await restore(at("opened.tar.zst"), at("opened"))).toMatchObject({ exit: 0 });
    await age("seals", "-p", "-o", at("again.age"), at("opened.tar.zst"));
    expect(await restore(at("again.age"), at("sealed"), "--passphrase-file", at("passphrase"))).toMatchObject({
      exit: 0,
    });
    expect(tablesOf(at("sealed"), ["roster_version"])).toEqual(tablesOf(at("opened"), ["roster_version"]));
    writeFileSync(at("wrong"), "another\n");
    const bad = await verb("restore", file, "--home", at("shut"), "--no-input", "--passphrase-file", at("wrong"));
    expect(bad).toMatchObject({ exit: 2, err: expect.stringContaining("not the passphrase") });
    expect(await verb("restore", file, "--home", at("shut"), "--no-input")).toMatchObject({ exit: 2 });
    expect(existsSync(at("shut"))).toBe(false);
  },
  TIMEOUT,
);

testWith(["age", "age-keygen"])(
  "age opens one that is encrypted for a key, and what age has encrypted for several is taken; other keys open neither",
  async () => {
    const keys = async (name: string): Promise<string> => {
      const { exit, err } = await runProgram(["age-keygen", "-o", at(name)]);
      expect(exit).toBe(0);
      return /age1\w+/.exec(err)?.[0] ?? "";
    };
    const [mine, other] = [await keys("mine.txt"), await keys("other.txt")];
    const file = at("keyed.tar.zst.age");
    const args = ["--home", server.home.directory, "--to", file, "--recipient", mine];
    expect(await json("backup", ...args)).toMatchObject({ exit: 0, answer: { counts: { accounts: 2 } } });
    const opened = await runProgram(["age", "-d", "-i", at("mine.txt"), "-o", at("by-age.tar.zst"), file]);
    expect(opened).toMatchObject({ exit: 0 });
    expect(await restore(at("by-age.tar.zst"), at("by-age"))).toMatchObject({ exit: 0 });
    const again = ["age", "-r", other, "-r", mine, "-o", at("for-two.age"), at("by-age.tar.zst")];
    expect(await runProgram(again)).toMatchObject({ exit: 0 });
    expect(await restore(at("for-two.age"), at("for-two"), "--identity", at("mine.txt"))).toMatchObject({ exit: 0 });
    expect(tablesOf(at("for-two"), ["roster_version"])).toEqual(tablesOf(at("by-age"), ["roster_version"]));
    for (const [flags, said] of [
      [[], "--identity"],
      [["--identity", at("other.txt")], "another key"],
      [["--identity", file], "no file of age-keygen"],
      [["--identity", at("mine.txt"), "--passphrase-file", at("mine.txt")], "one of"],
    ] as const) {
      const { exit, err } = await verb("restore", file, "--home", at("shut"), "--no-input", ...flags);
      expect({ exit, err }).toMatchObject({ exit: 2, err: expect.stringContaining(said) });
    }
    const typo = await verb("backup", "--home", server.home.directory, "--to", at("typo"), "--recipient", `${mine}q`);
    expect(typo).toMatchObject({ exit: 2, err: expect.stringContaining("no public key") });
    expect(existsSync(at("shut"))).toBe(false);
  },
  TIMEOUT,
);

test(
  "no file is written over, and nothing is left of what failed",
  async () => {
    writeFileSync(at("there"), "mine");
    expect(await backup(at("there"))).toMatchObject({ exit: 73 });
    expect(readFileSync(at("there"), "utf8")).toBe("mine");
    expect(existsSync(at("there.part"))).toBe(false);
    mkdirSync(at("stick"));
    const { exit, answer } = await backup(at("stick"));
    expect(exit).toBe(0);
    expect((answer as { file: string }).file).toMatch(/stick\/jabber-home-\d{4}-\d\d-\d\d-\d{4}\.tar\.zst$/);
  },
  TIMEOUT,
);

test(
  "a second backup at the same time is refused, and the next one is not",
  async () => {
    const { fileFromServer } = await import("../../src/control/client.ts");
    const first = await fileFromServer(server.home, "POST /backup", undefined);
    await expect(fileFromServer(server.home, "POST /backup", undefined)).rejects.toMatchObject({
      reason: "backup-runs",
    });
    await first?.cancel();
    while ((await backup(at(`after-${Date.now()}`))).exit === 75) await Bun.sleep(20);
    const { entries } = (await askServer(server.home, "POST /audit/show", { max: 1 })) ?? { entries: [] };
    expect(entries[0]).toMatchObject({ act: "backup.make" });
  },
  TIMEOUT,
);

test(
  "before an update, of a running server or a stopped one; restore tells what it was made for",
  async () => {
    const { backupBeforeUpdate } = await import("../../src/command/backup-content.ts");
    const asker = { home: server.home, language: "en" } as const;
    const { file, manifest } = await backupBeforeUpdate(asker, "99.0.0");
    expect(file).toStartWith(join(server.home.directory, "backups", "jabber-home-before-99.0.0-"));
    expect(manifest).toMatchObject({ beforeUpdate: "99.0.0", counts: { accounts: 2 } });
    const said = await verb("restore", file, "--home", at("before"), "--no-input");
    expect(said).toMatchObject({ exit: 0, err: expect.stringContaining("before the update to version 99.0.0") });
    const stopped = { home: homeAt(at("before")), language: "en" } as const;
    expect((await backupBeforeUpdate(stopped, "99.0.0")).manifest).toMatchObject({ counts: { accounts: 2 } });
    // It does not take others along.
    expect((await backupBeforeUpdate(stopped, "99.0.1")).manifest.parts.map(({ path }) => path)).not.toContainEqual(
      expect.stringContaining("backups"),
    );
  },
  TIMEOUT,
);

describe("a home that is there", () => {
  let file = "";
  let home = "";

  beforeAll(async () => {
    file = at("good.tar.zst");
    writeTar(file, goodTar());
  });
  const fresh = (name: string): void => {
    home = at(name);
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "config.toml"), "# mine\n");
    writeFileSync(join(home, "data.sqlite"), "mine");
    for (const each of ["config.toml", "data.sqlite"]) utimesSync(join(home, each), LONG_AGO, LONG_AGO);
  };

  test(
    "is moved aside, not deleted",
    async () => {
      fresh("aside");
      const { exit, answer } = await restore(file, home);
      expect(exit).toBe(0);
      const { former } = answer as { former: string };
      expect(readFileSync(join(former, "data.sqlite"), "utf8")).toBe("mine");
      expect(readFileSync(join(home, "config.toml"), "utf8")).toBe('domains = ["localhost"]\n');
      expect(readdirSync(home).filter((name) => name.startsWith("."))).toEqual([]);
    },
    TIMEOUT,
  );

  test(
    "stays where it is newer than the backup, unless --replace says otherwise",
    async () => {
      fresh("newer");
      utimesSync(join(home, "data.sqlite"), new Date(), new Date());
      const { exit, err } = await verb("restore", file, "--home", home, "--no-input");
      expect({ exit, err }).toMatchObject({ exit: 73, err: expect.stringContaining("--replace") });
      expect(readFileSync(join(home, "data.sqlite"), "utf8")).toBe("mine");
      expect((await restore(file, home, "--replace")).exit).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "stays as it is where the backup is damaged, hostile, or newer than the program",
    async () => {
      fresh("kept");
      const before = readdirSync(home);
      const bad = at("bad.tar.zst");
      const files = goodFiles();
      const later = manifestFor(files, { version: "99.0.0", schema: { accounts: 1000 } });
      const other = files.map((each) => ({ ...each, content: Buffer.from(each.content).fill("x") }));
      for (const [tar, said] of [
        [tarWith(writeManifest(later), files), "99.0.0"],
        [tarWith(writeManifest(manifestFor(files)), other), "data.sqlite"],
        [goodTar(other), "damaged"],
        [tarWith(writeManifest(manifestFor([...files, { path: "../x", content: Buffer.alloc(1) }])), files), "../x"],
      ] as const) {
        writeTar(bad, tar);
        const { exit, err } = await verb("restore", bad, "--home", home, "--no-input");
        expect(exit).toBeGreaterThan(0);
        expect(err).toContain(said);
        expect(readdirSync(home).filter((name) => !name.startsWith("lock"))).toEqual(before);
        expect(readFileSync(join(home, "data.sqlite"), "utf8")).toBe("mine");
      }
    },
    TIMEOUT,
  );

  test(
    "is asked about, and nothing is done where nobody can be",
    async () => {
      fresh("unasked");
      expect((await verb("restore", file, "--home", home)).exit).toBe(2);
      expect(readFileSync(join(home, "data.sqlite"), "utf8")).toBe("mine");
    },
    TIMEOUT,
  );

  test(
    "is none: a folder with other things stays untouched",
    async () => {
      mkdirSync(at("papers"));
      writeFileSync(join(at("papers"), "letter"), "mine");
      expect((await verb("restore", file, "--home", at("papers"), "--no-input")).exit).toBe(73);
      expect(readdirSync(at("papers"))).toEqual(["letter"]);
    },
    TIMEOUT,
  );

  test(
    "is that of a running server: refused",
    async () => {
      const { exit } = await verb("restore", file, "--home", server.home.directory, "--no-input", "--replace");
      expect(exit).toBe(75);
    },
    TIMEOUT,
  );
});

test(
  "killed at any moment, the last good backup stays, and the next one is made",
  async () => {
    await server.server.stop();
    const home = server.home.directory;
    // Large enough to be killed in the middle.
    writeFileSync(join(home, "files", "2026-11-30", "film"), Buffer.alloc(60_000_000, Math.random().toString()));
    const good = at("good-one.tar.zst");
    expect((await backup(good)).exit).toBe(0);
    const bytes = readFileSync(good);
    for (let milliseconds = 100; milliseconds < 1500; milliseconds += 200) {
      rmSync(at("killed.tar.zst"), { force: true });
      const running = startProgram([...program, "backup", "--home", home, "--to", at("killed.tar.zst")]);
      await Promise.race([running.exited, Bun.sleep(milliseconds)]);
      running.signal("SIGKILL");
      await running.exited;
      if (existsSync(at("killed.tar.zst")))
        expect((await restore(at("killed.tar.zst"), at(`whole-${milliseconds}`))).exit).toBe(0);
    }
    expect(readFileSync(good)).toEqual(bytes);
    rmSync(at("killed.tar.zst"), { force: true });
    expect((await backup(at("killed.tar.zst"))).exit).toBe(0);
    expect(existsSync(join(home, ".backup"))).toBe(false);
  },
  TIMEOUT,
);

test(
  "a restore that is killed leaves no half home: the old one, none, or the new one, and done again it ends",
  async () => {
    const file = at("good-one.tar.zst");
    for (let milliseconds = 200; milliseconds < 2200; milliseconds += 250) {
      const home = at(`cut-${milliseconds}`);
      mkdirSync(home, { mode: 0o700 });
      writeFileSync(join(home, "config.toml"), 'domains = ["old.example"]\n');
      writeFileSync(join(home, "data.sqlite"), "old");
      for (const each of ["config.toml", "data.sqlite"]) utimesSync(join(home, each), LONG_AGO, LONG_AGO);
      const running = startProgram([...program, "restore", file, "--home", home, "--no-input"]);
      await Promise.race([running.exited, Bun.sleep(milliseconds)]);
      running.signal("SIGKILL");
      await running.exited;
      const config = existsSync(join(home, "config.toml")) ? readFileSync(join(home, "config.toml"), "utf8") : "";
      if (config.includes("old.example")) expect(readFileSync(join(home, "data.sqlite"), "utf8")).toBe("old");
      else if (config !== "") expect(tablesOf(home).accounts).toHaveLength(2);
      expect((await restore(file, home)).exit).toBe(0);
      expect(tablesOf(home).accounts).toHaveLength(2);
    }
  },
  TIMEOUT,
);

test(
  "a server starts on what was put in place, and people have what they had",
  async () => {
    const home = at("again");
    await restore(at("good-one.tar.zst"), home);
    const off = ["server", "server_tls", "http", "https", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`);
    const set = [
      ...off,
      "listen.client=127.0.0.1:0",
      "listen.client_tls=127.0.0.1:0",
      "certificate.source=self-signed",
    ];
    await using running = startProgram([...program, "run", "--home", home, ...set.flatMap((each) => ["--set", each])]);
    const [, port] = await running.prints(/server-started .*client=\S+:\d+ client_tls=\S+:(\d+)/);
    const { Client } = await import("../support/client/client.ts");
    const options = {
      host: "127.0.0.1",
      port: Number(port),
      domain: "localhost",
      tls: "direct",
      timeout: 30_000,
    } as const;
    const client = await Client.login(options, { username: "alice", password: PASSWORD, resource: "new" });
    client.send(
      '<iq type="set" id="h"><query xmlns="urn:xmpp:mam:2"><set xmlns="http://jabber.org/protocol/rsm"><max>0</max></set></query></iq>',
    );
    const answer = await client.receive(({ attrs }) => attrs.id === "h");
    const count = Number(answer.getChild("fin")?.getChild("set")?.getChildText("count"));
    expect(count).toBeGreaterThanOrEqual(200);
  },
  TIMEOUT,
);
