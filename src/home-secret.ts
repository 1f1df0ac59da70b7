/** The home's secret: 32 bytes beside the database and not in it, so that a copy of the database alone opens nothing. */
import { hkdfSync, randomBytes } from "node:crypto";
import { textOf, writeDurably } from "./certificate/durable-file.ts";

const BYTES = 32;

/** A key of 32 bytes, always the same one for a purpose in a home; nothing is learnt from it about the others (RFC 5869). */
export type Secret = (purpose: string) => Uint8Array;

/** Made where it is missing; what was sealed with another one is void then. Throws what the system says of the file. */
export function secretAt(path: string): Secret {
  const kept = Buffer.from(textOf(path) ?? "", "base64url");
  const secret = kept.length === BYTES ? kept : randomBytes(BYTES);
  if (secret !== kept) writeDurably(path, `${secret.toString("base64url")}\n`);
  return (purpose) => new Uint8Array(hkdfSync("sha256", secret, Buffer.alloc(0), purpose, BYTES));
}
