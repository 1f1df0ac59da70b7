/** Backups that are made before an update: beside the nightly ones, and never counted among them. */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { ownFolder } from "../store/durable-file.ts";
import { requireRoom } from "./database-copy.ts";
import { UNFINISHED } from "./rotation.ts";
import { type WriteOptions, type WrittenBackup, writeBackup } from "./write.ts";

/** The last ones. */
const KEPT = 3;
const NAME = /^jabber-home-before-[\w.+-]+-(\d{4}-\d\d-\d\d-\d{6})\.tar\.zst$/;
/** What Semantic Versioning gives a version, and no name of a file can be confused by. */
const VERSION = /^\d+\.\d+\.\d+[\w.+-]{0,60}$/;

export interface BeforeUpdateOptions extends Pick<WriteOptions, "signal" | "reserve"> {
  /** The version that is to be installed. */
  readonly to: string;
  /** In milliseconds since 1970. */
  readonly now: number;
}

/**
 * Writes a backup (pack.ts) into `folder`, which is made where it is missing, and keeps the last three such ones. It is not
 * encrypted: it lies in the home, beside what it is a copy of. Rejects as writeBackup does; older ones are as they were then.
 * Throws RangeError for what is no version.
 */
export async function writeBeforeUpdate(
  content: ReadableStream<Uint8Array>,
  folder: string,
  { to, now, ...options }: BeforeUpdateOptions,
): Promise<WrittenBackup & { readonly file: string }> {
  if (!VERSION.test(to)) throw new RangeError(`no version: ${to}`);
  const file = join(folder, `jabber-home-before-${to}-${stampOf(now)}.tar.zst`);
  try {
    ownFolder(folder);
    removeUnfinished(folder);
    requireRoom(folder, Math.max(0, ...backupsBeforeUpdates(folder).map(({ bytes }) => bytes)), options.reserve ?? 0);
  } catch (error) {
    await content.cancel().catch(() => {});
    throw error;
  }
  const written = await writeBackup(content, file, options);
  for (const { name } of backupsBeforeUpdates(folder).slice(KEPT)) rmSync(join(folder, name), { force: true });
  return { ...written, file };
}

/** The latest first. Throws the errors of the system. */
export function backupsBeforeUpdates(folder: string): readonly { readonly name: string; readonly bytes: number }[] {
  return readdirSync(folder)
    .flatMap((name) => {
      const made = NAME.exec(name)?.[1];
      const facts = made && statSync(join(folder, name), { throwIfNoEntry: false });
      return facts ? [{ name, made, bytes: facts.size }] : [];
    })
    .toSorted((a, b) => (a.made < b.made ? 1 : -1));
}

function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder))
    if (name.endsWith(UNFINISHED) && NAME.test(name.slice(0, -UNFINISHED.length))) rmSync(join(folder, name));
}

/** "2026-11-30-031205", UTC. */
const stampOf = (now: number): string => new Date(now).toISOString().slice(0, 19).replace("T", "-").replaceAll(":", "");
