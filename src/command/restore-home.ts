/** A whole home out of a backup: for `restore` and for `setup --from`. */
import type { AgeKey } from "../backup/age-keys.ts";
import { BackupError } from "../backup/backup-error.ts";
import type { Manifest } from "../backup/manifest.ts";
import { isSomethingElse, lastChange, type Restored, restore } from "../backup/restore.ts";
import type { Home } from "../home.ts";
import { backupMessages } from "../messages/backups.ts";
import type { Language } from "../messages/language.ts";
import { createHome } from "../store/home-folder.ts";
import { takeLock } from "../store/lock.ts";
import { version } from "../version.ts";
import { type Asker, askIfRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { CommandError } from "./failure.ts";
import { requireHomeAccess } from "./home-access.ts";

/** What is in a backup, for people. */
export function contentText(manifest: Manifest, language: Language): string {
  const messages = backupMessages[language];
  return `${messages.content({ ...manifest, bytes: bytesOf(manifest) })}\n  ${messages.counts(manifest.counts)}`;
}

const bytesOf = ({ parts }: Manifest): number => parts.reduce((sum, { bytes }) => sum + bytes, 0);

/** Rejects with BackupError newer where this program does not know a table as the backup has it. */
export async function requireKnown({ schema, version: by }: Manifest): Promise<void> {
  const { tableOwners } = await import("../assembly/stored-addresses.ts");
  const known = new Map(tableOwners.map(({ name, tables }) => [name, tables.length]));
  const isLater = Bun.semver.order(by, version) > 0;
  for (const [owner, step] of Object.entries(schema)) {
    const here = known.get(owner);
    if (here === undefined ? isLater : step > here) throw new BackupError({ kind: "newer", version: by });
  }
}

/**
 * Nothing stands against the backup in the place of the home. Rejects with CommandError where a server runs there, where the home
 * is newer than the backup and that is not to be replaced, or is something else than a home; with BackupError newer.
 */
export async function requireReplaceable(asker: Asker, manifest: Manifest, isReplaced: boolean): Promise<void> {
  const { home, language } = asker;
  const messages = backupMessages[language];
  const { created } = manifest;
  await requireKnown(manifest);
  requireHomeAccess(home);
  if (await askIfRunning(asker, "GET /status"))
    throw new CommandError(EXIT.tryAgain, ...messages.running(home.directory));
  if (isSomethingElse(home)) throw new CommandError(EXIT.cannotCreate, ...messages.somethingElse(home.directory));
  const changed = lastChange(home);
  if (changed !== undefined && changed > created && !isReplaced)
    throw new CommandError(EXIT.cannotCreate, ...messages.newerHome(changed, created));
}

export interface Replacement {
  readonly home: Home;
  /** The backup, absolute. */
  readonly file: string;
  readonly manifest: Manifest;
  readonly key: AgeKey | undefined;
  readonly sendsWaiting: boolean;
}

/** Rejects as `restore` of the backups does, and with StoreError locked. */
export async function replaceHome({ home, file, manifest, key, sendsWaiting }: Replacement): Promise<Restored> {
  createHome(home);
  const lock = takeLock(home.lock, process.pid);
  try {
    return await restore(file, home, manifest, { sendsWaiting, now: Date.now(), key });
  } finally {
    lock.release();
  }
}
