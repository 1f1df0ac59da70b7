/** The home's secret: 32 bytes in a file beside the database, so that a copy of the database alone reveals no keys. */
import { hkdfSync, randomBytes } from "node:crypto";
import { chmodSync } from "node:fs";
import { textOf, writeDurably } from "./durable-file.ts";

const BYTES = 32;

/** Returns the key for a purpose: 32 bytes, always the same in a home; it reveals nothing of other keys (RFC 5869). */
export type Secret = (purpose: string) => Uint8Array;

/**
 * The file is read when a key is first needed, and created where it is missing: keys of a former secret are lost then.
 * The function throws the errors of the system.
 */
export function secretAt(path: string): Secret {
  let secret: Uint8Array | undefined;
  return (purpose) => {
    secret ??= readOrCreate(path);
    return new Uint8Array(hkdfSync("sha256", secret, Buffer.alloc(0), purpose, BYTES));
  };
}

function readOrCreate(path: string): Uint8Array {
  const stored = Buffer.from(textOf(path) ?? "", "base64url");
  if (stored.length === BYTES) {
    // A copy of the home may have other modes.
    chmodSync(path, 0o600);
    return stored;
  }
  const created = randomBytes(BYTES);
  writeDurably(path, `${created.toString("base64url")}\n`);
  return created;
}
