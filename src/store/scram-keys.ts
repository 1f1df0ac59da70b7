/** RFC 5802 §3, RFC 7677: the keys that a server keeps instead of a password, and decoys for accounts that do not exist. */
import { createHash, createHmac, pbkdf2 } from "node:crypto";

/** RFC 5802, RFC 7677; SHA-512 alike. */
export const SCRAM_HASHES = ["SHA-1", "SHA-256", "SHA-512"] as const;
export type ScramHash = (typeof SCRAM_HASHES)[number];

/** What one form of a password is checked with. */
export interface PasswordKeys {
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

export type KeysByHash = readonly (readonly [ScramHash, ScramKeys])[];

export interface ScramKeys extends PasswordKeys {
  readonly salt: Uint8Array;
  readonly iterations: number;
  /** Those of the password as SASLprep has it (RFC 5802 §2.2), where that is another text. */
  readonly alternate?: PasswordKeys | undefined;
}

/** RFC 5802 §3: SaltedPassword, and what it was computed from. */
export interface SaltedPassword {
  readonly salted: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

export const SALT_BYTES = 16;

/** The names of node:crypto, and the length of a digest in bytes. */
const DIGESTS = {
  "SHA-1": { name: "sha1", bytes: 20 },
  "SHA-256": { name: "sha256", bytes: 32 },
  "SHA-512": { name: "sha512", bytes: 64 },
} as const satisfies Record<ScramHash, object>;

export const digestBytes = (hash: ScramHash): number => DIGESTS[hash].bytes;

/** The keys of a prepared password (RFC 8265). Computed in the thread pool: 1 to 4 ms at 10,000 iterations. */
export async function deriveKeys(
  password: string,
  hash: ScramHash,
  { salt, iterations }: { readonly salt: Uint8Array; readonly iterations: number },
): Promise<ScramKeys> {
  return keysOf({ salted: await saltedPassword(password, hash, { salt, iterations }), salt, iterations }, hash);
}

/** RFC 5802 §3: SaltedPassword, of a prepared password. */
export function saltedPassword(
  password: string,
  hash: ScramHash,
  { salt, iterations }: { readonly salt: Uint8Array; readonly iterations: number },
): Promise<Uint8Array> {
  const { name, bytes } = DIGESTS[hash];
  return new Promise<Uint8Array>((resolve, reject) => {
    pbkdf2(password, salt, iterations, bytes, name, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** More iterations would keep the machine busy at each login by PLAIN. */
const MAX_ITERATIONS = 1_000_000;
const MAX_SALT_BYTES = 256;

/** Keys that another server has made; undefined where they cannot be of this hash, or would cost too much. */
export function scramKeysOf(
  hash: ScramHash,
  { storedKey, serverKey, salt, iterations }: Omit<ScramKeys, "alternate">,
): ScramKeys | undefined {
  const areKeys = [storedKey, serverKey].every(({ length }) => length === digestBytes(hash));
  const isSalt = salt.length > 0 && salt.length <= MAX_SALT_BYTES;
  const isCount = Number.isInteger(iterations) && iterations > 0 && iterations <= MAX_ITERATIONS;
  return areKeys && isSalt && isCount ? { storedKey, serverKey, salt, iterations } : undefined;
}

/** RFC 5802 §3: StoredKey and ServerKey. */
export function keysOf({ salted, salt, iterations }: SaltedPassword, hash: ScramHash): ScramKeys {
  const { name } = DIGESTS[hash];
  const clientKey = createHmac(name, salted).update("Client Key").digest();
  const storedKey = createHash(name).update(clientKey).digest();
  const serverKey = createHmac(name, salted).update("Server Key").digest();
  return { salt, iterations, storedKey, serverKey };
}

/**
 * RFC 5802 §5.1: the keys that are shown for an account that does not exist, so that nobody learns which do. Always the same for
 * the same secret, account and hash; no password has them.
 */
export function decoyKeysOf(secret: Uint8Array, account: string, hash: ScramHash, iterations: number): ScramKeys {
  const bytes = (what: string): Uint8Array =>
    createHmac("sha512", secret).update(`${what}\0${hash}\0${account}`).digest();
  return {
    salt: bytes("salt").subarray(0, SALT_BYTES),
    iterations,
    storedKey: bytes("stored").subarray(0, digestBytes(hash)),
    serverKey: bytes("server").subarray(0, digestBytes(hash)),
  };
}
