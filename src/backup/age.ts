/** age (age-encryption.org/v1): files that the `age` tool opens, and those that it writes. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { base64, bytesOfBase64, derived, keyOf, macOf, opened, seal, VERSION } from "./age-cipher.ts";
import { type AgeKey, type AgeRecipient, type Stanza, unwrapped, wrapped } from "./age-keys.ts";
import { BackupError } from "./backup-error.ts";

/** How every such file begins. */
export const AGE_MAGIC = Buffer.from(`${VERSION}\n`);
const FILE_KEY = 16;
const NONCE = 16;
const TAG = 16;
/** Of plain text. */
const CHUNK = 65_536;
/** Of each recipient about 100 bytes. */
export const MAX_HEADER = 8192;
const STANZA = /^-> ([!-~]+(?: [!-~]+)*)\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{0,63}\n)/;
const END = /^--- ([A-Za-z0-9+/]{43})\n/;

/** The key of one file. */
export const newFileKey = (): Buffer => randomBytes(FILE_KEY);

/** The bytes of an age file. Throws RangeError for a recipient that is none. */
export async function* encrypt(
  plain: AsyncIterable<Uint8Array>,
  recipient: AgeRecipient,
  fileKey = newFileKey(),
): AsyncGenerator<Buffer> {
  const nonce = randomBytes(NONCE);
  const head = `${VERSION}\n${textOf(await wrapped(fileKey, recipient))}---`;
  yield Buffer.from(`${head} ${base64(macOf(fileKey, head))}\n`);
  yield nonce;
  const key = await keyOf(derived(fileKey, nonce, "payload"));
  let counter = 0;
  for await (const { chunk, isLast } of chunksOf(plain, CHUNK))
    yield await seal(key, chunk, nonceOf(counter++, isLast));
}

/**
 * The plain text of an age file; each chunk is given only when it is known to be unchanged. Rejects with BackupError encrypted
 * (it opens to another kind of key), passphrase, identity, cut, damaged, hostile, not-a-backup.
 */
export async function* decrypt(sealed: AsyncIterable<Uint8Array>, by: AgeKey): AsyncGenerator<Buffer> {
  const pieces = sealed[Symbol.asyncIterator]();
  let start = Buffer.alloc(0);
  const read = async (): Promise<boolean> => {
    const { done, value } = await pieces.next();
    if (!done) start = Buffer.concat([start, value]);
    return !done;
  };
  while (start.length < MAX_HEADER && (await read()));
  const header = headerIn(start.subarray(0, MAX_HEADER).toString("latin1"));
  if (!header) throw new BackupError({ kind: "not-a-backup" });
  const fileKey = await unwrapped(header.stanzas, by);
  if (fileKey.length !== FILE_KEY || !timingSafeEqual(macOf(fileKey, header.head), header.mac))
    throw new BackupError({ kind: "damaged", path: "" });
  while (start.length < header.length + NONCE) if (!(await read())) throw new BackupError({ kind: "cut" });
  const payload = start.subarray(header.length);
  const key = await keyOf(derived(fileKey, payload.subarray(0, NONCE), "payload"));
  let counter = 0;
  for await (const { chunk, isLast } of chunksOf(restOf(payload.subarray(NONCE), pieces), CHUNK + TAG)) {
    const plain = await opened(key, chunk, nonceOf(counter, isLast));
    // The last chunk is empty only where all is.
    if (plain?.length === 0 && counter > 0) throw new BackupError({ kind: "damaged", path: "" });
    // "cut": whole chunks that end without a last one.
    if (!plain) throw new BackupError(isLast ? { kind: "cut" } : { kind: "damaged", path: "" });
    counter++;
    yield plain;
  }
}

interface Header {
  readonly stanzas: readonly Stanza[];
  /** What is authenticated by `mac`. */
  readonly head: string;
  readonly mac: Buffer;
  /** Bytes. */
  readonly length: number;
}

/** What opens a file that begins so, as far as its first kilobytes tell. */
export const lockOf = (start: Buffer): "passphrase" | "identity" =>
  headerIn(start.toString("latin1"))?.stanzas.some(({ args }) => args[0] === "scrypt") ? "passphrase" : "identity";

function headerIn(text: string): Header | undefined {
  if (!text.startsWith(`${VERSION}\n`)) return undefined;
  const stanzas: Stanza[] = [];
  let at = VERSION.length + 1;
  for (let found = STANZA.exec(text.slice(at)); found; found = STANZA.exec(text.slice(at))) {
    const [all, args = "", body = ""] = found;
    const bytes = bytesOfBase64(body.replaceAll("\n", ""));
    if (!bytes) return undefined;
    stanzas.push({ args: args.split(" "), body: bytes });
    at += all.length;
  }
  const [all, code] = END.exec(text.slice(at)) ?? [];
  const mac = code === undefined ? undefined : bytesOfBase64(code);
  if (all === undefined || !mac || stanzas.length === 0) return undefined;
  return { stanzas, head: text.slice(0, at + 3), mac, length: at + all.length };
}

/** The body is a wrapped key: 32 bytes, which fit into a line. */
const textOf = ({ args, body }: Stanza): string => `-> ${args.join(" ")}\n${base64(body)}\n`;

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

/** STREAM: the number of the chunk in 11 bytes, and whether it is the last. */
function nonceOf(counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(counter, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}
