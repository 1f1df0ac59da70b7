/** What the administrators have been told of, and have not been told that it is mended: kept over a restart. */
import type { Database } from "./database.ts";
import { StoreError } from "./errors.ts";
import type { TableOwner } from "./stored-addresses.ts";

export interface ToldFinding {
  readonly kind: string;
  /** As it was told. */
  readonly sentence: string;
}

export const toldFindingTables: TableOwner = {
  name: "told_findings",
  tables: ["CREATE TABLE told_finding (kind TEXT PRIMARY KEY, sentence TEXT NOT NULL) STRICT, WITHOUT ROWID;"],
  addresses: { tables: { told_finding: { kind: "other", sentence: "other" } } },
};

export interface ToldFindings {
  readonly all: () => readonly ToldFinding[];
  /** Returns false where the disk has no room. */
  readonly add: (told: readonly ToldFinding[]) => boolean;
  readonly remove: (kinds: readonly string[]) => void;
}

export function openToldFindings(db: Database): ToldFindings {
  db.migrate(toldFindingTables.name, toldFindingTables.tables);
  const all = db.read<ToldFinding>("SELECT kind, sentence FROM told_finding ORDER BY kind");
  const insert = db.write("INSERT OR REPLACE INTO told_finding (kind, sentence) VALUES (?, ?)", {
    mayUseReserve: true,
  });
  const remove = db.write("DELETE FROM told_finding WHERE kind = ?");
  return {
    all: () => all.all(),
    add: (told) => {
      try {
        db.atomically(() => {
          for (const { kind, sentence } of told) insert.run(kind, sentence);
        });
        return true;
      } catch (error) {
        if (error instanceof StoreError && error.reason === "full") return false;
        throw error;
      }
    },
    remove: (kinds) => {
      db.atomically(() => {
        for (const kind of kinds) remove.run(kind);
      });
    },
  };
}
