/** The ciphers of age, by the runtime: HKDF-SHA-256 (RFC 5869), HMAC, ChaCha20-Poly1305 (RFC 8439). */
import { createHmac, hkdfSync } from "node:crypto";

export const VERSION = "age-encryption.org/v1";
const CIPHER = "ChaCha20-Poly1305";
const NO_NONCE: Buffer = Buffer.alloc(12);

export const derived = (secret: Buffer, salt: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, salt, purpose, 32));

export const macOf = (fileKey: Buffer, head: string): Buffer =>
  createHmac("sha256", derived(fileKey, Buffer.alloc(0), "header"))
    .update(head)
    .digest();

export const keyOf = (bytes: Buffer): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw-secret" as "raw", new Uint8Array(bytes), CIPHER, false, ["encrypt", "decrypt"]);

const cipher = (nonce: Buffer) => ({ name: CIPHER, iv: new Uint8Array(nonce) });

/** Without a nonce for a key that is used once. */
export async function seal(key: CryptoKey, plain: Buffer, nonce = NO_NONCE): Promise<Buffer> {
  return Buffer.from(await crypto.subtle.encrypt(cipher(nonce), key, new Uint8Array(plain)));
}

/** Undefined where the key is another, or the bytes are. */
export async function opened(key: CryptoKey, sealed: Buffer, nonce = NO_NONCE): Promise<Buffer | undefined> {
  try {
    return Buffer.from(await crypto.subtle.decrypt(cipher(nonce), key, new Uint8Array(sealed)));
  } catch {
    return undefined;
  }
}

/** As age writes it: without padding. */
export const base64 = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");

/** Undefined for what is not written so: with padding, or not the one spelling of its bytes. */
export function bytesOfBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64");
  return base64(bytes) === text ? bytes : undefined;
}
