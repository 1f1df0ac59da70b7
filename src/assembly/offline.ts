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
import { StanzaError } from "../stanza-error.ts";
import { openAccounts } from "../store/accounts.ts";
import { openDatabase } from "../store/database.ts";
import { openFileFolder } from "../store/file-folder.ts";
import { freeSpaceAt } from "../store/free-space.ts";
import { secretAt } from "../store/home-secret.ts";
import { takeLock } from "../store/lock.ts";
import { sourceOf, withSource } from "./auth.ts";
import { assembleKernel } from "./kernel.ts";

export interface OfflineAccounts {
  readonly accounts: AccountOperations;
  readonly invitations: InvitationOperations;
  readonly exports: ExportOperations;
  /** Resolves when everything is on the disk and the home's lock is released. */
  readonly close: () => Promise<void>;
}

/** Holds the home's lock until it is closed. Rejects with StoreError, "locked" where another process serves this home. */
export async function openOfflineAccounts(home: Home, given: Config, log: Logger): Promise<OfflineAccounts> {
  const config = withSource(given);
  await using opened = new AsyncDisposableStack();
  opened.adopt(takeLock(home.lock, process.pid), (lock) => lock.release());
  const space = freeSpaceAt(home.spare, { reserve: config.limits.free_disk, log });
  const db = opened.adopt(openDatabase(home.database, { log }), (database) => database.close());
  const stored = openAccounts(db, { iterations: config.accounts.iterations, now: Date.now });
  const source = sourceOf(config);
  const accounts = source === "internal" ? stored : withoutPasswords(stored, source);
  /** Where people will see pages once a server runs. */
  const place = webAddressOf(config);
  // The modules too: each deletes what it keeps for an account that is removed. What they put off is left to a server.
  const kernel = assembleKernel({
    config,
    db,
    accounts,
    modules,
    log,
    now: Date.now,
    isClockDoubtful: () => true,
    webOrigin: () => place && originOf(place),
    folder: (name) => openFileFolder(home.folder(name)),
    space,
    secret: secretAt(home.secret),
    remote: () => {
      throw new StanzaError("remote-server-timeout", { text: "no server is running here" });
    },
  });
  opened.defer(() => kernel.turns.stop());
  opened.defer(() => kernel.booted.stop());
  const { booted, inTurns } = kernel;
  const exporting = exportOperations({ accounts, booted, inTurns, domains: config.general.domains });
  const operations = { ...kernel.operations, export: exporting };
  const resources = opened.move();
  const recording = recorded(operations, kernel.audit, { door: "command line" });
  const { accounts: onAccounts, invitations, export: exports } = recording;
  return { accounts: onAccounts, invitations, exports, close: () => resources.disposeAsync() };
}
