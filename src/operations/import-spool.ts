/** Archived messages on their way: a file beside the database, from which they are stored in the order of their times. */
import {
  closeSync,
  constants,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  rmSync,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";
import { fullError } from "../store/errors.ts";
import { giveToFolderOwner } from "../store/folder-owner.ts";
import { mergedRuns, Numbers } from "./import-order.ts";

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
/** Bytes that wait to be written. */
const BUFFERED = 1_000_000;
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

function* spoolIn(file: number, path: string, position: number): Generator<void, MessageSpool> {
  const [offsets, keys] = [new Numbers(), new Numbers()];
  let end = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let last = { account: "", key: 0 };

  const write = (): void => {
    if (waitingBytes === 0) return;
    const bytes = Buffer.concat(waiting);
    withSpace(() => {
      for (let from = 0; from < bytes.length; )
        from += writeSync(file, bytes, from, bytes.length - from, end - waitingBytes + from);
    });
    [waiting, waitingBytes] = [[], 0];
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

  // What an interrupted import has left.
  const header = Buffer.alloc(HEADER);
  const { size } = fstatSync(file);
  while (end + HEADER <= size && readSync(file, header, 0, HEADER, end) === HEADER) {
    const length = header.readUInt32LE(0);
    if (header.readDoubleLE(4) >= position || end + HEADER + length > size) break;
    offsets.push(end);
    keys.push(header.readDoubleLE(12));
    end += HEADER + length;
    if (offsets.length % STEP === 0) yield;
  }
  ftruncateSync(file, end);

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
    flush: async () => {
      write();
      await synced(file);
    },
    get count() {
      return offsets.length;
    },
    sorted: function* (skipped) {
      write();
      let passed = 0;
      for (const index of mergedRuns(keys)) {
        if (passed >= skipped) yield read(index);
        else if (passed % STEP === 0) yield undefined;
        passed += 1;
      }
    },
    close: () => closeSync(file),
    remove: () => rmSync(path, { force: true }),
  };
}

function withSpace(write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === "ENOSPC" || code === "EDQUOT" ? fullError(error) : error;
  }
}
