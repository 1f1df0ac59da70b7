/** Ed25519 signatures (RFC 8032) of a manifest, as `openssl pkeyutl -verify -rawin` checks them, too. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { ReleaseError } from "./release-error.ts";

export const SIGNATURE_BYTES = 64;
/** A release may be signed by keys that only older programs know, besides. */
export const MAX_SIGNATURES = 4;

/** One line of base64: the public key as SubjectPublicKeyInfo (RFC 8410), what stands between the lines of its PEM file. */
export type PublicKey = string;

/**
 * `signatures`: one after another, without anything between. Throws ReleaseError no-keys, not-signed: none of them is by one of
 * `keys`.
 */
export function requireSignature(signed: Uint8Array, signatures: Uint8Array, keys: readonly PublicKey[]): void {
  if (keys.length === 0) throw new ReleaseError({ kind: "no-keys" });
  const count = signatures.length / SIGNATURE_BYTES;
  if (!Number.isInteger(count) || count < 1 || count > MAX_SIGNATURES) throw new ReleaseError({ kind: "not-signed" });
  const known = keys.map(publicKey);
  for (let at = 0; at < signatures.length; at += SIGNATURE_BYTES) {
    const signature = signatures.subarray(at, at + SIGNATURE_BYTES);
    if (known.some((key) => verify(null, signed, key, signature))) return;
  }
  throw new ReleaseError({ kind: "not-signed" });
}

/** One signature for each of the private keys (PKCS #8 in PEM), in their order. Throws Error where one is not of Ed25519. */
export function signaturesOf(signed: Uint8Array, privateKeys: readonly string[]): Uint8Array {
  return Buffer.concat(privateKeys.map((pem) => sign(null, signed, requireEd25519(createPrivateKey(pem)))));
}

/** The public key of a private one (PKCS #8 in PEM). Throws Error where it is not of Ed25519. */
export function publicKeyOf(privateKey: string): PublicKey {
  const key = createPublicKey(requireEd25519(createPrivateKey(privateKey)));
  return key.export({ format: "der", type: "spki" }).toString("base64");
}

/** A public key as openssl(1) reads it. */
export const publicPem = (key: PublicKey): string => `-----BEGIN PUBLIC KEY-----\n${key}\n-----END PUBLIC KEY-----\n`;

const publicKey = (key: PublicKey): KeyObject => requireEd25519(createPublicKey(publicPem(key)));

function requireEd25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== "ed25519") throw new Error(`a key of ${key.asymmetricKeyType}, not of Ed25519`);
  return key;
}
