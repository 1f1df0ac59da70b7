/** Compares the folder of files with the table, once after a start: a crash may have left files without a row. */
import type { Logger } from "../../../log.ts";
import type { FileFolder, StoredFile } from "../../../store/file-folder.ts";
import type { FileStore } from "./file-store.ts";

/** Rows that are compared in one step. */
const ROWS_PER_STEP = 100;
/** What this server names files, also unfinished ones; others were put there by somebody else. */
const NAME = /^([\w-]{22})(?:\.part)?$/;

export interface SweepDeps {
  readonly folder: FileFolder;
  readonly store: Pick<FileStore, "has" | "dayAfter" | "ofDay">;
  readonly log: Logger;
  /** Whether the file with this id is being uploaded. */
  readonly isUnderway: (id: string) => boolean;
  /** The server is about to stop: the rest is left to its next start. */
  readonly hasStopped: () => boolean;
}

/**
 * Deletes files that no row knows, and logs how many rows have lost their files (a backup may have them). Some names at a time:
 * neither all names nor all rows are in memory.
 */
export async function sweep(deps: SweepDeps): Promise<void> {
  const { folder, store, log, hasStopped } = deps;
  const found = { deleted: 0, missing: 0 };
  for (const day of await folder.days()) {
    if (hasStopped()) return;
    found.deleted += await deleteUnknown(day, deps);
  }
  // By the rows: a folder may be missing as a whole.
  let last = "";
  while (!hasStopped()) {
    const day = store.dayAfter(last);
    if (day === undefined) break;
    found.missing += await countMissing(day, deps);
    last = day;
  }
  if (found.deleted > 0) log.info({ event: "files-swept", files: found.deleted });
  if (found.missing > 0)
    log.warn({ event: "files-missing", files: found.missing, remedy: "restore the folder of files from a backup" });
}

async function deleteUnknown(day: string, { folder, store, isUnderway, hasStopped }: SweepDeps): Promise<number> {
  let deleted = 0;
  for await (const names of folder.names(day)) {
    if (hasStopped()) break;
    const unknown = names.filter((name) => {
      const [, id] = NAME.exec(name) ?? [];
      return id !== undefined && !isUnderway(id) && !store.has(name);
    });
    deleted += unknown.length;
    await folder.remove(unknown.map((name): StoredFile => ({ day, name })));
  }
  await folder.removeIfEmpty(day);
  return deleted;
}

async function countMissing(day: string, { folder, store, hasStopped }: SweepDeps): Promise<number> {
  let missing = 0;
  let last = "";
  for (;;) {
    if (hasStopped()) return missing;
    const ids = store.ofDay(day, last, ROWS_PER_STEP);
    for (const name of ids) {
      const isThere = (await folder.read({ day, name })) !== undefined;
      if (!isThere && !hasStopped() && store.has(name)) missing += 1;
    }
    if (ids.length === 0) return missing;
    last = ids.at(-1) ?? "";
  }
}
