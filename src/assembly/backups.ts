/** The backups of a home: those that somebody asks for, and those of each night. */
import { join } from "node:path";
import { BackupError, type BackupProblem } from "../backup/backup-error.ts";
import { type Nightly, openNightly } from "../backup/nightly.ts";
import { systemClock } from "../clock.ts";
import type { Config } from "../config/schema.ts";
import type { Home } from "../home.ts";
import type { Logger } from "../log.ts";
import { OperationError } from "../operation-error.ts";
import { type BackupOperations, backupOperations } from "../operations/backup.ts";

export interface BackupsDeps {
  readonly home: Home;
  readonly config: Config;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly isClockDoubtful: () => boolean;
  /** To the administrators; as in NightlyDeps. */
  readonly failed: (problem: BackupProblem) => void;
  readonly mended: () => void;
}

export interface Backups {
  readonly operations: BackupOperations;
  /** Undefined where none is made at night. */
  readonly nightly: Nightly | undefined;
}

/** Where backups are made each night, absolute; undefined where they are not. */
export function backupFolder(home: Home, { backup }: Pick<Config, "backup">): string | undefined {
  if (backup.folder === "off") return undefined;
  return backup.folder === OWN ? ownBackups(home) : backup.folder;
}

/** In the home. */
const OWN = "backups";

/** Where backups are made unless config.toml names another folder, and in any case before an update. */
export const ownBackups = ({ directory }: Pick<Home, "directory">): string => join(directory, OWN);

/** Bytes that a backup leaves free: everything new can be taken again then (store/free-space.ts). */
export const reserveOf = ({ limits }: Pick<Config, "limits">): number => limits.free_disk * 1.1;

export function openBackups({ home, config, log, now, isClockDoubtful, failed, mended }: BackupsDeps): Backups {
  const folder = backupFolder(home, config);
  const reserve = reserveOf(config);
  const { domains } = config.general;
  const operations = backupOperations({
    ...{ home: home.directory, database: home.database, backups: folder, reserve, domains, now },
  });
  const make = async (): Promise<ReadableStream<Uint8Array>> => {
    try {
      return (await operations.make()).content();
    } catch (error) {
      throw error instanceof OperationError ? new BackupError(problemOf(error, home), error) : error;
    }
  };
  const nightly =
    folder === undefined
      ? undefined
      : openNightly({
          ...{ home: home.directory, folder, isOwn: config.backup.folder === OWN, hour: config.backup.hour, reserve },
          // systemd.exec(5): each service has one.
          isService: process.env.INVOCATION_ID !== undefined,
          recipient: config.backup.recipient || undefined,
          ...{ make, isClockDoubtful, log, failed, mended, clock: { now, after: systemClock.after } },
        });
  return { operations, nightly };
}

function problemOf({ reason, details, message }: OperationError, { directory }: Home): BackupProblem {
  if (reason === "backup-runs") return { kind: "runs" };
  if (reason === "backup-no-room")
    return { kind: "no-room", path: directory, ...(details as { needed: number; free: number }) };
  if (reason === "backup-damaged") return { kind: "database-damaged", ...(details as { why: string }) };
  return { kind: "other", why: message };
}
