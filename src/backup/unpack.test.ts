import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";
import type { BackupProblem } from "./backup-error.ts";
import { FORMAT, type Manifest, writeManifest } from "./manifest.ts";
import { headerOf, readHeader } from "./tar.ts";
import { goodFiles, goodTar, manifestFor, tarWith, type Written, writeTar } from "./testing.ts";
import { readBackup } from "./unpack.ts";

let folder = "";
let file = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-unpack-"));
  file = join(folder, "backup.tar.zst");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The problem with which it is refused; undefined where it is taken. */
async function problemOf(tar: Buffer): Promise<BackupProblem | undefined> {
  writeTar(file, tar);
  return await problemOfFile();
}

async function problemOfFile(): Promise<BackupProblem | undefined> {
  try {
    await readBackup(file);
    return undefined;
  } catch (error) {
    return (error as { problem?: BackupProblem }).problem ?? Promise.reject(error);
  }
}

const withParts = (parts: Manifest["parts"]): Buffer => {
  const files = goodFiles();
  return tarWith(writeManifest(manifestFor(files, { parts: [...manifestFor(files).parts, ...parts] })), files);
};

test("a whole backup is taken, with the content of each part", async () => {
  const files = goodFiles();
  writeTar(file, goodTar(files));
  const seen: Written[] = [];
  const begin = async ({ path }: { readonly path: string }) => {
    const pieces: Buffer[] = [];
    const write = async (bytes: Buffer): Promise<void> => void pieces.push(Buffer.from(bytes));
    return { write, end: async () => void seen.push({ path, content: Buffer.concat(pieces) }) };
  };
  const manifest = await readBackup(file, { begin });
  expect(seen).toEqual(files);
  expect(manifest).toEqual(manifestFor(files));
});

test.each([
  ["../config.toml"],
  ["/etc/passwd"],
  ["files/../../x"],
  ["files//x"],
  ["a\\b"],
  ["C:x"],
  [".ssh"],
  ["nul"],
  ["x\0y"],
  ["CONFIG.toml"],
  ["config.toml/x"],
  [""],
])("a path that leads elsewhere or to another part is refused: %j", async (path) => {
  const problem = await problemOf(withParts([{ path, bytes: 0, sha256: "0".repeat(64) }]));
  expect(problem).toEqual({ kind: "hostile", path });
});

test.each([
  ["a symbolic link", "2"],
  ["a hard link", "1"],
  ["a character device", "3"],
  ["a block device", "4"],
  ["a folder", "5"],
  ["a pipe", "6"],
  ["an extended header", "x"],
])("an entry that is no file is refused: %s", async (_, type) => {
  const change = (header: Buffer): Buffer => {
    // The checksum goes with it.
    const changed = Buffer.from(header);
    changed.write(type, 156);
    changed.fill(" ", 148, 156);
    const sum = changed.reduce((total, byte) => total + byte, 0);
    changed.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
    return changed;
  };
  const files = goodFiles().map((each, index) => (index === 1 ? { ...each, header: change } : each));
  expect(await problemOf(goodTar(files))).toEqual({ kind: "hostile", path: "config.toml" });
});

test("more or fewer bytes than the manifest says are refused before they are written", async () => {
  const files = goodFiles();
  const manifest = writeManifest(manifestFor(files));
  const bomb = files.map((each, index) => (index === 1 ? { ...each, content: Buffer.alloc(50_000_000) } : each));
  expect(await problemOf(tarWith(manifest, bomb))).toEqual({ kind: "hostile", path: "home/config.toml" });
  const more = [...files, { path: "more", content: Buffer.from("x") }];
  expect(await problemOf(tarWith(manifest, more))).toMatchObject({ kind: "hostile" });
  expect(await problemOf(tarWith(manifest, files.slice(0, 1)))).toEqual({ kind: "cut" });
  const tail = Buffer.concat([goodTar(), Buffer.alloc(50_000_000)]);
  expect(await problemOf(tail)).toMatchObject({ kind: "hostile" });
});

test("a part with other contents is named", async () => {
  const files = goodFiles();
  const manifest = writeManifest(manifestFor(files));
  const other = files.map((each, index) => ({
    ...each,
    content: index === 1 ? Buffer.from(each.content).fill("x") : each.content,
  }));
  expect(await problemOf(tarWith(manifest, other))).toEqual({ kind: "damaged", path: "config.toml" });
});

test("a file that is cut anywhere, or has other content, is refused", async () => {
  const tar = goodTar();
  writeTar(file, tar);
  const whole = readFileSync(file);
  // The last bytes are the checksum of what is complete without them.
  for (let length = 0; length < whole.length - 8; length += 3) {
    writeFileSync(file, whole.subarray(0, length));
    expect(["cut", "not-a-backup", "damaged"]).toContain((await problemOfFile())?.kind ?? "taken");
  }
  for (let at = 20; at < whole.length; at++) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 0x10;
    writeFileSync(file, changed);
    // Some bits of Zstandard mean nothing.
    if (!(await problemOfFile())) expect(zstdDecompressSync(changed).equals(tar)).toBe(true);
  }
});

test("what is no backup is called so", async () => {
  for (const bytes of [Buffer.alloc(0), Buffer.from("PK"), Buffer.from("x".repeat(5000))]) {
    writeFileSync(file, bytes);
    expect(await problemOfFile()).toEqual({ kind: "not-a-backup" });
  }
  for (const manifest of ["", "[]", "{", '{"program":"jabber-home"}', '{"program":"other","format":1}'])
    expect(await problemOf(tarWith(manifest, goodFiles()))).toEqual({ kind: "not-a-backup" });
  expect(await problemOf(tarWith(writeManifest(manifestFor([])), []))).toEqual({ kind: "not-a-backup" });
});

test("a later format is refused with the version that made it", async () => {
  const later = writeManifest(manifestFor(goodFiles(), { version: "9.9.9" })).replace(
    `"format": ${FORMAT}`,
    `"format": ${FORMAT + 1}`,
  );
  expect(await problemOf(tarWith(later, goodFiles()))).toEqual({ kind: "newer", version: "9.9.9" });
});

test("control characters do not reach a terminal", async () => {
  const text = writeManifest(manifestFor(goodFiles(), { host: "pi\u001b[2J" }));
  expect(await problemOf(tarWith(text, goodFiles()))).toEqual({ kind: "not-a-backup" });
});

test("sizes from 8 GiB on, and long paths, keep their place in a header", () => {
  for (const bytes of [0, 0o77777777777, 0o77777777777 + 1, 2 ** 45]) {
    const path = `home/${"f".repeat(90)}/${"g".repeat(80)}`;
    expect(readHeader(headerOf(path, bytes, 0))).toEqual({ path, bytes });
  }
  expect(() => headerOf("x".repeat(200), 0, 0)).toThrow(RangeError);
});
