/** Bech32 (BIP 173): bytes as letters that are easy to copy, with a checksum; the keys of age are written so. */

const LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CHECKSUM = 6;
const MAX_LENGTH = 200;

/** The bytes of "PREFIX1…", all of it in small or all in capital letters; undefined where it is not that, or miscopied. */
export function bech32Bytes(prefix: string, given: string): Buffer | undefined {
  if (given.length > MAX_LENGTH || (given !== given.toLowerCase() && given !== given.toUpperCase())) return undefined;
  const text = given.toLowerCase();
  if (!text.startsWith(`${prefix}1`)) return undefined;
  const values = [...text.slice(prefix.length + 1)].map((letter) => LETTERS.indexOf(letter));
  if (values.length < CHECKSUM || values.includes(-1)) return undefined;
  if (checksumOf([...expanded(prefix), ...values]) !== 1) return undefined;
  return bytesOf(values.slice(0, -CHECKSUM));
}

const expanded = (prefix: string): readonly number[] => [
  ...[...prefix].map((letter) => letter.charCodeAt(0) >> 5),
  0,
  ...[...prefix].map((letter) => letter.charCodeAt(0) & 31),
];

function checksumOf(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (const [bit, term] of GENERATOR.entries()) if ((top >> bit) & 1) sum ^= term;
  }
  return sum >>> 0;
}

/** Of groups of five bits; undefined where the bits that are left are not zero, or are a whole group. */
function bytesOf(groups: readonly number[]): Buffer | undefined {
  const bytes: number[] = [];
  let [bits, count] = [0, 0];
  for (const group of groups) {
    bits = ((bits << 5) | group) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    bytes.push((bits >> count) & 0xff);
  }
  return count >= 5 || (bits & ((1 << count) - 1)) !== 0 ? undefined : Buffer.from(bytes);
}
