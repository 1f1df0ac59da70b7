import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decrypt, encrypt, newFileKey } from "./age.ts";
import { base64, derived, keyOf, macOf, seal } from "./age-cipher.ts";
import { type AgeKey, identitiesIn } from "./age-keys.ts";
import type { BackupProblem } from "./backup-error.ts";
import { goodFiles, goodTar, manifestFor, writeTar } from "./testing.ts";
import { manifestOf } from "./unpack.ts";
import { writeBackup } from "./write.ts";

const PASSPHRASE = "the owl and the pussycat";
/** Little work: the tests are no secret. */
const WORK = 10;

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-age-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

async function allOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of stream) all.push(piece);
  return Buffer.concat(all);
}

const sealed = (plain: Buffer): Promise<Buffer> =>
  allOf(encrypt(pieces(plain, 50_000), { passphrase: PASSPHRASE, work: WORK }));
const problemOf = (bytes: Buffer, key: AgeKey = { passphrase: PASSPHRASE }): Promise<BackupProblem | "opened"> =>
  allOf(decrypt(pieces(bytes, 9000), key)).then(
    () => "opened" as const,
    (error) => error.problem ?? Promise.reject(error),
  );

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])("%d bytes come back as they were", async (length) => {
  const plain = Buffer.alloc(length, "owl");
  expect((await allOf(decrypt(pieces(await sealed(plain), 7000), { passphrase: PASSPHRASE }))).equals(plain)).toBe(
    true,
  );
});

test("another passphrase, a changed byte and a cut at any place are refused", async () => {
  const whole = await sealed(Buffer.alloc(140_000, "owl"));
  expect(await problemOf(whole, { passphrase: "another" })).toEqual({ kind: "passphrase" });
  for (const at of [0, 30, 60, 100, 150, 170, 200, 65_900, whole.length - 1]) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await problemOf(changed)).not.toBe("opened");
  }
  const chunk = 65_536 + 16;
  const header = whole.length - 140_000 - 3 * 16;
  for (const length of [10, 100, header, header + 5, header + chunk, header + 2 * chunk, whole.length - 1])
    expect(await problemOf(whole.subarray(0, length))).not.toBe("opened");
});

test("a header that asks for more work than a machine has is refused before it is done", async () => {
  const whole = (await sealed(Buffer.alloc(10))).toString("latin1").replace(/ 10\n/, " 30\n");
  expect(await problemOf(Buffer.from(whole, "latin1"))).toMatchObject({ kind: "hostile" });
});

