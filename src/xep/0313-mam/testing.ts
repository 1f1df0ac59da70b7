/** What the tests of this folder share: an archive by itself, without a server. */
import { memoryDatabase } from "../../server/testing.ts";
import type { Database } from "../../store/database.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { openTextIndex, textTables } from "../0431-fulltext/text-index.ts";
import { openAddresses } from "./addresses.ts";
import { openFinding } from "./finding.ts";
import { Indexing } from "./indexing.ts";
import { entryOf } from "./keys.ts";
import { openMessages } from "./messages.ts";
import { archiveTables } from "./tables.ts";

/** What modules want to be done later, done when a test says so. */
export function laterByHand() {
  const waiting: { readonly milliseconds: number; readonly callback: () => void }[] = [];
  return {
    later: (milliseconds: number, callback: () => void) => void waiting.push({ milliseconds, callback }),
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

/** `watched` may put itself between the archive and the database. */
export function testArchive(watched = (db: Database): Database => db) {
  const db = watched(memoryDatabase({ fulltext: textTables, archive: archiveTables }));
  const byHand = laterByHand();
  const messages = openMessages(db);
  const addresses = openAddresses(db);
  const index = openTextIndex(db);
  const parts = { db, messages, addresses, index, later: byHand.later };
  const indexing = new Indexing(parts);
  const finding = openFinding({ ...parts, indexing });
  const say = (id: number, account: string, peer: string, body: string, resource = "r"): void => {
    const owner = addresses.newOwnerOf(account);
    const xml = `<message from="${peer}/${resource}" to="${account}" id="m${id}"><body>${body}</body></message>`;
    const place = { owner, peer: addresses.newPeerOf(owner, peer), resource };
    messages.add({ id, ...place, xml });
    indexing.added(id, entryOf(place, parseElement(xml)));
  };
  return { ...parts, ...byHand, indexing, finding, say };
}
