/** The keys of whoever makes releases: files outside of the repository. */
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { type PublicKey, publicKeyOf } from "../../src/release/signature.ts";

/** A sentence for whoever makes a release. */
export class KeyError extends Error {}

/** Writes a new private key to a file that must not exist yet, mode 0600. Returns its public key. Throws KeyError. */
export function makeKey(file: string): PublicKey {
  const key = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  try {
    writeFileSync(file, key, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw new KeyError(`the key could not be written: ${error instanceof Error ? error.message : error}`);
  }
  return publicKeyOf(key);
}

/** The private keys (PKCS #8 in PEM) in files; homes must know one of them by `known`. Throws KeyError. */
export function readKeys(files: readonly string[], known: readonly PublicKey[]): readonly string[] {
  if (files.length === 0) throw new KeyError("a release is signed: --key FILE names the key, --new-key FILE makes one");
  const keys = files.map(readKey);
  if (!keys.some((key) => known.includes(publicKeyOf(key)))) {
    const publicKeys = keys.map((key) => `"${publicKeyOf(key)}"`).join(", ");
    throw new KeyError(`no home would take it: add ${publicKeys} to src/release/root-keys.json, and commit that first`);
  }
  return keys;
}

function readKey(file: string): string {
  try {
    const key = readFileSync(file, "utf8");
    publicKeyOf(key);
    return key;
  } catch (error) {
    throw new KeyError(`${file} is no key for releases: ${error instanceof Error ? error.message : error}`);
  }
}
