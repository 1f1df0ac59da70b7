/** age (age-encryption.org/v1) for a passphrase: files that the `age` tool opens, made by the ciphers of the runtime. */
import { createHmac, hkdfSync, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { BackupError } from "./backup-error.ts";

const VERSION = "age-encryption.org/v1";
/** How every such file begins. */
export const AGE_MAGIC = Buffer.from(`${VERSION}\n`);
/** The work of a guess, as a power of two: about a second, and 256 MB of memory. What age chooses, too. */
const WORK = 18;
/** More is refused: it would take all memory. */
const MAX_WORK = 20;
const SALT = 16;
const FILE_KEY = 16;
const NONCE = 16;
const TAG = 16;
/** Of plain text. */
const CHUNK = 65_536;
/** A header with one recipient has about 150 bytes. */
const MAX_HEADER = 1024;
const HEADER =
  /^age-encryption\.org\/v1\n-> scrypt ([A-Za-z0-9+/]{22}) (\d{1,2})\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n/;
/** RFC 8439. */
const CIPHER = "ChaCha20-Poly1305";

/** The bytes of an age file. `work` is for tests. */
export async function* encrypt(
  plain: AsyncIterable<Uint8Array>,
  passphrase: string,
  work = WORK,
): AsyncGenerator<Buffer> {
  const [fileKey, salt, nonce] = [randomBytes(FILE_KEY), randomBytes(SALT), randomBytes(NONCE)];
  const wrapped = await seal(await wrapKey(passphrase, salt, work), Buffer.alloc(12), fileKey);
  const head = `${VERSION}\n-> scrypt ${base64(salt)} ${work}\n${base64(wrapped)}\n---`;
  yield Buffer.from(`${head} ${base64(macOf(fileKey, head))}\n`);
  yield nonce;
  const key = await keyOf(derived(fileKey, nonce, "payload"));
  let counter = 0;
  for await (const { chunk, isLast } of chunksOf(plain, CHUNK))
    yield await seal(key, nonceOf(counter++, isLast), chunk);
}

/**
 * The plain text of an age file; each chunk is given only when it is known to be unchanged. Rejects with BackupError passphrase,
 * cut, damaged, not-a-backup.
 */
export async function* decrypt(sealed: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Buffer> {
  const pieces = sealed[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  const read = async (): Promise<boolean> => {
    const { done, value } = await pieces.next();
    if (!done) start = Buffer.concat([start, value]);
    return !done;
  };
  while (start.length < MAX_HEADER && (await read()));
  const header = HEADER.exec(start.subarray(0, MAX_HEADER).toString("latin1"));
  if (!header) throw new BackupError({ kind: "not-a-backup" });
  const [text, salt = "", work, wrapped = "", mac = ""] = header;
  if (Number(work) < 1 || Number(work) > MAX_WORK) throw new BackupError({ kind: "hostile", path: "" });
  const fileKey = await opened(
    await wrapKey(passphrase, Buffer.from(salt, "base64"), Number(work)),
    Buffer.alloc(12),
    Buffer.from(wrapped, "base64"),
  );
  if (!fileKey) throw new BackupError({ kind: "passphrase" });
  if (!timingSafeEqual(macOf(fileKey, text.slice(0, text.indexOf("\n---") + 4)), Buffer.from(mac, "base64")))
    throw new BackupError({ kind: "damaged", path: "" });
  while (start.length < text.length + NONCE) if (!(await read())) throw new BackupError({ kind: "cut" });
  const key = await keyOf(derived(fileKey, start.subarray(text.length, text.length + NONCE), "payload"));
  let counter = 0;
  for await (const { chunk, isLast } of chunksOf(restOf(start.subarray(text.length + NONCE), pieces), CHUNK + TAG)) {
    const plain = await opened(key, nonceOf(counter, isLast), chunk);
    // Whole chunks that end without a last one.
    if (!plain) throw new BackupError(isLast ? { kind: "cut" } : { kind: "damaged", path: "" });
    counter++;
    yield plain;
  }
}

async function* restOf(start: Buffer, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start;
  for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
}

/** Of one length, but the last, which is empty only where all is. */
async function* chunksOf(
  pieces: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<{ readonly chunk: Buffer; readonly isLast: boolean }> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    waiting.push(Buffer.from(piece));
    bytes += piece.length;
    if (bytes <= length) continue;
    const all = Buffer.concat(waiting);
    let at = 0;
    for (; all.length - at > length; at += length) yield { chunk: all.subarray(at, at + length), isLast: false };
    waiting = [all.subarray(at)];
    bytes = all.length - at;
  }
  yield { chunk: Buffer.concat(waiting), isLast: true };
}

/** RFC 7914, in the thread pool. */
async function wrapKey(passphrase: string, salt: Buffer, work: number): Promise<CryptoKey> {
  const given = Buffer.concat([Buffer.from(`${VERSION}/scrypt`), salt]);
  const options = { N: 2 ** work, r: 8, p: 1, maxmem: 2 ** work * 1024 + 2 ** 25 };
  const key = await new Promise<Buffer>((resolve, reject) =>
    scrypt(passphrase, given, 32, options, (error, made) => (error ? reject(error) : resolve(made))),
  );
  return await keyOf(key);
}

const derived = (fileKey: Buffer, salt: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", fileKey, salt, purpose, 32));

const macOf = (fileKey: Buffer, head: string): Buffer =>
  createHmac("sha256", derived(fileKey, Buffer.alloc(0), "header"))
    .update(head)
    .digest();

/** STREAM: the number of the chunk in 11 bytes, and whether it is the last. */
function nonceOf(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

const keyOf = (bytes: Buffer): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw-secret" as "raw", new Uint8Array(bytes), CIPHER, false, ["encrypt", "decrypt"]);

const cipher = (nonce: Buffer) => ({ name: CIPHER, iv: new Uint8Array(nonce) });

async function seal(key: CryptoKey, nonce: Buffer, plain: Buffer): Promise<Buffer> {
  return Buffer.from(await crypto.subtle.encrypt(cipher(nonce), key, new Uint8Array(plain)));
}

/** Undefined where the key is another, or the bytes are. */
async function opened(key: CryptoKey, nonce: Buffer, sealed: Buffer): Promise<Buffer | undefined> {
  try {
    return Buffer.from(await crypto.subtle.decrypt(cipher(nonce), key, new Uint8Array(sealed)));
  } catch {
    return undefined;
  }
}

/** As age writes it: without padding. */
const base64 = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
