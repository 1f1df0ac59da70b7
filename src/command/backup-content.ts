/** What a backup is made of: asked of the running server, or read where none runs. */
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { backupFolder, ownBackups, reserveOf } from "../assembly/backups.ts";
import { writeBeforeUpdate } from "../backup/before-update.ts";
import { pack } from "../backup/pack.ts";
import type { WrittenBackup } from "../backup/write.ts";
import { readConfigFile } from "../config/read.ts";
import { modules } from "../modules.ts";
import { takeLock } from "../store/lock.ts";
import { version } from "../version.ts";
import { type Asker, fileIfRunning } from "./ask.ts";
import { EXIT } from "./exit.ts";
import { VerbError } from "./verb-error.ts";

export interface BackupContent extends AsyncDisposable {
  readonly content: ReadableStream<Uint8Array>;
}

/**
 * `beforeUpdate`: the version that is to be installed, where that is why. Where no server runs, the home's lock keeps one from
 * starting until it is disposed of. Rejects with CommandError, VerbError, StoreError, BackupError.
 */
export async function backupContent(asker: Asker, beforeUpdate?: string): Promise<BackupContent> {
  const running = await fileIfRunning(asker, "POST /backup", beforeUpdate === undefined ? undefined : { beforeUpdate });
  if (running) return { content: running, [Symbol.asyncDispose]: async () => {} };
  const { home } = asker;
  if (!existsSync(home.config) || !existsSync(home.database)) throw new VerbError(EXIT.configuration, "not-set-up");
  const config = readConfigFile(home.config, modules);
  await using opened = new AsyncDisposableStack();
  opened.adopt(takeLock(home.lock, process.pid), (lock) => lock.release());
  const packed = opened.use(
    await pack({
      ...{ version, created: Date.now(), host: hostname(), domains: config.general.domains, beforeUpdate },
      ...{ home: home.directory, database: home.database, backups: backupFolder(home, config), reserve: 0 },
    }),
  );
  const resources = opened.move();
  return { content: packed.content(), [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/**
 * What `update` does first: everything of the home, in its folder `backups`, apart from the nightly ones; the last three of its
 * kind are kept. It is whole, read again and on the disk when this resolves with its path. `to` is the version that is to be
 * installed. Rejects as backupContent does, and with BackupError no-room: without a backup there had better be no update.
 */
export async function backupBeforeUpdate(asker: Asker, to: string): Promise<WrittenBackup & { readonly file: string }> {
  const config = readConfigFile(asker.home.config, modules);
  await using made = await backupContent(asker, to);
  return await writeBeforeUpdate(made.content, ownBackups(asker.home), {
    ...{ to, now: Date.now(), reserve: reserveOf(config) },
  });
}
