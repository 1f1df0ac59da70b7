/** Archived messages on their way: a file beside the database, from which they are stored in the order of their times. */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";

export interface SpooledMessage {
  /** Bare JID. */
  readonly account: string;
  readonly given: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** A bare or full JID. */
  readonly peer: string;
  readonly xml: string;
}

/**
 * Archives of all accounts are kept together by time, and come one after the other: stored as they come, each message would write a page
 * of its own.
 */
export interface MessageSpool {
  /** `position` is that of the thing in the source. */
  append(position: number, message: SpooledMessage): void;
  /** What has been appended is on the disk. */
  flush(): void;
  readonly count: number;
  /** By time, those of equal times in the order in which they came; without the first `skipped`. */
  sorted(skipped: number): Generator<SpooledMessage>;
  close(): void;
  /** The file is gone. */
  remove(): void;
}

/** Before each message: its length in bytes, its position, and the time by which it is sorted. */
const HEADER = 20;
/** Bytes that wait to be written. */
const BUFFERED = 1_000_000;
/** In milliseconds: the clock of the other server may have been set back by so much in between; by more, its times count. */
const TOLERANCE = 1000;

/** Numbers of unknown count, eight bytes each. */
class Numbers {
  #values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}

/** What is in the file of things before `position` stays; undefined where that is not there, though it should be. */
export function openSpool(path: string, position: number): MessageSpool | undefined {
  let file: number;
  try {
    file = openSync(path, position === 0 ? "w+" : "r+", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return spoolIn(file, path, position);
}

function spoolIn(file: number, path: string, position: number): MessageSpool {
  const [offsets, keys] = [new Numbers(), new Numbers()];
  let end = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let last = { account: "", key: 0 };

  const write = (): void => {
    if (waitingBytes === 0) return;
    const bytes = Buffer.concat(waiting);
    for (let from = 0; from < bytes.length; )
      from += writeSync(file, bytes, from, bytes.length - from, end - waitingBytes + from);
    [waiting, waitingBytes] = [[], 0];
  };

  /** Finds what an interrupted import has left. */
  const recall = (): void => {
    const header = Buffer.alloc(HEADER);
    const { size } = fstatSync(file);
    while (end + HEADER <= size && readSync(file, header, 0, HEADER, end) === HEADER) {
      const length = header.readUInt32LE(0);
      if (header.readDoubleLE(4) >= position || end + HEADER + length > size) break;
      offsets.push(end);
      keys.push(header.readDoubleLE(12));
      end += HEADER + length;
    }
    ftruncateSync(file, end);
  };

  let buffer = Buffer.alloc(65_536);
  const read = (index: number): SpooledMessage => {
    const offset = offsets.at(index) + HEADER;
    const length = (index + 1 < offsets.length ? offsets.at(index + 1) : end) - offset;
    if (length > buffer.length) buffer = Buffer.alloc(length);
    readSync(file, buffer, 0, length, offset);
    const [account, given, time, peer, xml] = JSON.parse(buffer.toString("utf8", 0, length));
    return { account, given, time, peer, xml };
  };

  recall();
  return {
    append: (at, { account, given, time, peer, xml }) => {
      const isBack = account === last.account && time < last.key && last.key - time < TOLERANCE;
      last = { account, key: isBack ? last.key : time };
      const body = Buffer.from(JSON.stringify([account, given, time, peer, xml]));
      const header = Buffer.alloc(HEADER);
      header.writeUInt32LE(body.length, 0);
      header.writeDoubleLE(at, 4);
      header.writeDoubleLE(last.key, 12);
      offsets.push(end);
      keys.push(last.key);
      waiting.push(header, body);
      waitingBytes += HEADER + body.length;
      end += HEADER + body.length;
      if (waitingBytes >= BUFFERED) write();
    },
    flush: () => {
      write();
      fdatasyncSync(file);
    },
    get count() {
      return offsets.length;
    },
    sorted: function* (skipped) {
      write();
      const order = Uint32Array.from({ length: offsets.length }, (_, index) => index);
      order.sort((a, b) => keys.at(a) - keys.at(b) || a - b);
      for (let n = skipped; n < order.length; n++) yield read(order[n] ?? 0);
    },
    close: () => closeSync(file),
    remove: () => rmSync(path, { force: true }),
  };
}
