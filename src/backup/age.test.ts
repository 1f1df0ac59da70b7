import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decrypt, encrypt } from "./age.ts";
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

const sealed = (plain: Buffer): Promise<Buffer> => allOf(encrypt(pieces(plain, 50_000), PASSPHRASE, WORK));
const problemOf = (bytes: Buffer, passphrase = PASSPHRASE): Promise<BackupProblem | "opened"> =>
  allOf(decrypt(pieces(bytes, 9000), passphrase)).then(
    () => "opened" as const,
    (error) => error.problem ?? Promise.reject(error),
  );

test.each([0, 1, 65_535, 65_536, 65_537, 131_072, 300_000])("%d bytes come back as they were", async (length) => {
  const plain = Buffer.alloc(length, "owl");
  expect((await allOf(decrypt(pieces(await sealed(plain), 7000), PASSPHRASE))).equals(plain)).toBe(true);
});

test("another passphrase, a changed byte and a cut at any place are refused", async () => {
  const whole = await sealed(Buffer.alloc(140_000, "owl"));
  expect(await problemOf(whole, "another")).toEqual({ kind: "passphrase" });
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

test("an encrypted backup is read with its passphrase, and says that it has one", async () => {
  const [plain, file] = [join(folder, "plain"), join(folder, "backup.age")];
  writeTar(plain, goodTar());
  const content = new Response(Bun.file(plain)).body;
  if (!content) throw new Error("no content");
  await writeBackup(content, file, { passphrase: PASSPHRASE });
  expect(await manifestOf(file, PASSPHRASE)).toEqual(manifestFor(goodFiles()));
  await expect(manifestOf(file)).rejects.toMatchObject({ problem: { kind: "encrypted" } });
  await expect(manifestOf(file, "another")).rejects.toMatchObject({ problem: { kind: "passphrase" } });
});
