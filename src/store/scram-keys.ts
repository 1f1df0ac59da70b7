/** RFC 5802 §3: keys from a password. RFC 7677 for SHA-256; SHA-512 alike. */
import { createHash, createHmac, pbkdf2 } from "node:crypto";
import type { ScramHash, ScramKeys } from "./accounts.ts";

export const SCRAM_HASHES: readonly ScramHash[] = ["SHA-1", "SHA-256", "SHA-512"];

/** What node:crypto calls them, and how many bytes they give. */
const DIGESTS = {
  "SHA-1": { name: "sha1", bytes: 20 },
  "SHA-256": { name: "sha256", bytes: 32 },
  "SHA-512": { name: "sha512", bytes: 64 },
} as const;

export const digestBytes = (hash: ScramHash): number => DIGESTS[hash].bytes;

/** The keys of a prepared password. The work is done in the thread pool: 1 to 4 ms at 10,000 iterations. */
export async function deriveKeys(
  password: string,
  hash: ScramHash,
  { salt, iterations }: { readonly salt: Uint8Array; readonly iterations: number },
): Promise<ScramKeys> {
  const { name, bytes } = DIGESTS[hash];
  const salted = await new Promise<Uint8Array>((resolve, reject) => {
    pbkdf2(password, salt, iterations, bytes, name, (error, key) => (error ? reject(error) : resolve(key)));
  });
  return keysOf({ salted, salt, iterations }, hash);
}

/** §3: SaltedPassword, and what it was made with. */
export interface SaltedPassword {
  readonly salted: Uint8Array;
  readonly salt: Uint8Array;
  readonly iterations: number;
}

export function keysOf({ salted, salt, iterations }: SaltedPassword, hash: ScramHash): ScramKeys {
  const { name } = DIGESTS[hash];
  const clientKey = createHmac(name, salted).update("Client Key").digest();
  const storedKey = createHash(name).update(clientKey).digest();
  const serverKey = createHmac(name, salted).update("Server Key").digest();
  return { salt, iterations, storedKey, serverKey };
}
