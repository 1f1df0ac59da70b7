/** A backup each night, by itself, and what became of it. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { type Clock, HOUR, MINUTE } from "../clock.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { ownFolder } from "../store/durable-file.ts";
import { BackupError, type BackupProblem } from "./backup-error.ts";
import { freeAt, requireRoom } from "./database-copy.ts";
import { dateOf, nameOf, nightlyBackups, prune, removeUnfinished } from "./rotation.ts";

export interface NightlyReport {
  readonly folder: string;
  /** It is on the disk of the home: what becomes of one becomes of both. */
  readonly isSameDisk: boolean;
  /** The latest one; times in milliseconds since 1970. */
  readonly last?: { readonly name: string; readonly written: number; readonly bytes: number };
  /** Why none can be written there, as it is now. */
  readonly obstacle?: BackupProblem;
  /** The last attempt failed. */
  readonly failed?: { readonly at: number; readonly problem: BackupProblem };
}

export interface NightlyDeps {
  readonly home: string;
  /** Absolute. */
  readonly folder: string;
  /** The folder is one of this program, in the home: made where it is missing. */
  readonly isOwn: boolean;
  /** From this hour of the day on, by the clock of the machine. */
  readonly hour: number;
  /** "age1…": they are encrypted for this one. */
  readonly recipient?: string | undefined;
  /** The server was started by systemd, which lets it write to few places. */
  readonly isService: boolean;
  /** Bytes that stay free on the disk of the folder. */
  readonly reserve: number;
  /** Rejects with BackupError runs where another one is being made. */
  readonly make: () => Promise<ReadableStream<Uint8Array>>;
  readonly clock: Pick<Clock, "now" | "after">;
  /** No date is trusted. */
  readonly isClockDoubtful: () => boolean;
  readonly log: Logger;
  /** A backup failed, and the one before had not. */
  readonly failed: (problem: BackupProblem) => void;
  /** One was made again. */
  readonly mended: () => void;
}

export interface Nightly {
  report(): NightlyReport;
  /** Makes one now where it is time. Resolves when that is done. */
  look(): Promise<void>;
  /** Resolves when nothing is written any more; what is not whole is removed. */
  stop(): Promise<void>;
}

const PERIOD = 10 * MINUTE;
const writeFile = lazy((): typeof import("./write.ts") => require("./write.ts"));

/** After a failure. */
const RETRY = HOUR;
/** Of what is free and what backups have already, together. */
const SHARE = 0.5;

/** Looks every ten minutes: a machine that was off at that hour makes its backup when it is on again. */
export function openNightly(deps: NightlyDeps): Nightly {
  const { clock, folder, log } = deps;
  let failure: NightlyReport["failed"];
  let running: Promise<void> | undefined;
  /** What is made has begun to be written. */
  let isWriting = false;
  const stopping = new AbortController();
  let cancelTimer = (): void => {};

  const isTime = (): boolean => {
    const now = clock.now();
    if (deps.isClockDoubtful() || new Date(now).getHours() < deps.hour) return false;
    if (failure !== undefined && now - failure.at < RETRY) return false;
    // Encrypted or not, as it was said when it was made.
    return ![true, false].some((isEncrypted) => existsSync(join(folder, nameOf(dateOf(now), isEncrypted))));
  };

  const make = async (): Promise<void> => {
    try {
      prepareFolder(deps);
      const recipient = deps.recipient === undefined ? undefined : { recipient: deps.recipient };
      const file = join(folder, nameOf(dateOf(clock.now()), recipient !== undefined));
      const content = await deps.make();
      isWriting = true;
      const { bytes } = await writeFile().writeBackup(content, file, {
        signal: stopping.signal,
        reserve: deps.reserve,
        recipient,
      });
      const gone = prune(folder, shareOf(folder));
      log.info({ event: "backup-made", file, bytes, removed: gone.length });
      if (failure) deps.mended();
      failure = undefined;
    } catch (error) {
      if (stopping.signal.aborted) return;
      const problem = problemOf(error);
      // Somebody makes one by hand.
      if (problem.kind === "runs") return;
      log.error({ event: "backup-failed", folder, error });
      if (!failure) deps.failed(problem);
      failure = { at: clock.now(), problem };
    } finally {
      isWriting = false;
    }
  };

  const look = async (): Promise<void> => {
    if (stopping.signal.aborted || (!running && !isTime())) return;
    running ??= make().finally(() => {
      running = undefined;
    });
    await running;
  };

  const wait = (): void => {
    cancelTimer = clock.after(PERIOD, () => {
      void look().finally(() => {
        if (!stopping.signal.aborted) wait();
      });
    });
  };
  wait();

  return {
    look,
    report: () => reportOf(deps, failure),
    stop: async () => {
      stopping.abort();
      cancelTimer();
      // The copy of the database cannot be interrupted; the next backup removes what is left of it.
      if (isWriting) await running;
    },
  };
}

/** Throws BackupError no-folder, not-writable, no-room. */
function prepareFolder(deps: NightlyDeps): void {
  const { folder, isOwn, reserve } = deps;
  if (isOwn) ownFolder(folder);
  const obstacle = obstacleOf(deps);
  if (obstacle) throw new BackupError(obstacle);
  removeUnfinished(folder);
  const [last] = nightlyBackups(folder);
  // About as large as the one before; the first one is tried.
  requireRoom(folder, (last?.bytes ?? 0) * 1.1, reserve);
}

function obstacleOf({ folder, isOwn, isService }: NightlyDeps): BackupProblem | undefined {
  if (!existsSync(folder)) return isOwn ? undefined : { kind: "no-folder", path: folder };
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const isReadOnly = (error as NodeJS.ErrnoException).code === "EROFS";
    return { kind: "not-writable", path: folder, user: userName(), isReadOnly, isService };
  }
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "");
  }
}

const shareOf = (folder: string): number =>
  (freeAt(folder) + nightlyBackups(folder).reduce((sum, { bytes }) => sum + bytes, 0)) * SHARE;

function problemOf(error: unknown): BackupProblem {
  if (error instanceof BackupError) return error.problem;
  return { kind: "other", why: error instanceof Error ? error.message : String(error) };
}

function reportOf(deps: NightlyDeps, failed: NightlyReport["failed"]): NightlyReport {
  const { folder, home } = deps;
  const obstacle = obstacleOf(deps);
  const found = { ...(obstacle ? { obstacle } : {}), ...(failed ? { failed } : {}) };
  try {
    const isSameDisk = statSync(folder).dev === statSync(home).dev;
    const [last] = nightlyBackups(folder);
    if (!last) return { folder, isSameDisk, ...found };
    const { name, written, bytes } = last;
    return { folder, isSameDisk, last: { name, written, bytes }, ...found };
  } catch {
    return { folder, isSameDisk: false, ...found };
  }
}
