/** For tests: keys of a release that nobody keeps. */
import { generateKeyPairSync } from "node:crypto";
import { type PublicKey, publicKeyOf } from "./signature.ts";

export interface TestKey {
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly publicKey: PublicKey;
}

export function testKey(): TestKey {
  const privateKey = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  return { privateKey, publicKey: publicKeyOf(privateKey) };
}
