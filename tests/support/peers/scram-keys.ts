/** RFC 5802 §3: SCRAM keys, to fill a peer's account store directly. */
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";

export interface ScramKeys {
  readonly salt: string;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

/** For SCRAM-SHA-1. `salt` are the bytes themselves, as a latin1 string. */
export function scramKeys(password: string, salt: string, iterations: number): ScramKeys {
  const salted = pbkdf2Sync(password, Buffer.from(salt, "latin1"), iterations, 20, "sha1");
  const hmac = (text: string): Buffer => createHmac("sha1", salted).update(text).digest();
  const storedKey = createHash("sha1").update(hmac("Client Key")).digest();
  return { salt, iterations, storedKey, serverKey: hmac("Server Key") };
}
