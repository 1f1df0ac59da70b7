/** `jabber-home domain rename` as a person and a script run it; killed at any point, everything has one name. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { completeRename } from "../../src/assembly/domain-rename.ts";
import { tableOwners } from "../../src/assembly/stored-addresses.ts";
import { readConfigFile } from "../../src/config/read.ts";
import { homeAt } from "../../src/home.ts";
import { modules } from "../../src/modules.ts";
import { openDatabase } from "../../src/store/database.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";
import { program } from "../support/process/program.ts";
import { noSmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";

const OLD = "old.example";
const NEW = "new.example.org";
const QUIET = ["client", "client_tls", "server", "server_tls", "http", "https", "proxy", "turn", "turns"];

/** A home with so many archived messages, whose server has never run. */
async function makeHome(directory: string, messages: number): Promise<void> {
  const home = homeAt(directory);
  const listen = QUIET.map((name) => `${name} = "off"`).join("\n");
  writeFileSync(
    home.config,
    `# mine\ndomains = ["${OLD}"]\nhost = "box.${OLD}"\n\n[listen]\n${listen}\n\n[contact]\nabuse = ["xmpp:alice@${OLD}", "mailto:a@${OLD}"]\n`,
  );
  const db = openDatabase(home.database, { log: memoryLog() });
  for (const { name, tables } of tableOwners) db.migrate(name, tables);
  await db.close();
  const sqlite = new Database(home.database);
  sqlite.run("BEGIN");
  sqlite.run("INSERT INTO accounts (account, created) VALUES (?, 1)", [`alice@${OLD}`]);
  sqlite.run("INSERT INTO archive_owner (id, account) VALUES (1, ?)", [`alice@${OLD}`]);
  sqlite.run("INSERT INTO archive_peer (id, owner, jid) VALUES (1, 1, ?)", [`bob@${OLD}`]);
  const insert = sqlite.prepare(
    "INSERT INTO archive_message (id, owner, peer, resource, xml) VALUES (?, 1, 1, 'r', ?)",
  );
  for (let id = 1; id <= messages; id++)
    insert.run(id, `<message from="bob@${OLD}/r" to="alice@${OLD}"><body>${"word ".repeat(40)}</body></message>`);
  insert.finalize();
  sqlite.run("COMMIT");
  sqlite.close();
}

const verb = (home: string, ...args: readonly string[]): readonly string[] => [
  ...program,
  ...["domain", "rename", OLD, NEW, "--home", home, "--no-input", ...args],
];

/** Which of the two names each part has. */
function namesIn(directory: string): readonly string[] {
  const home = homeAt(directory);
  const sqlite = new Database(home.database);
  try {
    const one = (sql: string): string =>
      (sqlite.query<{ text: string }, []>(sql).get()?.text ?? "").split("@")[1] ?? "";
    expect(sqlite.query("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
    const old = sqlite
      .query<{ n: number }, []>(`SELECT count(*) AS n FROM archive_message WHERE instr(xml, '@${OLD}')`)
      .get()?.n;
    const all = sqlite.query<{ n: number }, []>("SELECT count(*) AS n FROM archive_message").get()?.n;
    const inArchive = old === 0 ? NEW : old === all ? OLD : "both";
    const config = readConfigFile(home.config, modules).general.domains[0] ?? "";
    return [
      config,
      one("SELECT account AS text FROM accounts"),
      one("SELECT jid AS text FROM archive_peer"),
      inArchive,
    ];
  } finally {
    sqlite.close();
  }
}

test("a dry run tells what would change, and changes nothing", async () => {
  using folder = temporaryFolder("rename");
  await makeHome(folder.path, 3);
  const { exit, out } = await runProgram(verb(folder.path, "--dry-run", "--json"));
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ from: OLD, to: NEW, accounts: 1, rooms: 0, messages: 3, dryRun: true });
  expect(JSON.parse(out).services).toContainEqual({ from: `rooms.${OLD}`, to: `rooms.${NEW}` });
  expect(namesIn(folder.path)).toEqual([OLD, OLD, OLD, OLD]);
  expect(readdirSync(folder.path).filter((name) => /rename|former/.test(name))).toEqual([]);
});

test("without a yes nothing happens", async () => {
  using folder = temporaryFolder("rename");
  await makeHome(folder.path, 1);
  const { exit, err } = await runProgram(verb(folder.path));
  expect(exit).toBe(2);
  expect(err).toContain("--yes");
  expect(namesIn(folder.path)).toEqual([OLD, OLD, OLD, OLD]);
});

