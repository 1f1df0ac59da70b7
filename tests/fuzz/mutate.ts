/** Changes an input: bytes, pieces, words of its language, lengths, and pieces that come again a thousand times. */
import { pick, type Random } from "./random.ts";

/** No input is longer: the time that one may take is for so many bytes. */
export const MAX_BYTES = 65_536;

/** Characters that readers of text handle by themselves, and ends of numbers. */
const SIGNS = [
  "\0",
  "\r\n",
  "\r",
  "\u00e9",
  "\u0301",
  "\u{1f600}",
  "\ud7ff",
  "\ufffe",
  "\ufeff",
  "\u202e",
  "\u00df",
  "İ",
];
const NUMBERS = [
  "0",
  "-1",
  "127",
  "128",
  "255",
  "256",
  "65535",
  "65536",
  "2147483648",
  "4294967296",
  "9007199254740993",
  "1e400",
];
const BYTES = [0, 1, 0x7f, 0x80, 0xc0, 0xed, 0xf4, 0xff];

/** `others`: inputs of which pieces may be taken; it is not empty. */
export function mutated(random: Random, others: readonly Buffer[], words: readonly string[]): Buffer {
  let input = pick(random, others);
  for (let changes = 1 + random(4); changes > 0; changes--) input = changed(random, input, others, words);
  return input.subarray(0, MAX_BYTES);
}

function changed(random: Random, input: Buffer, others: readonly Buffer[], words: readonly string[]): Buffer {
  const at = random(input.length + 1);
  const length = random(Math.min(input.length - at, 40) + 1);
  const replaced = (by: Uint8Array): Buffer => Buffer.concat([input.subarray(0, at), by, input.subarray(at + length)]);
  switch (random(10)) {
    case 0:
      return flipped(random, input);
    case 1:
      return replaced(Buffer.of(pick(random, BYTES)));
    case 2:
      return replaced(Buffer.alloc(0));
    case 3:
      return input.subarray(0, at);
    case 4:
      return replaced(Buffer.from(pick(random, SIGNS)));
    case 5:
      return replaced(Buffer.from(pick(random, NUMBERS)));
    case 6:
      return replaced(pieceOf(random, pick(random, others)));
    case 7:
      return repeated(random, input, at, length);
    default:
      return replaced(Buffer.from(words.length > 0 ? pick(random, words) : pick(random, SIGNS)));
  }
}

function flipped(random: Random, input: Buffer): Buffer {
  const copy = Buffer.from(input);
  if (copy.length > 0) copy[random(copy.length)] = random(256);
  return copy;
}

function pieceOf(random: Random, other: Buffer): Buffer {
  const from = random(other.length + 1);
  return other.subarray(from, from + random(other.length - from + 1));
}

/** A piece twice, or as often as there is room for. */
function repeated(random: Random, input: Buffer, at: number, length: number): Buffer {
  const piece = input.subarray(at, at + Math.max(1, length));
  const times = random(20) === 0 ? Math.floor((MAX_BYTES - input.length) / Math.max(1, piece.length)) : random(4);
  const copies = Array.from({ length: Math.max(0, times) }, () => piece);
  return Buffer.concat([input.subarray(0, at), ...copies, input.subarray(at)]);
}
