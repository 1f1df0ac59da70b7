import { afterEach, beforeEach, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PackDeps, pack } from "./pack.ts";
import { sha256, smallDatabase } from "./testing.ts";
import { writeBackup } from "./write.ts";

/** What this process has open. */
const openFiles = (): string[] =>
  readdirSync("/proc/self/fd").flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)];
    } catch {
      return [];
    }
  });

let home = "";
let deps: PackDeps;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "jabber-home-pack-"));
  mkdirSync(join(home, "files", "2026-11-30"), { recursive: true });
  writeFileSync(join(home, "data.sqlite"), smallDatabase());
  writeFileSync(join(home, "config.toml"), "# before\n");
  writeFileSync(join(home, "files", "2026-11-30", "photograph"), "photograph");
  const facts = { version: "0.1.0", created: 0, host: "pi", domains: ["localhost"] };
  deps = { ...facts, home, database: join(home, "data.sqlite"), reserve: 0 };
});
afterEach(() => rmSync(home, { recursive: true }));

test("what is changed or deleted after the moment of the backup is in it as it was", async () => {
  await using packed = await pack(deps);
  writeFileSync(join(home, "config.toml"), "# an editor has written into the same file\n");
  rmSync(join(home, "files"), { recursive: true });
  const { manifest } = await writeBackup(packed.content(), join(home, ".written"));
  expect(manifest.counts).toMatchObject({ accounts: 1 });
  const parts = Object.fromEntries(manifest.parts.map((part) => [part.path, part.sha256]));
  expect(parts).toMatchObject({
    "config.toml": sha256(Buffer.from("# before\n")),
    "files/2026-11-30/photograph": sha256(Buffer.from("photograph")),
  });
});

test("what belongs to the process, is half written, or is a backup does not go along", async () => {
  for (const name of ["lock", "spare", "spare.new", "config.toml.new", ".hidden", "data.sqlite-journal"])
    writeFileSync(join(home, name), "x");
  for (const folder of ["backups", "former-2026", "elsewhere"]) {
    mkdirSync(join(home, folder));
    writeFileSync(join(home, folder, "large"), "x");
  }
  await using packed = await pack({ ...deps, backups: join(home, "elsewhere") });
  const paths = packed.manifest.parts.map(({ path }) => path);
  expect(paths.toSorted()).toEqual(["config.toml", "data.sqlite", "files/2026-11-30/photograph"]);
});

test("without room for the copy, and of a damaged database, none is made, and nothing is left", async () => {
  await expect(pack({ ...deps, reserve: 1e18 })).rejects.toMatchObject({ problem: { kind: "no-room" } });
  writeFileSync(join(home, "data.sqlite"), Buffer.alloc(20_000, "x"));
  await expect(pack(deps)).rejects.toMatchObject({ problem: { kind: "database-damaged" } });
  expect(existsSync(join(home, ".backup"))).toBe(false);
});

test("whoever does not read it to the end leaves nothing behind", async () => {
  const packed = await pack(deps);
  await packed.content().cancel();
  await packed[Symbol.asyncDispose]();
  expect(readdirSync(home).toSorted()).toEqual(["config.toml", "data.sqlite", "files"]);
});

test.if(existsSync("/proc/self/fd"))(
  "a large file is read as it is asked for; where its reader stops in the middle, it is closed",
  async () => {
    const path = join(home, "files", "2026-11-30", "film");
    writeFileSync(path, randomBytes(20_000_000));
    const packed = await pack(deps);
    const reader = packed.content().getReader();
    await reader.read();
    expect(openFiles().some((name) => name.startsWith(home))).toBe(true);
    await reader.cancel();
    await packed[Symbol.asyncDispose]();
    while (openFiles().some((name) => name.startsWith(home))) await Bun.sleep(1);
  },
);

test("a file that is larger than one piece comes back as it was", async () => {
  const film = randomBytes(1_000_001);
  writeFileSync(join(home, "files", "2026-11-30", "film"), film);
  await using packed = await pack(deps);
  const { manifest } = await writeBackup(packed.content(), join(home, ".written"));
  expect(manifest.parts).toContainEqual({ path: "files/2026-11-30/film", bytes: film.length, sha256: sha256(film) });
});
