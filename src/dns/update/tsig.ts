/** RFC 8945: TSIG: messages signed with a shared key. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { HEADER_LENGTH, u16, u32, wireName } from "./message.ts";

export interface TsigKey {
  readonly name: string;
  readonly algorithm: TsigAlgorithm;
  readonly secret: Buffer;
}

/** §6; the older ones (MD5, SHA-1) are left out. */
const HASHES = { "hmac-sha256": "sha256", "hmac-sha384": "sha384", "hmac-sha512": "sha512" } as const;
export type TsigAlgorithm = keyof typeof HASHES;
export const isTsigAlgorithm = (text: string): text is TsigAlgorithm => Object.hasOwn(HASHES, text);

const TYPE_TSIG = 250;
const CLASS_ANY = 255;
/** §10: seconds by which the clocks may differ. */
const FUDGE = 300;
/** §3 */
export const TSIG_ERRORS = { badSignature: 16, badKey: 17, badTime: 18 } as const;

export interface SignedMessage {
  readonly message: Buffer;
  readonly mac: Buffer;
}

/** §4.2, §4.3; `now` in milliseconds since 1970. */
export function signMessage(message: Buffer, key: TsigKey, now: number): SignedMessage {
  const time = timeOf(Math.floor(now / 1000));
  const mac = createHmac(HASHES[key.algorithm], key.secret)
    .update(message)
    .update(variables(key, time, 0, Buffer.alloc(0)))
    .digest();
  const id = message.subarray(0, 2);
  const data = Buffer.concat([wireName(key.algorithm), time, u16(FUDGE, mac.length), mac, id, u16(0, 0)]);
  const record = Buffer.concat([wireName(key.name), u16(TYPE_TSIG, CLASS_ANY), u32(0), u16(data.length), data]);
  const signed = Buffer.concat([message, record]);
  signed.writeUInt16BE(message.readUInt16BE(10) + 1, 10);
  return { message: signed, mac };
}

export interface CheckedAnswer {
  /** RFC 1035 §4.1.1, RFC 2136 §2.2. */
  readonly rcode: number;
  /** §3; 0 for none. */
  readonly tsigError: number;
  /** The key was used on this very answer to this very request (§5.3), at about this time. */
  readonly isAuthentic: boolean;
}

/** Throws RangeError for what is no DNS message, or not the answer to that request. */
export function checkAnswer(answer: Buffer, request: SignedMessage, key: TsigKey, now: number): CheckedAnswer {
  const flags = answer.readUInt16BE(2);
  if (answer.readUInt16BE(0) !== request.message.readUInt16BE(0) || (flags & 0x8000) === 0)
    throw new RangeError("not the answer to the request");
  const rcode = flags & 0xf;
  const found = tsigOf(answer);
  if (found === undefined) return { rcode, tsigError: 0, isAuthentic: false };
  const { start, time, fudge, mac, error, other } = found;
  const unsigned = Buffer.from(answer.subarray(0, start));
  unsigned.writeUInt16BE(answer.readUInt16BE(10) - 1, 10);
  const expected = createHmac(HASHES[key.algorithm], key.secret)
    .update(u16(request.mac.length))
    .update(request.mac)
    .update(unsigned)
    .update(variables(key, time, error, other, fudge))
    .digest();
  const isSigned = mac.length === expected.length && timingSafeEqual(mac, expected);
  const isFresh = Math.abs(time.readUIntBE(0, 6) - now / 1000) <= FUDGE;
  return { rcode, tsigError: error, isAuthentic: isSigned && isFresh };
}

const timeOf = (seconds: number): Buffer => {
  const buffer = Buffer.alloc(6);
  buffer.writeUIntBE(seconds, 0, 6);
  return buffer;
};

/** §4.3.3 */
const variables = (key: TsigKey, time: Buffer, error: number, other: Buffer, fudge = FUDGE): Buffer =>
  Buffer.concat([
    wireName(key.name),
    u16(CLASS_ANY),
    u32(0),
    wireName(key.algorithm),
    time,
    u16(fudge, error, other.length),
    other,
  ]);

interface FoundTsig {
  /** Where its record begins. */
  readonly start: number;
  readonly time: Buffer;
  readonly fudge: number;
  readonly mac: Buffer;
  readonly error: number;
  readonly other: Buffer;
}

/** The last record, where it is TSIG (§5.1). Reading beyond the end throws RangeError. */
function tsigOf(answer: Buffer): FoundTsig | undefined {
  let at = HEADER_LENGTH;
  for (let left = answer.readUInt16BE(4); left > 0; left -= 1) at = afterName(answer, at) + 4;
  const records = answer.readUInt16BE(6) + answer.readUInt16BE(8) + answer.readUInt16BE(10);
  if (answer.readUInt16BE(10) === 0) return undefined;
  for (let left = records - 1; left > 0; left -= 1) at = afterRecord(answer, at);
  const start = at;
  at = afterName(answer, at);
  if (answer.readUInt16BE(at) !== TYPE_TSIG) return undefined;
  at = afterName(answer, at + 10);
  const time = slice(answer, at, 6);
  const fudge = answer.readUInt16BE(at + 6);
  const mac = slice(answer, at + 10, answer.readUInt16BE(at + 8));
  at += 10 + mac.length;
  const other = slice(answer, at + 6, answer.readUInt16BE(at + 4));
  return { start, time, fudge, mac, error: answer.readUInt16BE(at + 2), other };
}

function afterRecord(answer: Buffer, start: number): number {
  const at = afterName(answer, start);
  return at + 10 + answer.readUInt16BE(at + 8);
}

/** RFC 1035 §4.1.4: a pointer ends a name. */
function afterName(answer: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const length = answer.readUInt8(at);
    if (length >= 0xc0) return at + 2;
    at += 1 + length;
    if (length === 0) return at;
  }
}

function slice(answer: Buffer, at: number, length: number): Buffer {
  if (at + length > answer.length) throw new RangeError("the message is cut off");
  return answer.subarray(at, at + length);
}
