/** How much may be uploaded: by one owner, in a day, and so that the disk keeps room. */
import { DAY } from "../../../clock.ts";
import type { Server } from "../../../server/module.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { dateTime } from "../../kit/0082-date-time.ts";
import type { FileStore } from "./file-store.ts";

/** Milliseconds for which a file is there in any case, unless its owner or an administrator deletes it. */
export const GUARANTEED_MS = 30 * DAY;
/** Files of one owner, however small: each takes a block of the disk, and a row. */
const MAX_FILES = 10_000;
/** The part of the quota for files that stay whatever their age (XEP-0363 §5.2, §5.4). */
const LASTING_PART = 1 / 4;

export const NS_UPLOAD = "urn:xmpp:http:upload:0";

export interface Quotas {
  /** Bytes of one file. */
  readonly max_size: number;
  /** Bytes of one owner. */
  readonly quota: number;
  /** Bytes that one owner uploads in a day. */
  readonly daily_quota: number;
  /** Percent of the disk that files may fill, of what is free and what they fill already. */
  readonly disk_share: number;
}

/** What somebody asks to upload; `pending` is what they may upload already, and have not yet. */
export interface Wish {
  readonly owner: string;
  readonly bytes: number;
  readonly isLasting: boolean;
  readonly pending: { readonly bytes: number; readonly files: number };
}

export interface UploadLimits {
  /**
   * Throws StanzaError (XEP-0363 §7): not-acceptable with <file-too-large/>; resource-constraint, with <retry/> where it is known
   * when there will be room.
   */
  assertAllowed(wish: Wish): void;
  /** Keeps room on the disk for an upload; returns what gives it back, or undefined where there is none. */
  reserve(bytes: number): (() => void) | undefined;
  /** Files were uploaded: deletes the owner's oldest, where they exceed the quota. Returns the ids of some of them, to be deleted. */
  excess(owner: string, max: number): readonly string[];
  /** Bytes that files may fill, all together; Infinity where the free space is not known. */
  capacity(): number;
}

export interface UploadLimitsDeps extends Pick<Server, "space" | "log" | "now" | "isClockDoubtful"> {
  readonly store: FileStore;
  readonly quotas: Quotas;
}

export function openUploadLimits({ store, quotas, space, log, now, isClockDoubtful }: UploadLimitsDeps): UploadLimits {
  const { max_size, quota, daily_quota, disk_share } = quotas;
  /** Of uploads under way. */
  let reserved = 0;
  /** The last upload that was asked for had no room, and this was logged. */
  let isFull = false;

  const capacity = (): number => {
    const available = Math.max(0, space.free - space.reserve) + store.total().bytes;
    return (available * disk_share) / 100;
  };
  const hasRoom = (bytes: number): boolean => {
    const fits =
      !space.isLow &&
      space.free - space.reserve - reserved >= bytes &&
      store.total().bytes + reserved + bytes <= capacity();
    if (!fits && !isFull) {
      const remedy =
        "jabber-home files shows whose they are; delete some, make room on the disk, or raise files.disk_share";
      log.warn({ event: "files-have-no-room", bytes: store.total().bytes, capacity: Math.floor(capacity()), remedy });
    }
    isFull = !fits;
    return fits;
  };
  /** From when on files of a full owner stay; none goes while the clock is not believed. */
  const guaranteedSince = (): number => (isClockDoubtful() ? Number.NEGATIVE_INFINITY : now() - GUARANTEED_MS);

  const exceedsQuota = ({ owner, bytes, pending }: Wish): boolean => {
    const used = store.usageOf(owner);
    const excessBytes = used.bytes + pending.bytes + bytes - quota;
    const excessFiles = used.files + pending.files + 1 - MAX_FILES;
    if (excessBytes <= 0 && excessFiles <= 0) return false;
    const old = store.usageBefore(owner, guaranteedSince());
    return excessBytes > old.bytes || excessFiles > old.files;
  };

  return {
    assertAllowed: (wish) => {
      const { owner, bytes, isLasting, pending } = wish;
      if (bytes > max_size) throw tooLarge(max_size);
      const today = store.uploadedToday(owner, now()) + pending.bytes + bytes;
      if (today > daily_quota)
        throw constraint(`at most ${daily_quota} bytes can be uploaded in a day: try again tomorrow`, nextDay(now()));
      if (exceedsQuota(wish))
        throw constraint(`your files may have at most ${quota} bytes, and be ${MAX_FILES}: delete some of them first`);
      if (isLasting && store.lastingBytes(owner) + pending.bytes + bytes > quota * LASTING_PART)
        throw constraint("you have uploaded as much as is kept for good: delete some of it first");
      if (!hasRoom(bytes)) throw constraint("the server has no room for files now: tell whoever runs it");
    },
    reserve: (bytes) => {
      if (!hasRoom(bytes)) return undefined;
      reserved += bytes;
      let isHeld = true;
      return () => {
        if (isHeld) reserved -= bytes;
        isHeld = false;
      };
    },
    excess: (owner, max) => {
      const { bytes, files } = store.usageOf(owner);
      return bytes > quota || files > MAX_FILES ? store.oldest(owner, guaranteedSince(), max) : [];
    },
    capacity,
  };
}

const nextDay = (time: number): number => (Math.floor(time / DAY) + 1) * DAY;

const tooLarge = (maximum: number): StanzaError =>
  new StanzaError("not-acceptable", {
    text: `the file is too large: at most ${maximum} bytes`,
    application: { name: "file-too-large", xmlns: NS_UPLOAD, children: { "max-file-size": String(maximum) } },
  });

/** `retry`: when there will be room, in milliseconds since 1970. */
export const constraint = (text: string, retry?: number): StanzaError =>
  new StanzaError("resource-constraint", {
    text,
    ...(retry === undefined
      ? {}
      : { application: { name: "retry", xmlns: NS_UPLOAD, attributes: { stamp: dateTime(retry) } } }),
  });
