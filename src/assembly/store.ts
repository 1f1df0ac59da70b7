/** The store of a home: its folder, its lock, its database, its accounts. */
import type { Config } from "../config/schema.ts";
import type { Home } from "../home.ts";
import type { Logger } from "../log.ts";
import { type Accounts, openAccounts } from "../store/accounts.ts";
import { ClockWatch } from "../store/clock-watch.ts";
import { type Database, openDatabase, type StoreTimings } from "../store/database.ts";
import { type FreeSpace, freeSpaceAt } from "../store/free-space.ts";
import { createHome } from "../store/home-folder.ts";
import { type Secret, secretAt } from "../store/home-secret.ts";
import { takeLock } from "../store/lock.ts";
import { openAuth } from "./auth.ts";
import { migrateAll } from "./migrations.ts";

export interface StoreDeps {
  readonly home: Home;
  readonly config: Config;
  readonly log: Logger;
  readonly now: () => number;
  /** The disk refuses: nothing can be promised any more. */
  readonly onFailure: (error: Error) => void;
  readonly minPasswordLength: number | undefined;
  /** The tables are brought up to date (migrations.ts). */
  readonly migrating?: (() => Disposable) | undefined;
  readonly timings?: StoreTimings | undefined;
  /** Called before any table is made or changed; where it throws, none is. */
  readonly beforeMigration?: (() => void) | undefined;
  /** Closes what is opened. */
  readonly opened: AsyncDisposableStack;
}

export interface Store {
  readonly space: FreeSpace;
  readonly db: Database;
  readonly accounts: Accounts;
  readonly secret: Secret;
  readonly clockWatch: ClockWatch;
}

/** Rejects with StoreError, HomeError, AuthError. */
export async function openStore(deps: StoreDeps): Promise<Store> {
  const { home, config, log, now, onFailure, minPasswordLength, migrating, opened } = deps;
  const { beforeMigration, timings } = deps;
  const formerMode = createHome(home);
  if (formerMode !== undefined) log.warn({ event: "home-shut", home: home.directory, mode: formerMode.toString(8) });
  // On a full disk all that follows needs the spare room.
  const space = opened.adopt(freeSpaceAt(home.spare, { reserve: config.limits.free_disk, log }), (open) => open.stop());
  await space.awaitSpaceForStart();
  opened.adopt(takeLock(home.lock, process.pid), (lock) => lock.release());
  const options = { log, space, beforeMigration, onFailure, timings };
  const db = opened.adopt(openDatabase(home.database, options), (open) => open.close());
  migrateAll(db, { log, begin: migrating });
  const secret = secretAt(home.secret);
  const stored = openAccounts(db, { iterations: config.accounts.iterations, now, minPasswordLength });
  const accounts = await openAuth({ config, db, accounts: stored, now, environment: process.env, secret, log, opened });
  const clockWatch = opened.adopt(new ClockWatch({ db, now, log }), (watch) => watch.stop());
  clockWatch.start();
  return { space, db, accounts, secret, clockWatch };
}
