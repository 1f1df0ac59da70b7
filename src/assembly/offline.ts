/** The operations on accounts and invitations, and exports, while no server runs: on the database itself. */
import { withoutPasswords } from "../auth/foreign-accounts.ts";
import type { Config } from "../config/schema.ts";
import { originOf, webAddressOf } from "../config/web-address.ts";
import type { Home } from "../home.ts";
import type { Logger } from "../log.ts";
import { modules } from "../modules.ts";
import type { AccountOperations } from "../operations/accounts.ts";
import { recorded } from "../operations/acts.ts";
import { type ExportOperations, exportOperations } from "../operations/export.ts";
import type { InvitationOperations } from "../operations/invitations.ts";
import { readJournal } from "../release/journal.ts";
import type { Server } from "../server/module.ts";
import { StanzaError } from "../stanza-error.ts";
import { type Accounts, openAccounts } from "../store/accounts.ts";
import { type Database, openDatabase } from "../store/database.ts";
import { StoreError } from "../store/errors.ts";
import { openFileFolder } from "../store/file-folder.ts";
import { freeSpaceAt } from "../store/free-space.ts";
import { secretAt } from "../store/home-secret.ts";
import { takeLock } from "../store/lock.ts";
import { rooms } from "../xep/rooms/0045-muc/muc.ts";
import { circles } from "../xep/rooms/circles/circles.ts";
import { sourceOf, withSource } from "./auth.ts";
import { assembleKernel, type Kernel } from "./kernel.ts";
import { migrateAll } from "./migrations.ts";

export interface OfflineAccounts {
  readonly accounts: AccountOperations;
  readonly invitations: InvitationOperations;
  readonly exports: ExportOperations;
  /** Resolves when everything is on the disk and the home's lock is released. */
  readonly close: () => Promise<void>;
}

export interface OfflineKernel extends OfflineAccounts {
  readonly kernel: Kernel;
  readonly db: Database;
  /** The accounts themselves, beside the operations on them. */
  readonly table: Accounts;
}

/** "operations": as a server that nobody reaches. "import": nothing is sent or done later. "trial": that, and nothing is kept. */
type Purpose = "operations" | "import" | "trial";

/** Holds the home's lock until it is closed. Rejects with StoreError, "locked" where another process serves this home. */
export const openOfflineAccounts = (home: Home, config: Config, log: Logger): Promise<OfflineAccounts> =>
  openOfflineKernel(home, config, log, "operations");

/** The same with the kernel. A trial holds no lock, and has a database of its own, in memory. */
export async function openOfflineKernel(
  home: Home,
  given: Config,
  log: Logger,
  purpose: Purpose,
): Promise<OfflineKernel> {
  const config = withSource(given);
  await using opened = new AsyncDisposableStack();
  const isTrial = purpose === "trial";
  if (!isTrial) opened.adopt(takeLock(home.lock, process.pid), (lock) => lock.release());
  const disk = isTrial ? undefined : freeSpaceAt(home.spare, { reserve: config.limits.free_disk, log });
  // An administrator's few rows are written whatever the disk; an import stops in time.
  const space = purpose === "import" ? disk : undefined;
  const path = isTrial ? ":memory:" : home.database;
  const cacheBytes = purpose === "import" ? IMPORT_CACHE : undefined;
  const beforeMigration = (): void => {
    // The server that starts next keeps a copy of the database before that.
    if (!isTrial && readJournal(home.directory)) throw new StoreError("updating", "an update is not over yet");
  };
  const db = opened.adopt(openDatabase(path, { log, space, cacheBytes, beforeMigration }), (database) =>
    database.close(),
  );
  migrateAll(db, { log });
  const table = openAccounts(db, { iterations: config.accounts.iterations, now: Date.now });
  const source = sourceOf(config);
  /** Where people will see pages once a server runs. */
  const place = webAddressOf(config);
  // The modules too: each deletes what it keeps for an account that is removed. What they put off is left to a server.
  const kernel = assembleKernel({
    config,
    db,
    accounts: source === "internal" ? table : withoutPasswords(table, source),
    modules,
    log,
    now: Date.now,
    isClockDoubtful: () => true,
    webOrigin: () => place && originOf(place),
    folder: (name) => openFileFolder(home.folder(name)),
    space: disk ?? NO_DISK,
    secret: isTrial ? () => new Uint8Array(32) : secretAt(home.secret),
    isSilent: purpose !== "operations",
    remote: () => {
      throw new StanzaError("remote-server-timeout", { text: "no server is running here" });
    },
  });
  opened.defer(() => kernel.turns.stop());
  opened.defer(() => kernel.booted.stop());
  const { booted, inTurns } = kernel;
  const exporting = exportOperations({
    ...{ accounts: table, booted, inTurns, domains: config.general.domains },
    rooms: booted.use(rooms).exported,
    circles: booted.use(circles).exported,
  });
  const operations = { ...kernel.operations, export: exporting };
  const resources = opened.move();
  const recording = recorded(operations, kernel.audit, { door: "command line" });
  const { accounts: onAccounts, invitations, export: exports } = recording;
  return { accounts: onAccounts, invitations, exports, kernel, db, table, close: () => resources.disposeAsync() };
}

/** What is changed again and again: the ends of the archives of many accounts. */
const IMPORT_CACHE = 16_000_000;

/** There is always room in memory. */
const NO_DISK: Server["space"] = {
  isLow: false,
  free: Number.POSITIVE_INFINITY,
  reserve: 0,
  look: () => Promise.resolve(),
};
