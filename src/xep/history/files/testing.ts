/** What the tests of files share: rows in memory, a disk of any size, and a clock that a test sets. */
import type { LogEvent } from "../../../log.ts";
import { memoryDatabase } from "../../../server/testing.ts";
import type { FileFolder, StoredFile } from "../../../store/file-folder.ts";
import { type FileEntry, openFileStore } from "./file-store.ts";
import { fileTables } from "./tables.ts";
import { openUploadLimits, type Quotas } from "./upload-limits.ts";

export const ROMEO = "romeo@localhost";
export const JULIET = "juliet@localhost";
export const START = Date.parse("2026-11-30T12:00:00Z");

export const QUOTAS: Quotas = { max_size: 100, quota: 1000, daily_quota: 500, disk_share: 50 };

export function testFiles(quotas: Partial<Quotas> = {}) {
  const db = memoryDatabase({ files: fileTables });
  const store = openFileStore(db);
  const clock = { now: START, isDoubtful: false };
  const disk = { free: 1e6, reserve: 0, isLow: false, look: async () => {} };
  const events: LogEvent[] = [];
  const record = (event: LogEvent): void => void events.push(event);
  const log = { error: record, warn: record, info: record, debug: record, events };
  const limits = openUploadLimits({
    store,
    quotas: { ...QUOTAS, ...quotas },
    space: disk,
    log,
    now: () => clock.now,
    isClockDoubtful: () => clock.isDoubtful,
  });
  let ids = 0;
  const add = (owner: string, bytes: number, more: Partial<FileEntry> = {}): FileEntry => {
    const id = `file${String(++ids).padStart(18, "0")}`;
    const entry = { owner, bytes, id, name: "a.jpg", type: "image/jpeg", uploaded: clock.now, until: undefined };
    const file: FileEntry = { ...entry, isLasting: false, ...more };
    store.add(file);
    return file;
  };
  return { db, store, clock, disk, log, limits, add };
}

export interface MemoryFolder extends FileFolder {
  /** "DAY/NAME". */
  readonly files: Set<string>;
}

/** A folder that has only names. */
export function memoryFolder(): MemoryFolder {
  const files = new Set<string>();
  const pathOf = ({ day, name }: StoredFile): string => `${day}/${name}`;
  return {
    files,
    write: async (file) => void files.add(pathOf(file)),
    read: async (file) => (files.has(pathOf(file)) ? new Blob([]) : undefined),
    remove: async (removed) => {
      for (const file of removed) files.delete(pathOf(file));
    },
    removeIfEmpty: async () => {},
    days: async () => [...new Set([...files].map((path) => path.split("/")[0] ?? ""))].sort(),
    names: async function* (day) {
      for (const path of [...files]) if (path.startsWith(`${day}/`)) yield [path.slice(day.length + 1)];
    },
  };
}
