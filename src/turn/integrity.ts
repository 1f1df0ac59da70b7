/** RFC 8489 §14.5–§14.7: MESSAGE-INTEGRITY, MESSAGE-INTEGRITY-SHA256 and FINGERPRINT. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { ATTRIBUTE } from "./attributes.ts";
import { append, HEADER_BYTES, type StunMessage } from "./message.ts";

export type IntegrityHash = "sha1" | "sha256";

const TYPES = { sha1: ATTRIBUTE.MESSAGE_INTEGRITY, sha256: ATTRIBUTE.MESSAGE_INTEGRITY_SHA256 } as const;
const BYTES = { sha1: 20, sha256: 32 } as const;
const FINGERPRINT_XOR = 0x5354554e;

/** The message up to `offset`, with a header whose length ends behind an attribute of `valueBytes` there. */
function coveredBy(bytes: Buffer, offset: number, valueBytes: number): Buffer {
  const covered = Buffer.from(bytes.subarray(0, offset));
  covered.writeUInt16BE(offset + 4 + valueBytes - HEADER_BYTES, 2);
  return covered;
}

/** §14.6: by which hash a message is protected; the stronger one where both are there. */
export function integrityOf({ attributes }: StunMessage): IntegrityHash | undefined {
  const has = (type: number): boolean => attributes.some((attribute) => attribute.type === type);
  if (has(TYPES.sha256)) return "sha256";
  return has(TYPES.sha1) ? "sha1" : undefined;
}

/** Whether the message is protected by this hash and key. SHA-256 may be cut to a multiple of 4 bytes, at least 16 (§14.6). */
export function isIntact({ bytes, attributes }: StunMessage, hash: IntegrityHash, key: Uint8Array): boolean {
  const found = attributes.find(({ type }) => type === TYPES[hash]);
  if (found === undefined) return false;
  const { length } = found.value;
  const isLength = hash === "sha1" ? length === BYTES.sha1 : length >= 16 && length <= BYTES.sha256 && length % 4 === 0;
  if (!isLength) return false;
  const mac = createHmac(hash, key)
    .update(coveredBy(bytes, found.offset, length))
    .digest()
    .subarray(0, length);
  return timingSafeEqual(mac, found.value);
}

/** §14.5, §14.6: what follows the integrity is not protected, and is ignored; the other integrity and FINGERPRINT may follow. */
export function protectedPart(message: StunMessage, hash: IntegrityHash): StunMessage {
  const end = message.attributes.findIndex(({ type }) => type === TYPES[hash]);
  return { ...message, attributes: message.attributes.slice(0, end) };
}

export function withIntegrity(message: Buffer, hash: IntegrityHash, key: Uint8Array): Buffer {
  const covered = coveredBy(message, message.length, BYTES[hash]);
  return append(message, TYPES[hash], createHmac(hash, key).update(covered).digest());
}

const fingerprintOf = (covered: Buffer): number => (Bun.hash.crc32(covered) ^ FINGERPRINT_XOR) >>> 0;

export function withFingerprint(message: Buffer): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(fingerprintOf(coveredBy(message, message.length, 4)));
  return append(message, ATTRIBUTE.FINGERPRINT, value);
}

/** "absent" where there is none; it has to be the last attribute (§14.7). */
export function fingerprint({ attributes, bytes }: StunMessage): "right" | "wrong" | "absent" {
  const found = attributes.find(({ type }) => type === ATTRIBUTE.FINGERPRINT);
  if (found === undefined) return "absent";
  const isLast = found.value.length === 4 && found.offset + 8 === bytes.length;
  if (!isLast) return "wrong";
  return found.value.readUInt32BE(0) === fingerprintOf(coveredBy(bytes, found.offset, 4)) ? "right" : "wrong";
}
