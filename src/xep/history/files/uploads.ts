/** Uploads under way: from the first byte until the file and its row are on the disk. */
import type { Server } from "../../../server/module.ts";
import type { FileFolder } from "../../../store/file-folder.ts";
import { type FileEntry, type FileStore, placeOf } from "./file-store.ts";
import type { UploadLimits } from "./upload-limits.ts";

/**
 * `busy`: its owner has too many uploads under way. `full`: the disk has no room. `cut`: the content ended too early, or too late.
 * `gone`: its owner was removed meanwhile. Nothing is kept then.
 */
export type UploadOutcome = "stored" | "busy" | "full" | "cut" | "gone";

export type NewFile = Omit<FileEntry, "uploaded">;

export interface Uploads {
  /** Resolves when the file is on the disk, or not at all; rejects with the errors of the system. */
  receive(file: NewFile, content: ReadableStream<Uint8Array> | null): Promise<UploadOutcome>;
  isUnderway(id: string): boolean;
}

export interface UploadsDeps extends Pick<Server, "db" | "space" | "now" | "isClockDoubtful"> {
  readonly store: FileStore;
  readonly folder: FileFolder;
  readonly limits: UploadLimits;
  /** Of one owner at once. */
  readonly maxUnderway: number;
  readonly mayOwn: (owner: string) => boolean;
  readonly stored: (file: FileEntry) => void;
}

export function openUploads(deps: UploadsDeps): Uploads {
  const { db, space, now, isClockDoubtful, store, folder, limits, maxUnderway, mayOwn, stored } = deps;
  const underway = new Map<string, string>();

  const underwayOf = (owner: string): number => [...underway.values()].filter((other) => other === owner).length;

  /** A clock that was set back, or not set yet, makes no file old: it would be deleted for its age once the clock is right. */
  const uploadTime = (): number => (isClockDoubtful() ? Math.max(now(), store.newest()) : now());

  /** Adds the row. Resolves with whether it is on the disk; rejects with StoreError. */
  const record = (file: FileEntry): Promise<boolean> =>
    new Promise((resolve, reject) => {
      db.atomically(() => {
        if (!mayOwn(file.owner)) return resolve(false);
        db.requiringSpace(() => store.add(file));
        db.afterSync(() => resolve(true), reject);
      });
    });

  const keep = async (given: NewFile, content: ReadableStream<Uint8Array> | null): Promise<UploadOutcome> => {
    const file: FileEntry = { ...given, uploaded: uploadTime() };
    const place = placeOf(file);
    await folder.write(place, content, file.bytes);
    let isStored = false;
    try {
      isStored = await record(file);
    } finally {
      if (!isStored) await folder.remove([place]);
    }
    if (isStored) stored(file);
    return isStored ? "stored" : "gone";
  };

  return {
    receive: async (file, content) => {
      if (underwayOf(file.owner) >= maxUnderway) return "busy";
      underway.set(file.id, file.owner);
      let release: (() => void) | undefined;
      try {
        await space.look();
        release = limits.reserve(file.bytes);
        return release ? await keep(file, content) : "full";
      } catch (error) {
        const failed = failureOf(error);
        if (failed) return failed;
        throw error;
      } finally {
        release?.();
        underway.delete(file.id);
      }
    },
    isUnderway: (id) => underway.has(id),
  };
}

/** The content failed, or the disk was full; undefined for anything else, such as a disk that cannot be written. */
function failureOf(error: unknown): UploadOutcome | undefined {
  const { reason, code } = error as { reason?: unknown; code?: unknown };
  if (reason === "full") return "full";
  return reason === undefined && typeof code !== "string" ? "cut" : undefined;
}
