/** What the tests of this folder share. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "./database.ts";
import { StoreError } from "./errors.ts";

/** A folder that is removed at the end of the test. */
export function temporaryFolder(): Disposable & { readonly path: string; file(name: string): string } {
  const path = mkdtempSync(join(tmpdir(), "store-"));
  return {
    path,
    file: (name) => join(path, name),
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** An fsync that a test ends: `finish()` ends the oldest one. */
export function slowDisk(): { sync(): Promise<void>; finish(error?: Error): Promise<void>; readonly running: number } {
  const running: PromiseWithResolvers<void>[] = [];
  return {
    sync: () => {
      const one = Promise.withResolvers<void>();
      running.push(one);
      return one.promise;
    },
    finish: async (error) => {
      const one = running.shift();
      if (error) one?.reject(error);
      else one?.resolve();
      await nextTick();
    },
    get running() {
      return running.length;
    },
  };
}

/** Resolves in a later turn of the event loop, after what this one has left to do. */
export const nextTick = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** A database on a disk that is full when the test says so. */
export function openFullDisk(): Disposable & {
  readonly db: Database;
  /** The disk takes nothing of what `work` writes. Resolves when there is room again. */
  nextTickIsLost(work: () => void): Promise<void>;
} {
  const folder = temporaryFolder();
  const space = { isLow: false, isExhausted: false, wrote: () => {}, refused: () => {} };
  const log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
  const db = openDatabase(folder.file("data.sqlite"), { log, space });
  db.migrate("ballast", ["CREATE TABLE ballast (bytes BLOB NOT NULL) STRICT;"]);
  const grow = db.write("INSERT INTO ballast VALUES (zeroblob(1000000))");
  return {
    db,
    nextTickIsLost: async (work) => {
      const { page_count } = db.read<{ page_count: number }>("PRAGMA page_count").get() ?? { page_count: 0 };
      db.read(`PRAGMA max_page_count = ${page_count + 5}`).all();
      work();
      try {
        // SQLite takes back all of a transaction that finds no room.
        db.atomically(() => db.atomically(() => grow.run()));
      } catch (error) {
        if (!(error instanceof StoreError && error.reason === "full")) throw error;
      }
      await nextTick();
      db.read(`PRAGMA max_page_count = ${page_count + 1000}`).all();
    },
    [Symbol.dispose]: () => folder[Symbol.dispose](),
  };
}
