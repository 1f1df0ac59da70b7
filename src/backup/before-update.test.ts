import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { backupsBeforeUpdates, writeBeforeUpdate } from "./before-update.ts";
import { writeManifest } from "./manifest.ts";
import { nightlyBackups, prune } from "./rotation.ts";
import { goodFiles, manifestFor, tarWith } from "./testing.ts";
import { manifestOf } from "./unpack.ts";

const NOON = Date.UTC(2026, 10, 30, 12);
const SECOND = 1000;

let home = "";
let folder = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "jabber-home-before-"));
  folder = join(home, "backups");
});
afterEach(() => rmSync(home, { recursive: true }));

function contentFor(beforeUpdate: string): ReadableStream<Uint8Array> {
  const tar = tarWith(writeManifest(manifestFor(goodFiles(), { beforeUpdate })), goodFiles());
  const packed = zstdCompressSync(tar, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
  return new Response(new Uint8Array(packed)).body ?? new ReadableStream();
}

const make = (to: string, now: number) => writeBeforeUpdate(contentFor(to), folder, { to, now });

test("the last three are kept, whatever the version, and the nightly ones are as they were", async () => {
  await make("1.9.0", NOON);
  const nightly = "jabber-home-2026-11-30.tar.zst";
  writeFileSync(join(folder, nightly), "a night");
  writeFileSync(join(folder, "jabber-home-before-the-party.tar.zst"), "mine");
  await make("1.10.0", NOON + SECOND);
  await make("1.10.0", NOON + 2 * SECOND);
  await make("2.0.0-rc.1", NOON + 3 * SECOND);
  expect(backupsBeforeUpdates(folder).map(({ name }) => name)).toEqual([
    "jabber-home-before-2.0.0-rc.1-2026-11-30-120003.tar.zst",
    "jabber-home-before-1.10.0-2026-11-30-120002.tar.zst",
    "jabber-home-before-1.10.0-2026-11-30-120001.tar.zst",
  ]);
  expect(readdirSync(folder)).toContain("jabber-home-before-the-party.tar.zst");
  expect(nightlyBackups(folder).map(({ name }) => name)).toEqual([nightly]);
  prune(folder, 0);
  expect(backupsBeforeUpdates(folder)).toHaveLength(3);
});

test("it says which update it was made before", async () => {
  const { file } = await make("1.2.3", NOON);
  expect((await manifestOf(file)).beforeUpdate).toBe("1.2.3");
});

test("what an interrupted one has left is gone with the next one", async () => {
  await make("1.2.3", NOON);
  const left = join(folder, "jabber-home-before-1.2.3-2026-11-30-110000.tar.zst.part");
  writeFileSync(left, "half");
  await make("1.2.3", NOON + SECOND);
  expect(existsSync(left)).toBe(false);
});

test("without room there is none, and the others stay", async () => {
  await make("1.2.3", NOON);
  const options = { to: "1.2.4", now: NOON + SECOND, reserve: Number.MAX_SAFE_INTEGER };
  await expect(writeBeforeUpdate(contentFor("1.2.4"), folder, options)).rejects.toMatchObject({
    problem: { kind: "no-room" },
  });
  expect(backupsBeforeUpdates(folder)).toHaveLength(1);
});

test.each(["", "../../1.2.3", "1.2.3/../x", "1.2"])("no file is named after %p, which is no version", async (to) => {
  await expect(make(to, NOON)).rejects.toThrow(RangeError);
});