describe("for a key (X25519)", () => {
  // Both made by age-keygen.
  const RECIPIENT = "age1k3puw4ew5x9hkxpprrmp2yvl0fh3475f67g47r43zt6m28dl7uusdtg6cp";
  const IDENTITY = "AGE-SECRET-KEY-14GAXRT7TKQLK4HYTRZELNFSKEQ4YSAQ03VHDEK2WGG00XM8ZTNUSM304HA";
  const STRANGER = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
  const sealedFor = (plain: Buffer) => allOf(encrypt(pieces(plain, 50_000), { recipient: RECIPIENT }));

  test("what is encrypted opens by its secret half, also among others, and by no other", async () => {
    const plain = Buffer.alloc(100_000, "owl");
    const whole = await sealedFor(plain);
    const opened = await allOf(decrypt(pieces(whole, 7000), { identities: [STRANGER, IDENTITY] }));
    expect(opened.equals(plain)).toBe(true);
    expect(await problemOf(whole, { identities: [STRANGER] })).toEqual({ kind: "identity" });
    expect(await problemOf(whole, { passphrase: PASSPHRASE })).toEqual({ kind: "encrypted", by: "identity" });
    expect(await problemOf(await sealed(plain), { identities: [IDENTITY] })).toEqual({
      kind: "encrypted",
      by: "passphrase",
    });
  });

  test("each file has another key and another share", async () => {
    const [one, other] = [await sealedFor(Buffer.alloc(1)), await sealedFor(Buffer.alloc(1))];
    expect(one.subarray(22, 300).equals(other.subarray(22, 300))).toBe(false);
  });

  test("a changed header, a share of low order and a stanza that is none are refused", async () => {
    const whole = await sealedFor(Buffer.alloc(1000));
    const text = whole.toString("latin1");
    const [line = ""] = /-> X25519 \S+/.exec(text) ?? [];
    for (const other of [`-> X25519 ${"A".repeat(43)}`, "-> X25519", `${line} more`, line.replace("X25519", "scrypt")])
      expect(await problemOf(Buffer.from(text.replace(line, other), "latin1"), { identities: [IDENTITY] })).not.toBe(
        "opened",
      );
  });

  /** A file whose header is what `change` makes of the good one, with the code that belongs to it, and these chunks. */
  const made = async (change: (head: string) => string, ...chunks: readonly Buffer[]): Promise<Buffer> => {
    const fileKey = newFileKey();
    const whole = await allOf(encrypt(pieces(Buffer.alloc(0), 1), { recipient: RECIPIENT }, fileKey));
    const text = whole.toString("latin1");
    const head = change(text.slice(0, text.indexOf("\n---") + 4));
    const [nonce, code] = [Buffer.alloc(16), base64(macOf(fileKey, head))];
    const key = await keyOf(derived(fileKey, nonce, "payload"));
    const sealedChunks = await Promise.all(
      chunks.map((chunk, at) => {
        const number = Buffer.alloc(12);
        number.writeUIntBE(at, 5, 6);
        number[11] = at === chunks.length - 1 ? 1 : 0;
        return seal(key, chunk, number);
      }),
    );
    return Buffer.concat([Buffer.from(`${head} ${code}\n`, "latin1"), nonce, ...sealedChunks]);
  };
  const outcome = async (change: (head: string) => string): Promise<unknown> => {
    const answer = await problemOf(await made(change, Buffer.alloc(5)), { identities: [IDENTITY] });
    return typeof answer === "string" ? answer : answer.kind;
  };

  test("age-encryption.org/v1: other stanzas are passed over; one that is malformed is refused, whoever has signed the header", async () => {
    expect(await outcome((head) => head)).toBe("opened");
    expect(await outcome((head) => head.replace("->", "-> grease a\n\n->"))).toBe("opened");
    expect(await outcome((head) => head.replace(/(-> X25519 \S+)/, "$1 more"))).toBe("hostile");
    expect(await outcome((head) => head.replace("->", "-> X25519 AAAA\n\n->"))).toBe("hostile");
  });

  test("RFC 4648 §3.5: base64 has one spelling", async () => {
    expect(await outcome((head) => head.replace("->", "-> grease a\nAB\n->"))).toBe("not-a-backup");
  });

  test("the last chunk is empty only where all is", async () => {
    const good = await made((head) => head, Buffer.alloc(65_536), Buffer.alloc(1));
    expect(await problemOf(good, { identities: [IDENTITY] })).toBe("opened");
    const bad = await made((head) => head, Buffer.alloc(65_536), Buffer.alloc(0));
    expect(await problemOf(bad, { identities: [IDENTITY] })).toMatchObject({ kind: "damaged" });
  });

  test("a file of age-keygen has comments and secret keys alone", () => {
    expect(identitiesIn(`# created: today\n# public key: ${RECIPIENT}\n${IDENTITY}\n`)).toEqual([IDENTITY]);
    for (const bad of ["", "# nothing", RECIPIENT, `${IDENTITY}\nhello`, IDENTITY.replace("4GAX", "4GAA")])
      expect(identitiesIn(bad)).toBeUndefined();
  });

  test("a backup is read again after it was written, without the secret half", async () => {
    const [plain, file] = [join(folder, "plain-key"), join(folder, "backup-key.age")];
    writeTar(plain, goodTar());
    const content = new Response(Bun.file(plain)).body;
    if (!content) throw new Error("no content");
    const written = await writeBackup(content, file, { recipient: { recipient: RECIPIENT } });
    expect(written.manifest).toEqual(manifestFor(goodFiles()));
    expect(await manifestOf(file, { identities: [IDENTITY] })).toEqual(written.manifest);
    await expect(manifestOf(file)).rejects.toMatchObject({ problem: { kind: "encrypted", by: "identity" } });
  });
});

test("an encrypted backup is read with its passphrase, and says that it has one", async () => {
  const [plain, file] = [join(folder, "plain"), join(folder, "backup.age")];
  writeTar(plain, goodTar());
  const content = new Response(Bun.file(plain)).body;
  if (!content) throw new Error("no content");
  await writeBackup(content, file, { recipient: { passphrase: PASSPHRASE, work: WORK } });
  expect(await manifestOf(file, { passphrase: PASSPHRASE })).toEqual(manifestFor(goodFiles()));
  await expect(manifestOf(file)).rejects.toMatchObject({ problem: { kind: "encrypted", by: "passphrase" } });
  await expect(manifestOf(file, { passphrase: "another" })).rejects.toMatchObject({ problem: { kind: "passphrase" } });
});
