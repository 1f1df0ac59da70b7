/** Archived messages on their way: a file beside the database, from which they are stored in the order of their times. */
import { closeSync, constants, fdatasync, fstatSync, ftruncateSync, openSync, rmSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import { fullError } from "../store/errors.ts";
import { giveToFolderOwner } from "../store/folder-owner.ts";
import { BlockReader } from "./block-reader.ts";
import { Heap } from "./import-order.ts";

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
  /** `position` is that of the thing in the source. Throws StoreError full. */
  append(position: number, message: SpooledMessage): void;
  /** Resolves when what has been appended is on the disk. Rejects with StoreError full. */
  flush(): Promise<void>;
  readonly count: number;
  /**
   * By time, those of equal times in the order in which they came; without the first `skipped`, for some of which undefined is
   * yielded: a server that is running does something else in between.
   */
  sorted(skipped: number): Generator<SpooledMessage | undefined, void>;
  close(): void;
  /** The file is gone. */
  remove(): void;
}

/** Before each message: its length in bytes, its position, and the time by which it is sorted. */
const HEADER = 20;
/** Bytes that wait to be written, at most, but for a message that is longer. */
const BUFFERED = 1_000_000;
/** Bytes of UTF-8 for each unit of UTF-16, at most. */
const MAX_UTF8 = 3;
/** In milliseconds: the clock of the other server may have been set back by so much in between; by more, its times count. */
const TOLERANCE = 1000;
/** Messages that are passed over, or found again, in one step. */
const STEP = 500;

const synced = promisify(fdatasync);

/**
 * What is in the file of things before `position` stays; undefined where that is not there, though it should be. Each `yield` ends
 * a step.
 */
export function* openSpool(path: string, position: number): Generator<void, MessageSpool | undefined> {
  const file = open(path, position === 0);
  return file === undefined ? undefined : yield* spoolIn(file, path, position);
}

/** Never through a link that the folder's owner has put there: root may be reading and writing. */
function open(path: string, isNew: boolean): number | undefined {
  if (isNew) rmSync(path, { force: true });
  const { O_RDWR, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
  try {
    const file = openSync(path, O_RDWR | (isNew ? O_CREAT | O_EXCL : O_NOFOLLOW), 0o600);
    if (isNew) giveToFolderOwner(path, file);
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A part of the file in which no time is before the one that precedes it. Of what is in between, nothing is kept in memory. */
interface Stretch {
  /** The next message of it, and the time of that. */
  offset: number;
  key: number;
  /** Where the stretch ends. */
  end: number;
}

function* spoolIn(file: number, path: string, position: number): Generator<void, MessageSpool> {
  const stretches: Stretch[] = [];
  let [count, end] = [0, 0];
  let waiting = Buffer.allocUnsafe(BUFFERED);
  let waitingBytes = 0;
  let last = { account: "", key: 0 };

  const write = (): void => {
    if (waitingBytes === 0) return;
    withSpace(() => {
      for (let from = 0; from < waitingBytes; )
        from += writeSync(file, waiting, from, waitingBytes - from, end - waitingBytes + from);
    });
    waitingBytes = 0;
    if (waiting.length > BUFFERED) waiting = Buffer.allocUnsafe(BUFFERED);
  };

  /** Makes room for so many bytes. */
  const reserve = (length: number): void => {
    if (waitingBytes + length <= waiting.length) return;
    write();
    if (length > waiting.length) waiting = Buffer.allocUnsafe(length);
  };

  let lastKey = Number.NaN;
  const extend = (key: number, length: number): void => {
    const stretch = stretches.at(-1);
    if (stretch && key >= lastKey) stretch.end += length;
    else stretches.push({ offset: end, key, end: end + length });
    [lastKey, count, end] = [key, count + 1, end + length];
  };

  // What an interrupted import has left.
  const found = new BlockReader(file);
  const { size } = fstatSync(file);
  while (end + HEADER <= size) {
    const header = found.read(end, HEADER);
    const length = HEADER + header.readUInt32LE(0);
    if (header.readDoubleLE(4) >= position || end + length > size) break;
    extend(header.readDoubleLE(12), length);
    if (count % STEP === 0) yield;
  }
  ftruncateSync(file, end);

  return {
    append: (at, { account, given, time, peer, xml }) => {
      const isBack = account === last.account && time < last.key && last.key - time < TOLERANCE;
      last = { account, key: isBack ? last.key : time };
      // JSON has no line feed.
      const body = `${JSON.stringify([account, given, time, peer])}\n${xml}`;
      reserve(HEADER + body.length * MAX_UTF8);
      const start = waitingBytes;
      const length = waiting.write(body, start + HEADER);
      waiting.writeUInt32LE(length, start);
      waiting.writeDoubleLE(at, start + 4);
      waiting.writeDoubleLE(last.key, start + 12);
      waitingBytes += HEADER + length;
      extend(last.key, HEADER + length);
    },
    flush: async () => {
      write();
      await synced(file);
    },
    get count() {
      return count;
    },
    sorted: function* (skipped) {
      write();
      const blocks = new BlockReader(file);
      const heap = new Heap<Stretch>((a, b) => a.key < b.key || (a.key === b.key && a.offset < b.offset));
      for (const stretch of stretches) heap.push({ ...stretch });
      for (let passed = 0; ; passed++) {
        const next = heap.first;
        if (!next) return;
        const length = blocks.read(next.offset, HEADER).readUInt32LE(0);
        if (passed >= skipped) yield messageIn(blocks.read(next.offset + HEADER, length));
        else if (passed % STEP === 0) yield undefined;
        next.offset += HEADER + length;
        if (next.offset === next.end) heap.pop();
        else {
          next.key = blocks.read(next.offset, HEADER).readDoubleLE(12);
          heap.sink();
        }
      }
    },
    close: () => closeSync(file),
    remove: () => rmSync(path, { force: true }),
  };
}

function messageIn(bytes: Buffer): SpooledMessage {
  const text = bytes.toString();
  const at = text.indexOf("\n");
  const [account, given, time, peer] = JSON.parse(text.slice(0, at));
  return { account, given, time, peer, xml: text.slice(at + 1) };
}

function withSpace(write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ENOSPC" || code === "EDQUOT" ? fullError(error) : error;
  }
}
