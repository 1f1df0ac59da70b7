/** The home's secret: 32 bytes beside the database and not in it, so that a copy of the database alone opens nothing. */
import { hkdfSync, randomBytes } from "node:crypto";
import { chmodSync } from "node:fs";
import { textOf, writeDurably } from "./durable-file.ts";

const BYTES = 32;

/** A key of 32 bytes, always the same one for a purpose in a home; nothing is learnt from it about the others (RFC 5869). */
export type Secret = (purpose: string) => Uint8Array;

/**
 * Read when it is first needed, and made where it is missing: what was sealed with another one is void then.
 * The function throws what the system says of the file.
 */
export function secretAt(path: string): Secret {
  let secret: Uint8Array | undefined;
  return (purpose) => {
    secret ??= keptAt(path);
    return new Uint8Array(hkdfSync("sha256", secret, Buffer.alloc(0), purpose, BYTES));
  };
}

function keptAt(path: string): Uint8Array {
  const kept = Buffer.from(textOf(path) ?? "", "base64url");
  if (kept.length === BYTES) {
    // Wherever it was copied from, it is nobody else's to read here.
    chmodSync(path, 0o600);
    return kept;
  }
  const made = randomBytes(BYTES);
  writeDurably(path, `${made.toString("base64url")}\n`);
  return made;
}
