/** Operation: the data of another server come here, in portions, so that it can be interrupted and begun again. */
import { createHash } from "node:crypto";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { KeysByHash } from "../store/scram-keys.ts";
import type { Imported, Source } from "../transfer/source.ts";
import type { FormerFileOutcome } from "../xep/history/files/former-files.ts";
import { type DomainChoice, domainMapOf } from "./import-domains.ts";
import { type ItemDeps, type ItemStore, openItemStore, type Prepared } from "./import-items.ts";
import { type ImportJournal, openImportJournal } from "./import-journal.ts";
import { type MessageSpool, openSpool } from "./import-spool.ts";
import { type Count, type LeftThing, Tally } from "./import-tally.ts";

export interface ImportDeps extends Omit<ItemDeps, "domains" | "isTrial" | "spool"> {
  readonly db: Database;
  readonly accounts: ItemDeps["accounts"] & Pick<Accounts, "keysFor">;
  /** The path of a file of the home, for messages on their way. */
  readonly spoolPath: (name: string) => string;
}

export interface ImportChoice extends DomainChoice {
  /** Everything is read, and nothing is stored. */
  readonly isTrial: boolean;
  /** Called after each portion: how many things of how many. `total` is undefined while they are still being counted. */
  readonly onProgress?: ((done: number, total: number | undefined) => void) | undefined;
}

export interface ImportResult {
  /** By account and kind. */
  readonly counts: readonly Count[];
  readonly left: readonly LeftThing[];
  /** Bare JIDs that need a link with which a password is chosen. */
  readonly withoutPassword: readonly string[];
  /** By name in the source: the domains, and the services below them, that came along. */
  readonly domains: ReadonlyMap<string, string>;
  /** The labels of services that had rooms. */
  readonly roomLabels: readonly string[];
  /** The names of services that had files. */
  readonly fileHosts: readonly string[];
  /** To be called when the result has been told: until then, another run on the same source goes on from here. */
  readonly forget: () => Promise<void>;
}

/** Things of a portion, the characters of their messages, about, and accounts, as keys are made of their passwords. */
const PORTION = 16_000;
const MAX_PORTION_LENGTH = 24_000_000;
const MAX_ACCOUNTS = 64;

/** Nothing of a trial is kept. */
class Undone extends Error {}

/**
 * Rejects with SourceError, where nothing has been stored, as everything is read once before. With StoreError where the disk is
 * full: what has been stored stays, and the next run goes on from there.
 */
export async function runImport(deps: ImportDeps, source: Source, choice: ImportChoice): Promise<ImportResult> {
  const { db } = deps;
  const { isTrial, onProgress } = choice;
  const domains = domainMapOf(source, choice);
  const total = isTrial ? undefined : await countOf(source, (done) => onProgress?.(done, undefined));
  const key = `${source.digest} ${JSON.stringify([...domains.names])}`;
  const journal = openImportJournal(db, key);
  const spool = isTrial ? undefined : spoolOf(deps, key, journal);
  const items = openItemStore({ ...deps, domains, isTrial, spool });
  let position = journal.position();
  try {
    for await (const portion of portionsOf(source, position, items)) {
      const prepared = { keys: await keysFor(deps, portion, items), files: await filesOf(portion, items) };
      const tally = new Tally();
      const account = items.current;
      const store = (): void => {
        for (const [n, item] of portion.entries()) items.store(item, position + n, prepared, tally);
      };
      if (isTrial)
        undone(db, () => {
          again(deps, account);
          store();
        });
      db.atomically(() => {
        if (!isTrial) store();
        spool?.flush();
        journal.advance({ position: position + portion.length }, tally);
      });
      position += portion.length;
      await committed(db);
      onProgress?.(position, total === undefined ? undefined : total + (spool?.count ?? 0));
    }
    if (!isTrial) db.atomically(() => items.end());
    if (spool)
      await storeArchived(db, { spool, items, journal }, (done) =>
        onProgress?.(position + done, position + spool.count),
      );
  } finally {
    items.close();
    spool?.close();
  }
  return {
    counts: journal.counts(),
    left: journal.left(),
    withoutPassword: journal.withoutPassword(),
    domains: domains.names,
    roomLabels: domains.roomLabels,
    fileHosts: domains.fileHosts,
    forget: async () => {
      db.atomically(() => journal.forget());
      await committed(db);
      spool?.remove();
    },
  };
}

