/** How much room there was on the disk on each of the last days, so that it can be said when it will be full. */
import type { Database } from "./database.ts";
import { StoreError } from "./errors.ts";
import type { TableOwner } from "./stored-addresses.ts";

export interface DiskDay {
  /** Days since 1970, in UTC. */
  readonly day: number;
  /** Bytes. */
  readonly free: number;
  readonly database: number;
}

/** Days that are kept. */
const KEPT = 60;

export const diskHistoryTables: TableOwner = {
  name: "disk_history",
  tables: ["CREATE TABLE disk_day (day INTEGER PRIMARY KEY, free INTEGER NOT NULL, database INTEGER NOT NULL) STRICT;"],
  addresses: { tables: {} },
};

export interface DiskHistory {
  /** The oldest first. */
  readonly days: () => readonly DiskDay[];
  /** The first of a day counts. On a full disk, the next one is tried. */
  readonly put: (today: DiskDay) => void;
}

export function openDiskHistory(db: Database): DiskHistory {
  db.migrate(diskHistoryTables.name, diskHistoryTables.tables);
  const all = db.read<DiskDay>("SELECT day, free, database FROM disk_day ORDER BY day");
  const insert = db.write("INSERT OR IGNORE INTO disk_day (day, free, database) VALUES (?, ?, ?)", {
    mayUseReserve: true,
  });
  const forget = db.write("DELETE FROM disk_day WHERE day <= ? OR day > ?");
  return {
    days: () => all.all(),
    put: ({ day, free, database }) => {
      try {
        db.atomically(() => {
          // Days of the future are of a clock that was ahead.
          forget.run(day - KEPT, day);
          insert.run(day, free, database);
        });
      } catch (error) {
        if (!(error instanceof StoreError && error.reason === "full")) throw error;
      }
    },
  };
}
