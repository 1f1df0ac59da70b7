/** What `doctor --fix` mends: each thing on a home that is broken so, by the real program. */
import { Database as Sqlite } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { testWith } from "../support/needs.ts";
import { damageIndex, instead, type Spoil, sql } from "../support/process/broken-homes.ts";
import { atOnce, brokenHome, type Examined, examine, kindsOf } from "../support/process/examine.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { program } from "../support/process/program.ts";
import { runProgram } from "../support/process/started.ts";
import { openTerminals } from "../support/process/terminal.ts";

const isRoot = process.getuid?.() === 0;
const modeOf = (path: string): number => statSync(path).mode & 0o777;

interface Mended {
  readonly spoil: Spoil;
  /** What is so afterwards. */
  readonly isMended: (home: string) => boolean;
  readonly onlyRoot?: true;
}

/** By the kind of the finding. */
const MENDABLE: Readonly<Record<string, Mended>> = {
  "home-open": { spoil: (_, home) => chmodSync(home, 0o777), isMended: (home) => modeOf(home) === 0o700 },
  "file-open": {
    spoil: (at) => {
      for (const name of ["secret", "config.toml"]) chmodSync(at(name), 0o664);
    },
    isMended: (home) => ["secret", "config.toml"].every((name) => modeOf(join(home, name)) === 0o600),
  },
  "file-locked": {
    spoil: (at) => chmodSync(at("data.sqlite"), 0o400),
    isMended: (home) => modeOf(join(home, "data.sqlite")) === 0o600,
  },
  "file-foreign": {
    spoil: (at) => chownSync(at("lock"), 65_534, 65_534),
    isMended: (home) => statSync(join(home, "lock")).uid === statSync(home).uid,
    onlyRoot: true,
  },
  "file-in-the-way": {
    spoil: instead("files", (path) => writeFileSync(path, "not to be lost")),
    isMended: (home) => readFileSync(join(home, "files.old"), "utf8") === "not to be lost",
  },
  "lock-damaged": {
    spoil: (at) => writeFileSync(at("lock"), "garbage".repeat(2000)),
    isMended: (home) => !existsSync(join(home, "lock")),
  },
  "database-index": {
    spoil: damageIndex,
    isMended: (home) => {
      using sqlite = new Sqlite(join(home, "data.sqlite"));
      const [row] = sqlite.query("PRAGMA integrity_check").all() as { integrity_check: string }[];
      return row?.integrity_check === "ok";
    },
  },
  "database-unused": {
    spoil: sql(
      "CREATE TABLE scrap (a)",
      "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 40) INSERT INTO scrap SELECT zeroblob(1000000) FROM n",
      "DROP TABLE scrap",
    ),
    isMended: (home) => statSync(join(home, "data.sqlite")).size < 10_000_000,
  },
  "log-large": {
    spoil: (at) => {
      writeFileSync(at("data.sqlite-wal"), "", { mode: 0o600 });
      truncateSync(at("data.sqlite-wal"), 300 * 1024 * 1024);
    },
    isMended: (home) => !existsSync(join(home, "data.sqlite-wal")),
  },
};

let site: LocalSite;
let mended: ReadonlyMap<
  string,
  { readonly home: string; readonly before: Promise<Examined>; readonly after: Promise<Examined> }
>;
beforeAll(async () => {
  site = await localSite({ program });
  const kinds = Object.entries(MENDABLE).filter(([, { onlyRoot }]) => isRoot || !onlyRoot);
  const homes = kinds.map(([, { spoil }]) => brokenHome(site, spoil));
  const befores = atOnce(homes.map((home) => () => examine(home)));
  mended = new Map(
    kinds.map(([kind], index) => {
      const home = homes[index] as string;
      const before = befores[index] as Promise<Examined>;
      return [kind, { home, before, after: before.then(() => examine(home, ["--fix", "--yes"])) }];
    }),
  );
}, 60_000);
afterAll(() => site?.[Symbol.dispose]());

test.each(Object.keys(MENDABLE))("%s is mended, and looked at again", async (kind) => {
  const { home, before, after } = mended.get(kind) ?? {};
  // Without root, nothing belongs to somebody else.
  if (home === undefined) return expect(isRoot).toBe(false);
  expect((await before)?.findings.find((finding) => finding.kind === kind)).toMatchObject({ mendable: true });
  const seen = (await after) as Examined;
  expect(seen.err).toContain(" done\n");
  expect(kindsOf(seen)).toEqual(["server-stopped"]);
  expect(MENDABLE[kind]?.isMended(home)).toBe(true);
});

test("without a terminal and --yes nothing is done, and what would be is said", async () => {
  const home = brokenHome(site, (at) => chmodSync(at("secret"), 0o644));
  const { exit, out, err } = await runProgram([...program, "doctor", "--fix", "--home", home], {
    cwd: "/",
    input: "y\n",
  });
  expect({ exit, out }).toEqual({ exit: 2, out: "" });
  expect(err).toContain(`missing: --yes\n  Let its owner alone read and write ${home}/secret?`);
  expect(modeOf(join(home, "secret"))).toBe(0o644);
});

test("what a running server uses is not mended, and what it does not use is", async () => {
  const home = brokenHome(site, () => {});
  await using server = await site.start();
  mkdirSync(join(site.home, "elsewhere"), { recursive: true });
  chmodSync(join(site.home, "secret"), 0o640);
  const seen = await examine(site.home, ["--fix", "--yes"]);
  expect(kindsOf(seen)).toEqual([]);
  expect(modeOf(join(site.home, "secret"))).toBe(0o600);
  expect(existsSync(home) && server.pid > 0).toBe(true);
});

const testTerminal = testWith(["tmux"]);

testTerminal("in a terminal it asks, in the language of the person: a no leaves it, a yes mends it", async () => {
  const home = brokenHome(site, (at, folder) => {
    chmodSync(folder, 0o755);
    chmodSync(at("secret"), 0o644);
  });
  await using terminals = openTerminals(site.folder);
  const command = [...program, "doctor", "--fix", "--home", home, "--lang", "fr"];
  const terminal = terminals.open("doctor", command, { TERM: "xterm-256color" }, { columns: 200, rows: 120 });
  await terminal.waitForText(/Fermer \S+ aux autres/, 30_000);
  terminal.pressKey("Right");
  terminal.pressKey("Enter");
  await terminal.waitForText(/Laisser le seul propriétaire/, 30_000);
  terminal.pressKey("Enter");
  await terminal.waitForText(/\? fait\n/, 30_000);
  expect([modeOf(home), modeOf(join(home, "secret"))]).toEqual([0o755, 0o600]);
});
