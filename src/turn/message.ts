/** RFC 8489 §5, §14: STUN messages on the wire. */
import { MAGIC_COOKIE } from "./attributes.ts";

export type MessageClass = "request" | "indication" | "success" | "error";

const CLASSES: readonly MessageClass[] = ["request", "indication", "success", "error"];

export interface Attribute {
  readonly type: number;
  readonly value: Buffer;
  /** Where its header begins in the message. */
  readonly offset: number;
}

export interface StunMessage {
  readonly class: MessageClass;
  readonly method: number;
  /** 12 bytes. */
  readonly transaction: Buffer;
  /** In the order of the message; of a type that occurs twice, the first one counts (§14). */
  readonly attributes: readonly Attribute[];
  /** As it was received. */
  readonly bytes: Buffer;
}

export const HEADER_BYTES = 20;
/** More than any request has: it bounds the work for a hostile one. */
const MAX_ATTRIBUTES = 64;

const padded = (length: number): number => (length + 3) & ~3;

/** §5: undefined for what is no STUN message of exactly these bytes. */
export function readMessage(bytes: Buffer): StunMessage | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const type = bytes.readUInt16BE(0);
  const length = bytes.readUInt16BE(2);
  const isShaped = (type & 0xc000) === 0 && length % 4 === 0 && length + HEADER_BYTES === bytes.length;
  if (!isShaped || bytes.readUInt32BE(4) !== MAGIC_COOKIE) return undefined;
  const attributes = readAttributes(bytes);
  if (attributes === undefined) return undefined;
  return {
    class: CLASSES[((type >> 7) & 2) | ((type >> 4) & 1)] ?? "request",
    method: (type & 0x000f) | ((type >> 1) & 0x0070) | ((type >> 2) & 0x0f80),
    transaction: bytes.subarray(8, HEADER_BYTES),
    attributes,
    bytes,
  };
}

function readAttributes(bytes: Buffer): Attribute[] | undefined {
  const attributes: Attribute[] = [];
  for (let offset = HEADER_BYTES; offset < bytes.length; ) {
    if (attributes.length === MAX_ATTRIBUTES || offset + 4 > bytes.length) return undefined;
    const length = bytes.readUInt16BE(offset + 2);
    const end = offset + 4 + length;
    if (end > bytes.length) return undefined;
    attributes.push({ type: bytes.readUInt16BE(offset), value: bytes.subarray(offset + 4, end), offset });
    offset += 4 + padded(length);
  }
  return attributes;
}

/** The value of the first attribute of a type. */
export const attributeOf = ({ attributes }: StunMessage, type: number): Buffer | undefined =>
  attributes.find((attribute) => attribute.type === type)?.value;

export type NewAttribute = readonly [type: number, value: Uint8Array];

export interface NewMessage {
  readonly class: MessageClass;
  readonly method: number;
  readonly transaction: Uint8Array;
  readonly attributes: readonly NewAttribute[];
}

export function printMessage({ class: kind, method, transaction, attributes }: NewMessage): Buffer {
  const length = attributes.reduce((sum, [, value]) => sum + 4 + padded(value.length), 0);
  const bytes = Buffer.alloc(HEADER_BYTES + length);
  const bits = CLASSES.indexOf(kind);
  const classBits = ((bits & 2) << 7) | ((bits & 1) << 4);
  bytes.writeUInt16BE(((method & 0x0f80) << 2) | ((method & 0x0070) << 1) | (method & 0x000f) | classBits, 0);
  bytes.writeUInt16BE(length, 2);
  bytes.writeUInt32BE(MAGIC_COOKIE, 4);
  bytes.set(transaction, 8);
  let offset = HEADER_BYTES;
  for (const [type, value] of attributes) {
    bytes.writeUInt16BE(type, offset);
    bytes.writeUInt16BE(value.length, offset + 2);
    bytes.set(value, offset + 4);
    offset += 4 + padded(value.length);
  }
  return bytes;
}

/** A message with one more attribute at its end. */
export function append(message: Buffer, type: number, value: Uint8Array): Buffer {
  const bytes = Buffer.alloc(message.length + 4 + padded(value.length));
  bytes.set(message);
  bytes.writeUInt16BE(bytes.length - HEADER_BYTES, 2);
  bytes.writeUInt16BE(type, message.length);
  bytes.writeUInt16BE(value.length, message.length + 2);
  bytes.set(value, message.length + 4);
  return bytes;
}