/** Messages that wait from before stay, where their file is there; otherwise everything is read again, and found to be known. */
function spoolOf({ db, spoolPath }: ImportDeps, key: string, journal: ImportJournal): MessageSpool | undefined {
  const name = `import-${createHash("sha256").update(key).digest("hex").slice(0, 16)}.spool`;
  const found = openSpool(spoolPath(name), journal.position());
  if (found) return found;
  db.atomically(() => journal.forget());
  return openSpool(spoolPath(name), 0);
}

interface Archiving {
  readonly spool: MessageSpool;
  readonly items: ItemStore;
  readonly journal: ImportJournal;
}

/** Stores the messages that wait, in the order of their times, in portions. */
async function storeArchived(
  db: Database,
  { spool, items, journal }: Archiving,
  onProgress: (done: number) => void,
): Promise<void> {
  let done = journal.archived();
  const sorted = spool.sorted(done);
  while (done < spool.count) {
    const tally = new Tally();
    db.atomically(() => {
      for (let n = 0; n < PORTION; n++) {
        const { value } = sorted.next();
        if (!value) break;
        items.storeArchived(value, tally);
        done += 1;
      }
      journal.advance({ archived: done }, tally);
    });
    await committed(db);
    onProgress(done);
  }
}

async function countOf(source: Source, onProgress: (done: number) => void): Promise<number> {
  let count = 0;
  for await (const _ of source.read()) {
    count += 1;
    if (count % PORTION === 0) onProgress(count);
  }
  return count;
}

/** What follows the first `skipped` things, of which only the last account is told. */
async function* portionsOf(source: Source, skipped: number, items: ItemStore): AsyncGenerator<readonly Imported[]> {
  let portion: Imported[] = [];
  let [read, length, accounts] = [0, 0, 0];
  for await (const item of source.read()) {
    read += 1;
    if (read <= skipped) {
      if (item.type === "account") items.resume(item.account);
      else if (item.type !== "part" && item.type !== "archived" && item.type !== "left") items.resume("");
      continue;
    }
    // The owners of files have to be there before.
    if (item.type === "file" && portion.some(({ type }) => type !== "file")) {
      yield portion;
      [portion, length, accounts] = [[], 0, 0];
    }
    portion.push(item);
    if ("message" in item && typeof item.message === "string") length += item.message.length;
    if (item.type === "account") accounts += 1;
    if (portion.length < PORTION && length < MAX_PORTION_LENGTH && accounts < MAX_ACCOUNTS) continue;
    yield portion;
    [portion, length, accounts] = [[], 0, 0];
  }
  if (portion.length > 0) yield portion;
}

/** The keys of plain passwords, as many at a time as there are cores. */
async function keysFor(
  { accounts }: ImportDeps,
  portion: readonly Imported[],
  items: ItemStore,
): Promise<ReadonlyMap<Imported, KeysByHash>> {
  const made = new Map<Imported, KeysByHash>();
  const make = async (item: Imported, password: string): Promise<void> => {
    const keys = await accounts.keysFor(password);
    if (keys) made.set(item, keys);
  };
  await Promise.all(
    portion.flatMap((item) => (items.isWithoutKeys(item) ? [make(item, item.credentials.password)] : [])),
  );
  return made;
}

async function filesOf(portion: readonly Imported[], items: ItemStore): Promise<Prepared["files"]> {
  const brought = new Map<Imported, FormerFileOutcome | "no-account">();
  for (const item of portion) if (item.type === "file") brought.set(item, await items.bring(item));
  return brought;
}

/** In a trial, the account of the portion before is gone again. */
function again({ accounts, now }: ImportDeps, account: string): void {
  if (account === "") return;
  accounts.addFormer({ account, created: now(), keys: [], disabled: false, admin: false });
}

function undone(db: Database, work: () => void): void {
  try {
    db.atomically(() => {
      work();
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
}

const committed = (db: Database): Promise<void> => new Promise((resolve, reject) => db.afterCommit(resolve, reject));
