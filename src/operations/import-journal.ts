/** How far an import has come, and what it has counted: in the transactions that store what is counted. */
import type { Kind, LeftReason } from "../import-report.ts";
import type { Database } from "../store/database.ts";
import type { TableOwner } from "../store/stored-addresses.ts";
import type { Count, LeftThing, Tally } from "./import-tally.ts";

const TABLES = [
  `CREATE TABLE import_run (
    digest TEXT PRIMARY KEY,
    position INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE import_count (
    digest TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    stored INTEGER NOT NULL,
    known INTEGER NOT NULL,
    PRIMARY KEY (digest, account, kind)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE import_left (
    digest TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    subject TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (digest, account, kind, reason, subject)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE import_without_password (
    digest TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (digest, account)
  ) STRICT, WITHOUT ROWID;`,
  // How many of the archived messages, which are stored last and in the order of their times.
  "ALTER TABLE import_run ADD COLUMN archived INTEGER NOT NULL DEFAULT 0;",
];

export const importTables: TableOwner = {
  name: "imports",
  tables: TABLES,
  addresses: {
    tables: {
      import_run: "dropped",
      import_count: "dropped",
      import_left: "dropped",
      import_without_password: "dropped",
    },
  },
};

const COUNTS_AT_ONCE = 500;
/** Things that are named one by one; beyond, only their number is told. */
const MAX_NAMED = 10_000;

export interface ImportJournal {
  /** How many things of the source have been dealt with. */
  position(): number;
  /** How many archived messages have been stored. */
  archived(): number;
  /** Within the transaction of a portion. */
  advance(reached: { readonly position?: number; readonly archived?: number }, tally: Tally): void;
  /** By account and kind, some at a time. */
  counts(): Iterable<readonly Count[]>;
  left(): readonly LeftThing[];
  withoutPassword(): readonly string[];
  /** It is done: nothing of it is remembered. */
  forget(): void;
}

/** `digest` tells the source, and how it is read. */
export function openImportJournal(db: Database, digest: string): ImportJournal {
  db.migrate(importTables.name, importTables.tables);
  const reached = db.read<{ position: number; archived: number }>(
    "SELECT position, archived FROM import_run WHERE digest = ?",
  );
  const setReached = db.write("INSERT OR REPLACE INTO import_run (digest, position, archived) VALUES (?, ?, ?)");
  const addCount = db.write(
    `INSERT INTO import_count VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET stored = stored + excluded.stored, known = known + excluded.known`,
  );
  const named = db.read<{ n: number }>("SELECT count(*) AS n FROM import_left WHERE digest = ?");
  const addLeft = db.write(
    "INSERT INTO import_left VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
  );
  const addWithout = db.write("INSERT OR IGNORE INTO import_without_password VALUES (?, ?)");
  const counts = db.read<Count & { readonly kind: Kind }>(
    `SELECT account, kind, stored, known FROM import_count WHERE digest = ? AND (account, kind) > (?, ?)
      ORDER BY account, kind LIMIT ${COUNTS_AT_ONCE}`,
  );
  const left = db.read<LeftThing & { readonly reason: LeftReason }>(
    "SELECT account, kind, reason, subject, count FROM import_left WHERE digest = ? ORDER BY account, kind, reason, subject",
  );
  const without = db.read<{ account: string }>(
    "SELECT account FROM import_without_password WHERE digest = ? ORDER BY account",
  );
  const forgetting = ["import_run", "import_count", "import_left", "import_without_password"].map((table) =>
    db.write(`DELETE FROM ${table} WHERE digest = ?`),
  );
  return {
    position: () => reached.get(digest)?.position ?? 0,
    archived: () => reached.get(digest)?.archived ?? 0,
    advance: (now, tally) => {
      const { position, archived } = { position: 0, archived: 0, ...reached.get(digest), ...now };
      for (const { account, kind, stored, known } of tally.counts) addCount.run(digest, account, kind, stored, known);
      const left = [...tally.left];
      const isFull = left.length > 0 && (named.get(digest)?.n ?? 0) >= MAX_NAMED;
      for (const { account, kind, reason, subject, count } of left)
        addLeft.run(digest, isFull ? "" : account, kind, reason, isFull ? "" : subject, count);
      for (const account of tally.withoutPassword) addWithout.run(digest, account);
      setReached.run(digest, position, archived);
    },
    counts: function* () {
      for (let last = { account: "", kind: "" }; ; ) {
        const page = counts.all(digest, last.account, last.kind);
        const end = page.at(-1);
        if (!end) return;
        yield page;
        last = end;
      }
    },
    left: () => left.all(digest),
    withoutPassword: () => without.all(digest).map(({ account }) => account),
    forget: () => {
      for (const statement of forgetting) statement.run(digest);
    },
  };
}
