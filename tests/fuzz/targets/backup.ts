/** Backups as a stranger may hand them over: tar in Zstandard, and what age encrypts, beside the age tool. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { decrypt } from "../../../src/backup/age.ts";
import { derived, keyOf, macOf, seal } from "../../../src/backup/age-cipher.ts";
import { unwrapped } from "../../../src/backup/age-keys.ts";
import { BackupError } from "../../../src/backup/backup-error.ts";
import { writeManifest } from "../../../src/backup/manifest.ts";
import { BLOCK, headerOf } from "../../../src/backup/tar.ts";
import { manifestFor, tarWith } from "../../../src/backup/testing.ts";
import { readBackup } from "../../../src/backup/unpack.ts";
import { pick, type Random } from "../random.ts";
import { type Target, Wrong } from "../target.ts";

const FILES = [
  { path: "data.sqlite", content: Buffer.from("a database") },
  { path: "files/a/b.jpg", content: Buffer.alloc(600, 1) },
];
const good = tarWith(writeManifest(manifestFor(FILES)), FILES);
const compressed = zstdCompressSync(good);

export const tarSeeds: readonly Uint8Array[] = [
  headerOf("data.sqlite", 10, 0),
  headerOf(`${"folder/".repeat(20)}${"n".repeat(90)}`, 70_000, 1_700_000_000),
  headerOf("large", 2 ** 40, 0),
  headerOf("caf\u00e9/\u{1f600}", 0, 0),
];

let folder: string | undefined;
function fileOf(bytes: Uint8Array): string {
  if (folder === undefined) {
    const made = mkdtempSync(join(tmpdir(), "jabber-home-fuzz-backup-"));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const path = join(folder, "backup");
  writeFileSync(path, bytes);
  return path;
}

/** Whether a file may have this path in a folder, on any system. */
const isBelow = (path: string): boolean =>
  path.split("/").every((segment) => segment !== "" && !segment.startsWith(".") && !/[\\:\p{C}]/u.test(segment));

/** Reads a backup as a restore does, and holds what is handed over against what it says of itself. */
async function outcomeOf(bytes: Uint8Array): Promise<string> {
  const taken = new Map<string, number>();
  try {
    const manifest = await readBackup(fileOf(bytes), {
      begin: async ({ path, bytes: announced }) => {
        if (!isBelow(path) || taken.has(path)) throw new Wrong("a path", path);
        taken.set(path, 0);
        const add = async (piece: Buffer): Promise<void> => {
          taken.set(path, (taken.get(path) ?? 0) + piece.length);
          if ((taken.get(path) ?? 0) > announced) throw new Wrong("more bytes than announced", path);
        };
        return { write: add, end: async () => {} };
      },
    });
    for (const { path, bytes: announced } of manifest.parts)
      if (taken.get(path) !== announced) throw new Wrong("bytes are missing", path);
    return `read ${manifest.parts.length}`;
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return `${error.problem.kind} ${taken.size}`;
  }
}

/** With the right checksum of each header: otherwise any change would be the end. */
function withChecksums(input: Buffer): Buffer {
  const tar = Buffer.from(input);
  for (let at = 0; at + BLOCK <= tar.length; at += BLOCK) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.toString("latin1", 257, 262) !== "ustar") continue;
    header.fill(" ", 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  }
  return tar;
}

const PATHS = [
  "../x",
  "a/../../x",
  "/etc/x",
  "a//b",
  ".ssh/x",
  "a/.b",
  "c:x",
  "a\\b",
  "a\u0000b",
  "con",
  "a/NUL.txt",
  "config.toml",
  "A",
  "a",
  "a/b",
  "caf\u00e9",
  "cafe\u0301",
  "\u202ex",
];
const WORDS = [
  '"path":"',
  "home/",
  "../",
  "data.sqlite",
  '"bytes":',
  '"sha256":"',
  "files/a/b.jpg",
  "ustar\0",
  "\0\0",
  "[",
  "]",
  "{",
  "}",
];

export const archive: Target = {
  name: "backup-archive",
  share: 0.1,
  seeds: [good],
  generate: (random: Random) => {
    const files = Array.from({ length: 1 + random(4) }, () => ({
      path: pick(random, PATHS),
      content: Buffer.alloc(random(3) * 300),
    }));
    return tarWith(writeManifest(manifestFor([...FILES.slice(0, 1), ...files])), [...FILES.slice(0, 1), ...files]);
  },
  words: WORDS,
  check: (input) => outcomeOf(zstdCompressSync(withChecksums(input))),
};

export const compression: Target = {
  name: "backup-file",
  share: 0.1,
  seeds: [
    compressed,
    Buffer.concat([compressed, compressed]),
    Buffer.concat([compressed, Buffer.from([0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9])]),
  ],
  words: ["\x28\xb5\x2f\xfd", "age-encryption.org/v1\n"],
  check: outcomeOf,
};

