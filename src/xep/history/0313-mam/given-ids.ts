/** The index of the ids that other servers have given: made at the end of an import, where nobody reads the archives meanwhile. */
import type { Database } from "../../../store/database.ts";
import { GIVEN_INDEX } from "./tables.ts";

/** The ids are in no order, so that each message that is added changes a page of its own, while a whole index is made by sorting them. */
export interface GivenIds {
  /** Whether the index is not there: no id is found by it then. */
  isUnindexed(): boolean;
  /** Takes the index away, where no message has such an id yet. Within a transaction. */
  unindex(): void;
  /**
   * Makes the index where it is not there, also after an import that was ended. Not within a transaction. False where the disk is full: what
   * needs it is slow then.
   */
  index(): boolean;
}

export function openGivenIds(db: Database): GivenIds {
  const found = db.read("SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = 'archive_message_given'");
  const any = db.read("SELECT 1 FROM archive_message WHERE given_id IS NOT NULL LIMIT 1");
  const drop = db.write("DROP INDEX archive_message_given");
  // A source may say an id twice, of messages at different times: both stay, and the first one has it.
  const forgetDoubles = db.write(
    `UPDATE archive_message SET given_id = NULL WHERE id IN (
      SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY owner, given_id ORDER BY id) AS number
        FROM archive_message WHERE given_id IS NOT NULL
      ) WHERE number > 1)`,
  );
  const isUnindexed = (): boolean => found.get() === undefined;
  return {
    isUnindexed,
    unindex: () => {
      if (!isUnindexed() && any.get() === undefined) drop.run();
    },
    index: () => {
      if (!isUnindexed()) return true;
      const outcome = db.createIndex(GIVEN_INDEX);
      if (outcome !== "double") return outcome === "made";
      forgetDoubles.run();
      return db.createIndex(GIVEN_INDEX) === "made";
    },
  };
}
