/** Who can open an age file: whoever knows a passphrase (scrypt), or has the secret half of a key (X25519). */
import {
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  scrypt,
} from "node:crypto";
import { bech32Bytes } from "../bech32.ts";
import { base64, bytesOfBase64, derived, keyOf, opened, seal, VERSION } from "./age-cipher.ts";
import { BackupError } from "./backup-error.ts";

/** Whom a file is for. `recipient`: "age1…". `work`, of a guess at the passphrase, is for tests. */
export type AgeRecipient =
  | { readonly passphrase: string; readonly work?: number }
  | { readonly recipient: string; readonly passphrase?: undefined };

/** What opens a file. `identities`: "AGE-SECRET-KEY-1…". `fileKey`: that of one file, which was just written. */
export type AgeKey =
  | { readonly passphrase: string }
  | { readonly identities: readonly string[] }
  | { readonly fileKey: Buffer };

/** A part of the header: what wraps the key of the file for one recipient. */
export interface Stanza {
  /** The type, and what belongs to it. */
  readonly args: readonly string[];
  readonly body: Buffer;
}

/** The work of a guess, as a power of two: about a second, and 256 MB of memory. What age chooses, too. */
const WORK = 18;
/** More is refused: it would take all memory. */
const MAX_WORK = 20;
/** Each is tried with each part of a header. */
const MAX_IDENTITIES = 100;
const SALT = 16;
/** Of an X25519 key. */
const KEY = 32;
/** Of the key of a file, with what authenticates it. */
const WRAPPED = 32;
/** RFC 8410: what stands before the bytes of a private key. */
const PKCS8_X25519 = Buffer.from("302e020100300506032b656e04220420", "hex");

/** The public half of a key of age, as "age1…"; undefined where it is no such key. */
export function recipientBytes(recipient: string): Buffer | undefined {
  const bytes = bech32Bytes("age", recipient);
  return bytes?.length === KEY ? bytes : undefined;
}

const identityBytes = (identity: string): Buffer | undefined => {
  const bytes = bech32Bytes("age-secret-key-", identity);
  return bytes?.length === KEY ? bytes : undefined;
};

/** The identities in a file of `age-keygen`; undefined where a line is neither one nor a comment, or there is none. */
export function identitiesIn(text: string): readonly string[] | undefined {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const areGood = lines.length > 0 && lines.length <= MAX_IDENTITIES && lines.every(identityBytes);
  return areGood ? lines : undefined;
}

/** Throws RangeError for a recipient that is none. */
export async function wrapped(fileKey: Buffer, recipient: AgeRecipient): Promise<Stanza> {
  if (recipient.passphrase !== undefined) {
    const { passphrase, work = WORK } = recipient;
    const salt = randomBytes(SALT);
    const body = await seal(await passphraseKey(passphrase, salt, work), fileKey);
    return { args: ["scrypt", base64(salt), String(work)], body };
  }
  const theirs = recipientBytes(recipient.recipient);
  if (!theirs) throw new RangeError("no recipient of age");
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const share = rawOf(publicKey);
  const key = await sharedKey(privateKey, theirs, share, theirs);
  if (!key) throw new RangeError("no recipient of age");
  return { args: ["X25519", base64(share)], body: await seal(key, fileKey) };
}

/** The key of the file. Rejects with BackupError encrypted, passphrase, identity, hostile. */
export async function unwrapped(stanzas: readonly Stanza[], key: AgeKey): Promise<Buffer> {
  if ("fileKey" in key) return key.fileKey;
  const isForPassphrase = stanzas.some(({ args }) => args[0] === "scrypt");
  if (isForPassphrase !== "passphrase" in key)
    throw new BackupError({ kind: "encrypted", by: isForPassphrase ? "passphrase" : "identity" });
  if ("passphrase" in key) {
    const fileKey = await byPassphrase(stanzas, key.passphrase);
    if (fileKey) return fileKey;
    throw new BackupError({ kind: "passphrase" });
  }
  for (const identity of key.identities)
    for (const stanza of stanzas) {
      const fileKey = await byIdentity(stanza, identity);
      if (fileKey) return fileKey;
    }
  throw new BackupError({ kind: "identity" });
}

async function byPassphrase(stanzas: readonly Stanza[], passphrase: string): Promise<Buffer | undefined> {
  const [only, ...others] = stanzas;
  const [, salt = "", work = ""] = only?.args ?? [];
  // A second one would make each opener work for others.
  const isWhole = only?.args.length === 3 && only.body.length === WRAPPED && bytesOfBase64(salt)?.length === SALT;
  const isInBounds = /^[1-9]\d?$/.test(work) && Number(work) <= MAX_WORK;
  if (!isWhole || others.length > 0 || !isInBounds) throw new BackupError({ kind: "hostile", path: "" });
  return await opened(await passphraseKey(passphrase, Buffer.from(salt, "base64"), Number(work)), only.body);
}

/** Undefined where it is for somebody else. Rejects with BackupError hostile. */
async function byIdentity({ args, body }: Stanza, identity: string): Promise<Buffer | undefined> {
  const [type, share = "", ...others] = args;
  const secret = identityBytes(identity);
  if (type !== "X25519" || !secret) return undefined;
  const theirs = bytesOfBase64(share);
  // Of another form than the standard's: other readers would differ about it.
  if (theirs?.length !== KEY || others.length > 0 || body.length !== WRAPPED)
    throw new BackupError({ kind: "hostile", path: "" });
  const own = createPrivateKey({ key: Buffer.concat([PKCS8_X25519, secret]), format: "der", type: "pkcs8" });
  const key = await sharedKey(own, theirs, theirs, rawOf(createPublicKey(own)));
  return key && (await opened(key, body));
}

/** RFC 7748; undefined for a point of low order, with which everybody shares the same. */
async function sharedKey(
  own: KeyObject,
  theirs: Buffer,
  share: Buffer,
  recipient: Buffer,
): Promise<CryptoKey | undefined> {
  const publicKey = createPublicKey({
    key: { kty: "OKP", crv: "X25519", x: theirs.toString("base64url") },
    format: "jwk",
  });
  let secret: Buffer;
  try {
    secret = diffieHellman({ privateKey: own, publicKey });
  } catch {
    return undefined;
  }
  if (secret.every((byte) => byte === 0)) return undefined;
  return await keyOf(derived(secret, Buffer.concat([share, recipient]), `${VERSION}/X25519`));
}

const rawOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");

/** RFC 7914, in the thread pool. */
async function passphraseKey(passphrase: string, salt: Buffer, work: number): Promise<CryptoKey> {
  const given = Buffer.concat([Buffer.from(`${VERSION}/scrypt`), salt]);
  const options = { N: 2 ** work, r: 8, p: 1, maxmem: 2 ** work * 1024 + 2 ** 25 };
  const key = await new Promise<Buffer>((resolve, reject) =>
    scrypt(passphrase, given, 32, options, (error, made) => (error ? reject(error) : resolve(made))),
  );
  return await keyOf(key);
}