test("what cannot be is refused with what to do", async () => {
  using folder = temporaryFolder("rename");
  await makeHome(folder.path, 1);
  const refusal = async (from: string, to: string) => {
    const { exit, err } = await runProgram([
      ...program,
      ...["domain", "rename", from, to, "--home", folder.path, "--yes", "--no-input"],
    ]);
    return `${exit}: ${err}`;
  };
  expect(await refusal("else.example", NEW)).toContain("2: else.example is not served here");
  expect(await refusal(OLD, OLD)).toContain(`2: ${OLD} is another domain of this server already`);
  expect(await refusal(OLD, "a b")).toContain('2: "a b" is not a domain');
  expect(await refusal(OLD, `rooms.${OLD}`)).toContain(`2: rooms.${OLD} is the name of a service`);
  const sqlite = new Database(homeAt(folder.path).database);
  sqlite.run("INSERT INTO accounts (account, created) VALUES (?, 1)", [`zoe@${NEW}`]);
  sqlite.close();
  expect(await refusal(OLD, NEW)).toContain(`1: there are accounts or rooms of ${NEW}`);
});

test("database and config.toml follow, copies are left, and the end says what remains to be done", async () => {
  using folder = temporaryFolder("rename");
  await makeHome(folder.path, 3);
  const { exit, out, err } = await runProgram(verb(folder.path, "--yes"));
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
  expect(namesIn(folder.path)).toEqual([NEW, NEW, NEW, NEW]);
  const config = readFileSync(join(folder.path, "config.toml"), "utf8");
  expect(config).toStartWith("# mine\n");
  expect(readConfigFile(join(folder.path, "config.toml"), modules)).toMatchObject({
    general: { domains: [NEW], host: `box.${NEW}`, former_domains: [`${OLD}=${NEW}`] },
    modules: { contact: { abuse: [`xmpp:alice@${NEW}`, `mailto:a@${OLD}`] } },
  });
  const [copy = "", ...others] = readdirSync(folder.path).filter((name) => name.startsWith("former-name-"));
  expect(others).toEqual([]);
  expect(out).toContain(copy);
  expect(namesIn(join(folder.path, copy))).toEqual([OLD, OLD, OLD, OLD]);
  for (const name of ["data.sqlite", "config.toml"])
    expect(statSync(join(folder.path, copy, name)).mode & 0o777).toBe(0o600);
  expect(out).toContain("sign in anew");
  expect(existsSync(join(folder.path, "data.sqlite.rename"))).toBe(false);
  // And back: the former name is a domain again, the new one a former one.
  const back = await runProgram([
    ...program,
    ...["domain", "rename", NEW, OLD, "--home", folder.path, "--yes", "--no-input", "--json"],
  ]);
  expect(back.exit).toBe(0);
  expect(readConfigFile(join(folder.path, "config.toml"), modules).general).toMatchObject({
    domains: [OLD],
    former_domains: [`${NEW}=${OLD}`],
  });
});

test.skipIf(noSmallDisk() !== undefined)("a disk without room for it is told before anything is done", async () => {
  using folder = temporaryFolder("rename");
  await makeHome(folder.path, 10_000);
  await using disk = await smallDisk(12);
  const home = join(disk.path, "home");
  await runProgram([...disk.commandPrefix, "cp", "-r", folder.path, home]);
  const { exit, err } = await runProgram([...disk.commandPrefix, ...verb(home, "--yes")]);
  expect({ exit, err }).toEqual({ exit: 73, err: expect.stringContaining("not enough room on the disk") });
  const { out } = await runProgram([...disk.commandPrefix, "ls", home]);
  expect(out).not.toMatch(/rename|former/);
});

test("kill -9 at any point: after the next start everything has one name or everything the other", async () => {
  using folder = temporaryFolder("rename");
  await makeHome(folder.path, 20_000);
  using copies = temporaryFolder("rename-copies");
  const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  const copyIn = (home: string): string => readdirSync(home).find((name) => name.startsWith("former-name-")) ?? "none";
  const hasCopy = (home: string): boolean => existsSync(join(home, copyIn(home), "config.toml"));
  const points: readonly ((home: string) => boolean)[] = [
    (home) => existsSync(join(home, "data.sqlite.rename")),
    (home) => existsSync(join(home, copyIn(home), "data.sqlite")),
    hasCopy,
    ...[1, 2, 4, 6].map(
      (megabytes) => (home: string) => hasCopy(home) && sizeOf(join(home, "data.sqlite-wal")) > megabytes * 1e6,
    ),
    (home) => readFileSync(join(home, "config.toml"), "utf8").includes(NEW),
  ];
  const ends: string[] = [];
  for (const [index, isReached] of points.entries()) {
    const home = join(copies.path, String(index));
    cpSync(folder.path, home, { recursive: true });
    await using running = startProgram(verb(home, "--yes"));
    let hasEnded = false;
    void running.exited.then(() => {
      hasEnded = true;
    });
    while (!hasEnded && !isReached(home)) await Bun.sleep(1);
    running.signal("SIGKILL");
    expect([0, 137]).toContain(await running.exited);
    completeRename(homeAt(home));
    const [first = "", ...others] = namesIn(home);
    expect(others).toEqual([first, first, first]);
    expect([OLD, NEW]).toContain(first);
    expect(existsSync(join(home, "data.sqlite.rename"))).toBe(false);
    expect(hasCopy(home)).toBe(first === NEW);
    ends.push(first);
  }
  expect(ends).toContain(OLD);
  expect(ends.at(-1)).toBe(NEW);
}, 120_000);
