/** What an account that does not exist shows: RFC 5802 §5.1 would otherwise tell everybody who exists. */
import { createHmac } from "node:crypto";
import type { ScramHash, ScramKeys } from "./accounts.ts";
import { digestBytes } from "./scram-keys.ts";

export const SALT_BYTES = 16;

/** Always the same for the same secret, account and hash; the keys are those of no password that anybody could find. */
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
