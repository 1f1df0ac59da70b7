/** A large file, of which one record at a time is in memory. */
import { closeSync, readSync } from "node:fs";
import { SourceError } from "./source-error.ts";
import { openFile } from "./source-folder.ts";

const LINE_FEED = 0x0a;
const AT_ONCE = 256 * 1024;

/** Bytes from `position` to `end` are there, and not taken yet. */
export class FileWindow {
  readonly file: string;
  bytes: Buffer = Buffer.alloc(AT_ONCE);
  position = 0;
  end = 0;
  readonly #fd: number;
  readonly #maximum: number;
  /** Of the file, where `bytes` begins. */
  #offset = 0;
  /** Line feeds before `bytes`. */
  #lines = 0;

  /** No record is longer than `maximum` bytes. Throws SourceError unreadable. */
  constructor(file: string, maximum: number) {
    this.file = file;
    this.#maximum = maximum;
    this.#fd = openFile(file);
  }

  /** Of the file: where `position` is. */
  get offset(): number {
    return this.#offset + this.position;
  }

  /** Reads on, and moves what is not taken to the beginning of `bytes`. False at the end of the file. Throws SourceError too-large. */
  more(): boolean {
    const rest = this.end - this.position;
    if (rest > this.#maximum)
      throw new SourceError("too-large", { file: this.file, line: this.line() }, { maximum: this.#maximum });
    this.#lines += countLines(this.bytes, 0, this.position);
    const target = rest * 2 > this.bytes.length ? Buffer.alloc(this.bytes.length * 2) : this.bytes;
    this.bytes.copy(target, 0, this.position, this.end);
    this.#offset += this.position;
    this.bytes = target;
    this.position = 0;
    this.end = rest;
    const read = readSync(this.#fd, this.bytes, rest, this.bytes.length - rest, this.#offset + rest);
    this.end += read;
    return read > 0;
  }

  /** Whether so many bytes are there from `position` on; reads them where they are not. */
  has(length: number): boolean {
    while (this.end - this.position < length) if (!this.more()) return false;
    return true;
  }

  /** The number of the line, from 1. */
  line(position = this.position): number {
    return this.#lines + countLines(this.bytes, 0, position) + 1;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Line feeds between two positions. */
export function countLines(bytes: Buffer, from: number, to: number): number {
  let count = 0;
  for (let at = bytes.indexOf(LINE_FEED, from); at >= 0 && at < to; at = bytes.indexOf(LINE_FEED, at + 1)) count++;
  return count;
}
