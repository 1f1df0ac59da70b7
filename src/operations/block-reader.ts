/** Reads a file at many places side by side, at each of them onwards: in blocks, so that most pieces are in memory already. */
import { readSync } from "node:fs";

const BLOCK = 16_384;
/** Of a block and the one behind it, so that no small piece ends outside. */
const HELD = 2 * BLOCK;
/** A block has one place where it may be. */
const PLACES = 256;

interface Held {
  block: number;
  length: number;
  readonly bytes: Buffer;
}

export class BlockReader {
  readonly #file: number;
  readonly #places: (Held | undefined)[] = new Array(PLACES);

  /** The file does not change where it is read. */
  constructor(file: number) {
    this.#file = file;
  }

  /** Valid until something else is read. Less where the file ends. */
  read(offset: number, length: number): Buffer {
    if (length > BLOCK) {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(this.#file, bytes, 0, length, offset));
    }
    const block = Math.floor(offset / BLOCK);
    const { bytes, length: held } = this.#held(block);
    const from = offset - block * BLOCK;
    return bytes.subarray(from, Math.min(from + length, held));
  }

  #held(block: number): Held {
    const place = block % PLACES;
    const known = this.#places[place];
    if (known?.block === block) return known;
    const held = known ?? { block, length: 0, bytes: Buffer.allocUnsafe(HELD) };
    held.block = block;
    held.length = readSync(this.#file, held.bytes, 0, HELD, block * BLOCK);
    this.#places[place] = held;
    return held;
  }
}
