/** What the tests of this folder share: an archive by itself, without a server. */
import { memoryDatabase } from "../../../server/testing.ts";
import type { Database } from "../../../store/database.ts";
import { parseElement } from "../../../xml/parse-element.ts";
import { textTables } from "../0431-fulltext/parts.ts";
import { openTextIndex } from "../0431-fulltext/text-index.ts";
import { openAddresses } from "./addresses.ts";
import { openFinding } from "./finding.ts";
import { Indexing } from "./indexing.ts";
import { entryOf } from "./keys.ts";
import { openMessages } from "./messages.ts";
import { archiveTables } from "./tables.ts";
import { openUsage } from "./usage.ts";

const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };

/** What modules want to be done later, done when a test says so. */
export function scheduleByHand() {
  const waiting: { readonly milliseconds: number; readonly callback: () => void }[] = [];
  return {
    schedule: (milliseconds: number, callback: () => void) => void waiting.push({ milliseconds, callback }),
    /** How long they want to wait, in milliseconds. */
    delays: () => waiting.map(({ milliseconds }) => milliseconds),
    /** All that is due within so many milliseconds, and what comes of it; returns how many turns it took. */
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

/** What comes of work in steps, one after the other; `between` them, others may come in. */
export function done<Result>(work: Generator<void, Result>, between = (): void => {}): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    between();
  }
}

/** `watched` may put itself between the archive and the database. */
export function testArchive(watched = (db: Database): Database => db, options: { partRows?: number } = {}) {
  const db = watched(memoryDatabase({ fulltext: textTables, archive: archiveTables }));
  const byHand = scheduleByHand();
  const usage = openUsage(db);
  const messages = openMessages(db, usage);
  const addresses = openAddresses(db);
  const clock = { now: 0 };
  const index = openTextIndex(db, () => clock.now, options);
  const parts = { db, usage, messages, addresses, index, schedule: byHand.schedule };
  const indexing = new Indexing(parts);
  const opened = openFinding({ ...parts, indexing });
  /** Without waiting for the others. */
  const finding = {
    ...opened,
    page: (...asked: Parameters<typeof opened.page>) => done(opened.page(...asked)),
    count: (...asked: Parameters<typeof opened.count>) => done(opened.count(...asked)),
  };
  const say = (id: number, account: string, peer: string, body: string, resource = "r"): void => {
    const owner = addresses.newOwnerOf(account);
    const xml = `<message from="${peer}/${resource}" to="${account}" id="m${id}"><body>${body}</body></message>`;
    const place = { owner, peer: addresses.newPeerOf(owner, peer), resource };
    messages.add({ id, ...place, xml });
    indexing.added(id, entryOf(place, parseElement(xml)), xml.length);
  };
  /** All that there is is in the index. */
  const catchUp = (): void => done(indexing.catchUp());
  /** How many rows the index has with these words, whosever they are, those that have gone included. */
  const indexed = (text: string): number => done(index.find([], text, ALL, 1_000_000, "oldest")).length;
  return { ...parts, ...byHand, clock, indexing, opened, finding, say, catchUp, indexed };
}
