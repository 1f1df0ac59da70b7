/** What an import needs: of a server that runs, of a home whose server does not, or, for a trial, of none. */
import { join } from "node:path";
import type { Element } from "ltx";
import type { Config } from "../config/schema.ts";
import type { Home } from "../home.ts";
import type { Logger } from "../log.ts";
import { type ImportOperations, importOperations } from "../operations/import-live.ts";
import { atOnce, type ImportDeps, inTurnsWith } from "../operations/import-run.ts";
import type { InvitationOperations } from "../operations/invitations.ts";
import type { Accounts } from "../store/accounts.ts";
import { SCRAM_HASHES } from "../store/scram-keys.ts";
import { StreamError } from "../stream-error.ts";
import { invitations } from "../xep/0401-invitations/invitations.ts";
import { archive } from "../xep/history/0313-mam/archive.ts";
import { files } from "../xep/history/files/files.ts";
import { rooms } from "../xep/rooms/0045-muc/muc.ts";
import { occupantId, occupantIds } from "../xep/rooms/0421-occupant-ids.ts";
import { roomAvatars } from "../xep/rooms/0486-room-avatars.ts";
import { circles } from "../xep/rooms/circles/circles.ts";
import { limitsFor, type XmlLimits } from "../xml/limits.ts";
import { parseForeign } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { accountsIn } from "./accounts-in.ts";
import type { Kernel } from "./kernel.ts";
import { openOfflineKernel } from "./offline.ts";

export interface OpenedImport {
  readonly deps: ImportDeps;
  readonly invitations: InvitationOperations;
  /** Whether apps are offered fewer mechanisms, as some account has no keys for the others yet. */
  readonly isHashLacking: () => boolean;
  /** Resolves when everything is on the disk and the home's lock is released. */
  readonly close: () => Promise<void>;
}

/**
 * Holds the home's lock until it is closed; a trial reads who is in the home, and holds nothing. Rejects with StoreError,
 * "locked" where another process serves this home.
 */
export async function openImport(home: Home, config: Config, log: Logger, isTrial: boolean): Promise<OpenedImport> {
  const opened = await openOfflineKernel(home, config, log, isTrial ? "trial" : "import");
  const { kernel, db, table } = opened;
  const accounts = isTrial ? withThose(table, accountsIn(home.database, log)) : table;
  return {
    deps: importDepsOf({ home, config, db, kernel, accounts, pace: atOnce(db) }),
    invitations: opened.invitations,
    isHashLacking: () => isHashLacking(table),
    close: opened.close,
  };
}

/** Whether apps are offered fewer mechanisms, as some account has no keys for the others yet. */
export const isHashLacking = (accounts: Pick<Accounts, "offeredHashes">): boolean =>
  accounts.offeredHashes(undefined).length < SCRAM_HASHES.length;

export interface ImportAssemblyDeps extends Pick<ImportDeps, "db" | "accounts" | "pace"> {
  readonly home: Home;
  readonly config: Config;
  readonly kernel: Kernel;
}

/** What an import stores with, in a kernel that serves others or none. */
export function importDepsOf({ home, config, kernel, ...deps }: ImportAssemblyDeps): ImportDeps {
  const { use, catalogue } = kernel.booted;
  const { engine, openImport: openRooms } = use(rooms);
  const { idOf } = use(occupantIds);
  const avatars = use(roomAvatars);
  const limits = limitsFor(config.limits.stanza);
  return {
    ...deps,
    catalogue,
    archive: use(archive),
    rooms: () => openRooms((room, account) => occupantId(idOf(room, account))),
    importAvatar: (jid, card) => {
      const room = engine.rooms.get(jid.bare);
      return room !== undefined && avatars.import(room, card);
    },
    importCircle: use(circles).import,
    importInvitation: use(invitations).import,
    importFile: use(files).former.import,
    parse: (text) => tryParse(text, limits),
    print,
    spoolPath: (name) => join(home.directory, name),
    now: Date.now,
  };
}

/** Imports into the server that is running, in turns with what others ask of it. */
export function liveImportOperations(deps: LiveImportDeps): ImportOperations {
  const { db, accounts, kernel, config } = deps;
  const { booted, inTurns } = kernel;
  const { domains } = config.general;
  return importOperations({
    ...importDepsOf({ ...deps, pace: inTurnsWith(db, inTurns, domains[0] ?? "") }),
    catalogue: booted.catalogue,
    domains,
    settleCircles: booted.use(circles).settle,
    isHashLacking: () => isHashLacking(accounts),
  });
}

export type LiveImportDeps = Omit<ImportAssemblyDeps, "pace"> & {
  readonly accounts: Pick<Accounts, "offeredHashes">;
};

function tryParse(text: string, limits: XmlLimits): Element | undefined {
  try {
    return parseForeign(text, limits);
  } catch (error) {
    if (error instanceof StreamError) return undefined;
    throw error;
  }
}

/** A trial stores accounts that are here already as well, so that what belongs to them is looked at. */
const withThose = (accounts: ImportDeps["accounts"], here: ReadonlySet<string>): ImportDeps["accounts"] => ({
  ...accounts,
  keysFor: accounts.keysFor,
  exists: accounts.exists,
  addFormer: (former) => {
    const outcome = accounts.addFormer(former);
    return here.has(former.account) ? "known" : outcome;
  },
});