/** A key that was made for this test, and what age has written for it. */
const IDENTITY = "AGE-SECRET-KEY-1KLCZQT0LQ8YVK3A4G9KZC20A5C2LTKJPSE7Z50LST96PQYETPARS9J2LDD";
const SHARE = "-> X25519 sBjbsSLt+c5wZ+gKyn2GLyH0S1ZIJ6Pq5XB1+zkCymo";
const BODY = "+Ph9p8GYztcktgnZfd2zHfGe6hZf5t0TYWBsuhZaEeA";
const [, ...args] = SHARE.split(" ");
const fileKey = await unwrapped([{ args, body: Buffer.from(BODY, "base64") }], { identities: [IDENTITY] });
const HEAD = `age-encryption.org/v1\n${SHARE}\n${BODY}\n---`;
const NONCE = Buffer.alloc(16, 5);
/** Between the head of an input and its chunks. */
const BETWEEN = "\n===\n";

/**
 * A file of age: the head with the code that authenticates it, unless it has one, and chunks that are sealed: "LENGTH" bytes of
 * plain text, "LENGTH!" as the last one.
 */
async function ageFileIn(input: Buffer): Promise<Buffer> {
  const [head = "", ...rest] = input.toString("latin1").split(BETWEEN);
  const bytes = Buffer.from(head, "latin1");
  const mac = head.endsWith("---") ? ` ${macOf(fileKey, head).toString("base64").replace(/=+$/, "")}\n` : "";
  const key = await keyOf(derived(fileKey, NONCE, "payload"));
  const chunks: Buffer[] = [];
  for (const [counter, spec] of rest.join(BETWEEN).split("\n").slice(0, 4).entries()) {
    const [, digits, last] = /^(\d{1,5})(!?)$/.exec(spec) ?? [];
    if (digits === undefined) chunks.push(Buffer.from(spec, "latin1"));
    else {
      const nonce = Buffer.alloc(12);
      nonce.writeUIntBE(counter, 5, 6);
      nonce[11] = last === "!" ? 1 : 0;
      chunks.push(await seal(key, Buffer.alloc(Math.min(Number(digits), 65_536), "x"), nonce));
    }
  }
  return Buffer.concat([bytes, Buffer.from(mac), NONCE, ...chunks]);
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

async function opened(file: Buffer): Promise<Buffer | string> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of decrypt(once(file), { identities: [IDENTITY] })) pieces.push(piece);
  } catch (error) {
    if (!(error instanceof BackupError)) throw error;
    return error.problem.kind;
  }
  return Buffer.concat(pieces);
}

let identityFile: string | undefined;
function openedByAge(file: Buffer): Buffer | string {
  const path = fileOf(file);
  if (identityFile === undefined) {
    identityFile = join(path, "..", "identity");
    writeFileSync(identityFile, `${IDENTITY}\n`);
  }
  const { success, stdout, stderr } = Bun.spawnSync(["age", "-d", "-i", identityFile, path]);
  return success ? Buffer.from(stdout) : (stderr.toString().split("\n")[0] ?? "");
}

const CHUNKS = [
  "0!",
  "5!",
  "5",
  "65536!",
  "65536\n0!",
  "65536\n1!",
  "5\n5!",
  "65536!\n0!",
  "5!\nx",
  "65536\n65536\n3!",
];
const STANZAS = [
  `${SHARE}\n${BODY}`,
  "-> X25519 abc\n",
  "-> grease a b\n\n",
  `-> scrypt c2FsdA 10\n${BODY}`,
  `${SHARE} x\n${BODY}`,
  `${SHARE}\n${BODY}=`,
];

export const age: Target = {
  name: "age",
  share: 0.02,
  seeds: CHUNKS.map((chunks) => HEAD + BETWEEN + chunks),
  words: [...CHUNKS, ...STANZAS, BETWEEN, "\n", "-> ", "---", "=", "0!", "!", "65536", "\r\n"],
  missing: () => (Bun.which("age") === null ? "age (Debian: age)" : undefined),
  generate: (random: Random) => {
    const stanzas = Array.from({ length: 1 + random(3) }, () => pick(random, STANZAS));
    return `age-encryption.org/v1\n${stanzas.join("\n")}\n---${BETWEEN}${pick(random, CHUNKS)}`;
  },
  check: async (input) => {
    const file = await ageFileIn(input);
    const [ours, theirs] = [await opened(file), openedByAge(file)];
    if (typeof ours === "string") {
      // What is for a passphrase is for nobody else: age looks at that when it writes.
      if (typeof theirs !== "string" && !input.includes("scrypt"))
        throw new Wrong("age opens it", `${ours}, ${theirs.length} bytes`);
      return ours;
    }
    if (typeof theirs === "string") throw new Wrong(`age refuses ${theirs.slice(0, 60)}`, theirs);
    if (!ours.equals(theirs)) throw new Wrong("age reads other bytes", ours.length);
    return `opened ${Math.min(2, ours.length)}`;
  },
};
