/** When this server was last seen alive, and last had a way to the Internet: kept over a power cut. */
import type { Database } from "./database.ts";
import { StoreError } from "./errors.ts";
import type { TableOwner } from "./stored-addresses.ts";

/** Times in milliseconds since 1970. */
export interface LastAlive {
  /** The server ran. */
  readonly alive: number;
  /** There was a way to the Internet. */
  readonly online: number;
}

export interface AliveStore {
  /** Of the last run, unless it ended on purpose. */
  readonly former: LastAlive | undefined;
  /** One small transaction; on a full disk, the next one tries again. */
  readonly put: (now: LastAlive) => void;
  /** The server ends on purpose: what follows is nobody's fault. */
  readonly clear: () => void;
}

export const aliveTables: TableOwner = {
  name: "alive",
  tables: ["CREATE TABLE alive (alive INTEGER NOT NULL, online INTEGER NOT NULL) STRICT;"],
  addresses: { tables: {} },
};

export function openAliveStore(db: Database): AliveStore {
  db.migrate(aliveTables.name, aliveTables.tables);
  const remove = db.write("DELETE FROM alive");
  const insert = db.write("INSERT INTO alive (alive, online) VALUES (?, ?)", { mayUseReserve: true });
  const tried = (act: () => void): void => {
    try {
      db.atomically(act);
    } catch (error) {
      if (!(error instanceof StoreError && error.reason === "full")) throw error;
    }
  };
  return {
    former: db.read<LastAlive>("SELECT alive, online FROM alive").get(),
    put: ({ alive, online }) =>
      tried(() => {
        remove.run();
        insert.run(alive, online);
      }),
    clear: () => tried(() => void remove.run()),
  };
}
