/** X.690: writes and reads DER, as far as certificates use it. */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** §8.1: a value: tag, length, contents. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

export const sequence = (...items: readonly Uint8Array[]): Buffer => der(TAG.sequence, ...items);

/** §8.3: a positive integer; a zero byte is put before one whose first bit is set. */
export function integer(bytes: Uint8Array): Buffer {
  const isHigh = ((bytes[0] ?? 0) & 0x80) !== 0;
  return der(TAG.integer, isHigh ? Buffer.of(0) : Buffer.alloc(0), bytes);
}

/** §8.19: "1.2.840.10045.4.3.2". */
export function oid(text: string): Buffer {
  const [first = 0, second = 0, ...others] = text.split(".").map(Number);
  const bytes = [first * 40 + second, ...others].flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let rest = arc >>> 7; rest > 0; rest >>>= 7) groups.unshift((rest & 0x7f) | 0x80);
    return groups;
  });
  return der(TAG.oid, Buffer.from(bytes));
}

/** RFC 5280 §4.1.2.5: UTCTime until 2049, GeneralizedTime from then on. `at`: milliseconds since 1970. */
export function time(at: number): Buffer {
  const digits = `${new Date(at).toISOString().replace(/[-:T]|\.\d+Z$/g, "")}Z`;
  const isLate = new Date(at).getUTCFullYear() >= 2050;
  return isLate ? der(TAG.generalizedTime, Buffer.from(digits)) : der(TAG.utcTime, Buffer.from(digits.slice(2)));
}

export interface DerValue {
  readonly tag: number;
  readonly contents: Uint8Array;
  /** Tag, length and contents. */
  readonly encoded: Uint8Array;
}

/** The sequence of values in `bytes`. Throws RangeError where they are truncated, too long or not DER. */
export function derValues(bytes: Uint8Array): readonly DerValue[] {
  const values: DerValue[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] ?? 0;
    const short = bytes[at + 1];
    const extra = short !== undefined && short > 0x80 ? short & 0x7f : 0;
    // No tag in a certificate has more than one byte.
    if (short === undefined || short === 0x80 || extra > 3 || (tag & 0x1f) === 0x1f) throw new RangeError("not DER");
    const start = at + 2 + extra;
    const length = extra === 0 ? short : bytes.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
    // §10.1: the length in the fewest bytes.
    if (extra > 0 && (length < 0x80 || bytes[at + 2] === 0)) throw new RangeError("not DER");
    if (start + length > bytes.length) throw new RangeError("DER is cut");
    const end = start + length;
    values.push({ tag, contents: bytes.subarray(start, end), encoded: bytes.subarray(at, end) });
    at = end;
  }
  return values;
}

/** The values inside a constructed value with this tag. Throws RangeError where `value` is missing or has another tag. */
export function inside(value: DerValue | undefined, tag: number = TAG.sequence): readonly DerValue[] {
  return derValues(contentsOf(value, tag));
}

/** The contents of a value with this tag. Throws RangeError where `value` is missing or has another tag. */
export function contentsOf(value: DerValue | undefined, tag: number): Uint8Array {
  if (value?.tag !== tag) throw new RangeError(`tag ${tag} is missing`);
  return value.contents;
}

/** The only value in `bytes`. Throws RangeError where it has another tag, or is not alone. */
export function onlyValue(bytes: Uint8Array, tag: number = TAG.sequence): DerValue {
  const [value, ...others] = derValues(bytes);
  if (value?.tag !== tag || others.length > 0) throw new RangeError(`one value of tag ${tag} is wanted`);
  return value;
}

/** §8.19: the contents of an object identifier as "1.2.840.10045.4.3.2". Throws RangeError where they are truncated. */
export function oidText(contents: Uint8Array): string {
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of contents) {
    arc = arc * 128 + (byte & 0x7f);
    if (byte < 0x80) arcs.push(arc);
    if (byte < 0x80) arc = 0;
  }
  const [first, ...others] = arcs;
  if (first === undefined || (contents.at(-1) ?? 0) >= 0x80) throw new RangeError("an object identifier is cut");
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...others].join(".");
}
