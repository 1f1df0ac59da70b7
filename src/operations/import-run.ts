/** The part of an import that stores: portion by portion, each with how far it has come, so that it can be begun again. */
import { createHash } from "node:crypto";
import type { Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { KeysByHash } from "../store/scram-keys.ts";
import type { Imported, Source } from "../transfer/source.ts";
import type { FormerFileOutcome } from "../xep/history/files/former-files.ts";
import { type DomainChoice, domainMapOf } from "./import-domains.ts";
import { type ItemDeps, type ItemStore, openItemStore, type Prepared, type Waiting } from "./import-items.ts";
import { type ImportJournal, openImportJournal } from "./import-journal.ts";
import { type MessageSpool, openSpool } from "./import-spool.ts";
import { type Count, type LeftThing, Tally } from "./import-tally.ts";

export interface ImportDeps extends Omit<ItemDeps, "domains" | "isTrial" | "spool"> {
  readonly db: Database;
  readonly accounts: ItemDeps["accounts"] & Pick<Accounts, "keysFor">;
  /** The path of a file of the home, for messages on their way. */
  readonly spoolPath: (name: string) => string;
  readonly pace: Pace;
}

/** How the work is divided. */
export interface Pace {
  /** Does it; between two `yield`s all or nothing. Resolves when it is committed. */
  readonly work: <Result>(steps: Generator<void, Result>) => Promise<Result>;
  /** Things of a source between two `yield`s. */
  readonly step: number;
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

export interface ImportRun {
  /** How many things of the source have been dealt with: those are passed over. */
  readonly position: number;
  /** How many archived messages wait until everything has been read. */
  readonly waiting: number;
  /** The account (as the source has it) to which belongs what comes next; "" for none. */
  resume(account: string): void;
  /** Stores what follows; a file comes in no portion with other things before it. Resolves when it is committed. */
  take(portion: readonly Imported[]): Promise<void>;
  /** Everything has been taken. `onProgress`: how many of the messages that wait have been stored. */
  finish(onProgress: (done: number) => void): Promise<ImportResult>;
  close(): void;
}

/** Nothing of a trial is kept. */
class Undone extends Error {}

/**
 * What was stored before, of the same source (`digest`) with the same domains, stays: the run goes on behind it. A trial keeps
 * nothing. Rejects with SourceError no-such-domain, StoreError full.
 */
export async function openImportRun(
  deps: ImportDeps,
  { digest, hosts }: Pick<Source, "digest" | "hosts">,
  choice: DomainChoice & { readonly isTrial: boolean },
): Promise<ImportRun> {
  const { db, pace } = deps;
  const { isTrial } = choice;
  const domains = domainMapOf({ hosts }, choice);
  const key = `${digest} ${JSON.stringify([...domains.names])}`;
  const journal = openImportJournal(db, key);
  const spool = isTrial ? undefined : await pace.work(spoolOf(deps, key, journal));
  const items = openItemStore({ ...deps, domains, isTrial, spool });
  let position = journal.position();

  /** Some things in the transaction in which it is written that they have been dealt with. */
  function* stored(portion: readonly Imported[], prepared: Prepared): Generator<void, void> {
    for (let done = 0; done < portion.length; done += pace.step) {
      if (done > 0) yield;
      const tally = new Tally();
      const step = portion.slice(done, done + pace.step);
      for (const item of step) items.store(item, prepared, tally);
      journal.advance({ position: position + done + step.length }, tally);
    }
  }

  const tryOut = (portion: readonly Imported[], prepared: Prepared): void => {
    const tally = new Tally();
    const account = items.current;
    undone(db, () => {
      again(deps, account);
      for (const item of portion) items.store(item, prepared, tally);
    });
    db.atomically(() => journal.advance({ position: position + portion.length }, tally));
  };

  return {
    get position() {
      return position;
    },
    get waiting() {
      return spool?.count ?? 0;
    },
    resume: items.resume,
    take: async (portion) => {
      const prepared = {
        keys: await keysFor(deps, portion, items),
        files: await filesOf(portion, items),
        messages: spool ? await pace.work(waitingOf(portion, position, items, pace.step)) : new Map(),
      };
      await spool?.flush();
      if (isTrial) tryOut(portion, prepared);
      else await pace.work(stored(portion, prepared));
      position += portion.length;
      if (isTrial) await committed(db);
    },
    finish: async (onProgress) => {
      if (spool) {
        db.atomically(() => items.end());
        await storeArchived({ spool, items, journal, pace }, onProgress);
      }
      return {
        counts: await pace.work(countsOf(journal)),
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
    },
    close: () => {
      items.close();
      spool?.close();
    },
  };
}

/** Messages that wait from before stay, where their file is there; otherwise everything is read again, and found to be known. */
function* spoolOf(
  { db, spoolPath }: ImportDeps,
  key: string,
  journal: ImportJournal,
): Generator<void, MessageSpool | undefined> {
  const name = `import-${createHash("sha256").update(key).digest("hex").slice(0, 16)}.spool`;
  const found = yield* openSpool(spoolPath(name), journal.position());
  if (found) return found;
  db.atomically(() => journal.forget());
  return yield* openSpool(spoolPath(name), 0);
}

/** Archived messages are in their file before it is written that they have been dealt with. */
function* waitingOf(
  portion: readonly Imported[],
  position: number,
  items: ItemStore,
  step: number,
): Generator<void, ReadonlyMap<Imported, Waiting>> {
  const outcomes = new Map<Imported, Waiting>();
  const coming = items.accountsIn(portion);
  for (const [n, item] of portion.entries()) {
    if (item.type !== "archived") continue;
    if (outcomes.size % step === step - 1) yield;
    outcomes.set(item, items.wait(item, position + n, coming));
  }
  return outcomes;
}

function* countsOf(journal: ImportJournal): Generator<void, readonly Count[]> {
  const counts: Count[] = [];
  for (const some of journal.counts()) {
    counts.push(...some);
    yield;
  }
  return counts;
}

interface Archiving {
  readonly spool: MessageSpool;
  readonly items: ItemStore;
  readonly journal: ImportJournal;
  readonly pace: Pace;
}

/** Messages between two words of how many have been stored. */
const TOLD_EACH = 8000;

/** Stores the messages that wait, in the order of their times. */
async function storeArchived(
  { spool, items, journal, pace }: Archiving,
  onProgress: (done: number) => void,
): Promise<void> {
  let done = journal.archived();
  const sorted = spool.sorted(done);
  function* portion(): Generator<void, void> {
    for (const end = done + TOLD_EACH; done < end && done < spool.count; ) {
      const tally = new Tally();
      const here = new Set<string>();
      for (let n = 0; n < pace.step && done < end; n++) {
        const { done: isEnd, value } = sorted.next();
        // What was stored before is being passed over.
        if (isEnd || !value) break;
        items.storeArchived(value, tally, here);
        done += 1;
      }
      journal.advance({ archived: done }, tally);
      yield;
    }
  }
  while (done < spool.count) {
    await pace.work(portion());
    onProgress(done);
  }
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

const committed = (db: Pick<Database, "afterCommit">): Promise<void> =>
  new Promise((resolve, reject) => db.afterCommit(resolve, reject));

/** Where nobody else is served: each portion in one transaction. */
export const atOnce = (db: Pick<Database, "atomically" | "afterCommit">): Pace => ({
  step: Number.MAX_SAFE_INTEGER,
  work: async <Result>(steps: Generator<void, Result>): Promise<Result> => {
    const result = db.atomically(() => {
      let step = steps.next();
      while (!step.done) step = steps.next();
      return step.value;
    });
    await committed(db);
    return result;
  },
});

/** In turns with the requests of others; `owner` is a domain. Rejects with StoreError full where the disk has no room. */
export const inTurnsWith = (
  db: Pick<Database, "afterCommit" | "requiringSpace">,
  inTurns: Server["inTurns"],
  owner: string,
): Pace => ({
  step: 20,
  work: async <Result>(steps: Generator<void, Result>): Promise<Result> => {
    const result = await db.requiringSpace(() => inTurns(owner, steps));
    await committed(db);
    return result;
  },
});
