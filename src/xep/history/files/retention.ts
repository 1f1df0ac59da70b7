/** Deletes files whose time is over, those that exceed a quota, and those of accounts that are gone: in portions. */
import { HOUR } from "../../../clock.ts";
import type { Server } from "../../../server/module.ts";
import type { FileFolder, StoredFile } from "../../../store/file-folder.ts";
import type { FileStore } from "./file-store.ts";
import type { UploadLimits } from "./upload-limits.ts";

/** Files in one step, and the milliseconds between two steps. */
const FILES_PER_STEP = 50;
const PAUSE_MS = 20;
const CHECK_INTERVAL_MS = HOUR;

export interface RetentionDeps extends Pick<Server, "db" | "log" | "now" | "isClockDoubtful" | "schedule"> {
  readonly store: FileStore;
  readonly folder: FileFolder;
  readonly limits: UploadLimits;
  /** How long a file stays, in milliseconds; Infinity for ever. */
  readonly keep: number;
}

export class Retention {
  readonly #deps: RetentionDeps;
  /** Owners that may have more than their quota. */
  readonly #full = new Set<string>();
  #isUnderway = false;

  constructor(deps: RetentionDeps) {
    this.#deps = deps;
  }

  /** Starts the regular checks. */
  start(): void {
    const check = (): void => {
      this.#run();
      this.#deps.schedule(CHECK_INTERVAL_MS, check);
    };
    this.#deps.schedule(0, check);
  }

  /** An owner has uploaded a file. */
  grown(owner: string): void {
    if (this.#deps.limits.excess(owner, 1).length === 0) return;
    this.#full.add(owner);
    this.#run();
  }

  /** An account is gone: nobody finds its files from now on, and they are deleted in steps. */
  forget(account: string): void {
    this.#deps.store.abandon(account);
    this.#run();
  }

  /**
   * Deletes these files, within the transaction of this tick: first their rows, and when that is on the disk, the files. Returns
   * how many were there.
   */
  delete(ids: readonly string[]): number {
    const { store, folder, db, log } = this.#deps;
    const files = ids.map((id) => store.remove(id)).filter((file): file is StoredFile => file !== undefined);
    const gone = (): void =>
      void folder.remove(files).catch((error: unknown) => log.error({ event: "files-not-deleted", error }));
    if (files.length > 0) db.afterSync(gone, () => {});
    return files.length;
  }

  #run(): void {
    if (this.#isUnderway) return;
    this.#isUnderway = true;
    this.#deps.schedule(0, () => {
      this.#isUnderway = false;
      if (this.#deps.db.atomically(() => this.#step())) this.#deps.schedule(PAUSE_MS, () => this.#run());
    });
  }

  /** Returns whether there may be more to do. */
  #step(): boolean {
    const { store } = this.#deps;
    if (this.delete(store.abandoned(FILES_PER_STEP)) > 0) return true;
    const [full] = this.#full;
    if (full !== undefined) {
      if (!this.#trim(full)) this.#full.delete(full);
      return true;
    }
    return this.delete(this.#expired()) > 0;
  }

  /** The oldest files make room, one by one, until the rest fits. */
  #trim(owner: string): boolean {
    const { limits, log } = this.#deps;
    let deleted = 0;
    while (deleted < FILES_PER_STEP && this.delete(limits.excess(owner, 1)) > 0) deleted += 1;
    if (deleted > 0) log.info({ event: "files-made-room", owner, files: deleted });
    return deleted === FILES_PER_STEP;
  }

  #expired(): readonly string[] {
    const { store, now, keep, isClockDoubtful } = this.#deps;
    if (isClockDoubtful()) return [];
    return store.expired(now() - keep, now(), FILES_PER_STEP);
  }
}
