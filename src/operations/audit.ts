/** What was done, by whom and when: each act of an administrator, kept for a year. */
import { DAY } from "../clock.ts";
import type { Database } from "../store/database.ts";
import type { TableOwner } from "../store/stored-addresses.ts";

/** How it was asked for: control socket, XEP-0133 and other commands of apps, pages. */
export type AuditDoor = "command line" | "app" | "page";

export interface AuditActor {
  readonly door: AuditDoor;
  /** The bare JID of the administrator; undefined at the command line, which asks nobody who he is. */
  readonly account?: string | undefined;
}

export interface AuditDetails {
  /** The accounts, rooms or files that it was done to: the first of them. */
  readonly whom?: readonly string[];
  /** How many there were besides. */
  readonly others?: number;
  /** A name, an announcement: its beginning. */
  readonly what?: string;
}

export interface AuditEntry extends AuditDetails {
  readonly id: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly door: AuditDoor;
  readonly account: string | null;
  /** "accounts.remove" (acts.ts). */
  readonly act: string;
}

export interface AuditPage {
  /** The latest first. */
  readonly entries: readonly AuditEntry[];
  /** Where the next page begins; undefined after the last one. */
  readonly next: number | undefined;
}

export interface AuditOperations {
  /** At most `max` entries, those before the entry `before`. */
  readonly list: (max: number, before?: number) => AuditPage;
}

export interface AuditLog extends AuditOperations {
  /** Before the act, in the same transaction as what it writes first; returns the entry's id. */
  readonly begin: (by: AuditActor, act: string, details: AuditDetails) => number;
  /** Nothing was done: the entry is removed. */
  readonly withdraw: (id: number) => void;
}

export interface AuditLogDeps {
  readonly db: Database;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the clock has leapt: nothing is deleted then because of its age. */
  readonly isClockDoubtful: () => boolean;
}

const KEPT_MS = 366 * DAY;
/** Beyond, the oldest go; and those that are too old, so many at once. */
const MAX_ENTRIES = 20_000;
const MAX_PAGE = 500;
const MAX_NAMED = 20;
/** Characters of a name, and of what was said. */
const MAX_LENGTH = 200;

const TABLES = [
  `CREATE TABLE audit_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    door TEXT NOT NULL,
    account TEXT,
    act TEXT NOT NULL,
    details TEXT NOT NULL
  ) STRICT;`,
];

export const auditTables: TableOwner = {
  name: "audit",
  tables: TABLES,
  addresses: {
    // What was done then, as it was called.
    tables: { audit_entry: { door: "other", account: "other", act: "other", details: "other" } },
  },
};

/**
 * What somebody at the command line has done while no server runs: SQL with [milliseconds since 1970, the act, what it was about],
 * for a transaction that is not this program's usual one.
 */
export const RECORD_AT_COMMAND_LINE = `INSERT INTO audit_entry (time, door, account, act, details)
  VALUES (?, 'command line', NULL, ?, json_object('what', ?))`;

interface Row extends Omit<AuditEntry, keyof AuditDetails> {
  readonly details: string;
}

export function openAuditLog({ db, now, isClockDoubtful }: AuditLogDeps): AuditLog {
  db.migrate(auditTables.name, auditTables.tables);
  const insert = db.write("INSERT INTO audit_entry (time, door, account, act, details) VALUES (?, ?, ?, ?, ?)", {
    mayUseReserve: true,
  });
  const remove = db.write("DELETE FROM audit_entry WHERE id = ?");
  // The oldest come first: no index by time is needed.
  const removeOlder = db.write(
    `DELETE FROM audit_entry WHERE id IN
      (SELECT id FROM (SELECT id, time FROM audit_entry ORDER BY id LIMIT 100) WHERE time < ?)`,
  );
  const removeBeyond = db.write("DELETE FROM audit_entry WHERE id <= ?");
  const page = db.read<Row>("SELECT * FROM audit_entry WHERE id < ? ORDER BY id DESC LIMIT ?");

  return {
    begin: ({ door, account }, act, details) => {
      const { lastInsertRowid } = insert.run(now(), door, account ?? null, act, JSON.stringify(shortened(details)));
      removeBeyond.run(lastInsertRowid - MAX_ENTRIES);
      if (!isClockDoubtful()) removeOlder.run(now() - KEPT_MS);
      return lastInsertRowid;
    },
    withdraw: (id) => void remove.run(id),
    list: (max, before = Number.MAX_SAFE_INTEGER) => {
      const wanted = Math.max(1, Math.min(max, MAX_PAGE));
      // One more, which says whether there are others.
      const rows = page.all(before, wanted + 1);
      const entries = rows.slice(0, wanted);
      return {
        entries: entries.map(({ details, ...row }) => ({ ...row, ...(JSON.parse(details) as AuditDetails) })),
        next: entries.length < rows.length ? entries.at(-1)?.id : undefined,
      };
    },
  };
}

const shorter = (text: string): string => [...text.slice(0, 2 * MAX_LENGTH)].slice(0, MAX_LENGTH).join("");

function shortened({ whom, what }: AuditDetails): AuditDetails {
  return {
    ...(whom ? { whom: whom.slice(0, MAX_NAMED).map(shorter) } : {}),
    ...(whom && whom.length > MAX_NAMED ? { others: whom.length - MAX_NAMED } : {}),
    ...(what === undefined ? {} : { what: shorter(what) }),
  };
}
