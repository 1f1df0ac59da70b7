/** An archive without a server, for the tests of this folder. */
import { memoryDatabase } from "../../../server/testing.ts";
import type { Database } from "../../../store/database.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { textTables } from "../0431-fulltext/partitions.ts";
import { openTextIndex } from "../0431-fulltext/text-index.ts";
import { openAddressIds } from "./address-ids.ts";
import { openArchiveSizes } from "./archive-sizes.ts";
import { Copies } from "./copies.ts";
import { openGivenIds } from "./given-ids.ts";
import { indexEntryOf } from "./index-keys.ts";
import { Indexer } from "./indexer.ts";
import { openMessageStore } from "./message-store.ts";
import { openArchiveSearch } from "./search.ts";
import { archiveTables } from "./tables.ts";
import { Unlisted } from "./unlisted.ts";

const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };

/** A `schedule` whose callbacks are called by the test. */
export function scheduleByHand() {
  const waiting: { readonly milliseconds: number; readonly callback: () => void }[] = [];
  return {
    schedule: (milliseconds: number, callback: () => void) => void waiting.push({ milliseconds, callback }),
    /** The delays of the waiting callbacks, in milliseconds. */
    delays: () => waiting.map(({ milliseconds }) => milliseconds),
    /** Calls what is due within so many milliseconds, also callbacks that this schedules; returns how many. */
    pass: (milliseconds: number): number => {
      let turns = 0;
      for (;;) {
        const due = waiting.findIndex((one) => one.milliseconds <= milliseconds);
        if (due < 0) return turns;
        for (const { callback } of waiting.splice(due, 1)) callback();
        turns += 1;
      }
    },
  };
}

/** Runs work in steps to its end, calling `between` after each of them; returns its result. */
export function done<Result>(work: Generator<void, Result>, between = (): void => {}): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    between();
  }
}

/** `watched` may wrap the database. */
export function testArchive(watched = (db: Database): Database => db, options: { partitionRows?: number } = {}) {
  const db = watched(memoryDatabase({ fulltext: textTables, archive: archiveTables }));
  const byHand = scheduleByHand();
  const unlisted = new Unlisted(db);
  const sizes = openArchiveSizes(db, unlisted);
  const copies = new Copies({ db, encode: String, accountOf: sizes.accountOf });
  const messages = openMessageStore({ db, sizes, unlisted, copies });
  const addresses = openAddressIds(db);
  const givenIds = openGivenIds(db);
  const clock = { now: 0 };
  const index = openTextIndex(db, () => clock.now, options);
  const parts = { db, sizes, messages, givenIds, addresses, index, schedule: byHand.schedule };
  const indexer = new Indexer(parts);
  const opened = openArchiveSearch({ ...parts, indexer });
  /** All steps at once. */
  const search = {
    ...opened,
    page: (...asked: Parameters<typeof opened.page>) => done(opened.page(...asked)),
    count: (...asked: Parameters<typeof opened.count>) => done(opened.count(...asked)),
  };
  const say = (id: number, account: string, peer: string, body: string, resource = "r"): void => {
    const owner = addresses.ensureOwnerId(account);
    const xml = `<message from="${peer}/${resource}" to="${account}" id="m${id}"><body>${body}</body></message>`;
    const place = { owner, peer: addresses.ensurePeerId(owner, peer), resource };
    messages.add({ id, ...place, xml, given: null });
    indexer.added(id, indexEntryOf(place, parseElement(xml)), xml.length);
  };
  /** Indexes all messages. */
  const catchUp = (): void => done(indexer.catchUp());
  /** How many rows in the index have these words, of all owners, including deleted messages. */
  const indexed = (text: string): number => done(index.find([], text, ALL, 1_000_000, "oldest")).length;
  return { ...parts, ...byHand, clock, indexer, opened, search, say, catchUp, indexed };
}
