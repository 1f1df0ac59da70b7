/** XEP-0185: Dialback Key Generation and Validation. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export interface DialbackKeyInputs {
  /** The domain of the server that the key is shown to. */
  readonly receiving: string;
  /** The domain that is asserted. */
  readonly originating: string;
  /** The id of the stream that the key is sent over, made by the receiving server. */
  readonly streamId: string;
}

/** §2: in hexadecimal. `secret` is known to the servers of the originating domain alone. */
export function dialbackKey(
  secret: string | Uint8Array,
  { receiving, originating, streamId }: DialbackKeyInputs,
): string {
  const key = createHash("sha256").update(secret).digest("hex");
  return createHmac("sha256", key).update(`${receiving} ${originating} ${streamId}`).digest("hex");
}

/** Whether `key` is the one made of these. Takes the same time either way. */
export function isDialbackKey(key: string, secret: string | Uint8Array, inputs: DialbackKeyInputs): boolean {
  const expected = Buffer.from(dialbackKey(secret, inputs));
  const given = Buffer.from(key);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
