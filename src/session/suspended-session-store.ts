/** XEP-0198 §5 over a restart: the store of sessions that their clients may resume. */
import type { Element } from "ltx";
import type { Database } from "../store/database.ts";
import type { TableOwner } from "../store/stored-addresses.ts";
import { print } from "../xml/print.ts";
import { measure } from "../xml/weight.ts";
import type { Sent, StoredStanzas } from "./stream-management-state.ts";

export const suspendedTables = [
  `CREATE TABLE suspended_session (
    id TEXT PRIMARY KEY,
    jid TEXT NOT NULL,
    ends INTEGER,
    received INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL,
    presence TEXT,
    priority INTEGER NOT NULL,
    known TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE suspended_stanza (
    session TEXT NOT NULL,
    position INTEGER NOT NULL,
    time INTEGER,
    xml TEXT NOT NULL,
    PRIMARY KEY (session, position)
  ) STRICT, WITHOUT ROWID;`,
  // The count and bytes of the stanzas that were sent, and the count of those that were not.
  `ALTER TABLE suspended_session ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE suspended_session ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE suspended_session ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
  UPDATE suspended_session SET (sent, bytes, waiting) = (
    SELECT count(time), coalesce(sum(iif(time IS NULL, 0, length(xml))), 0), count(*) - count(time)
    FROM suspended_stanza WHERE session = id);`,
] as const;

export const suspendedSessionTables: TableOwner = {
  name: "sessions",
  tables: suspendedTables,
  addresses: {
    tables: {
      suspended_session: { id: "other", jid: "jid", presence: "xml", known: "other" },
      suspended_stanza: { session: "other", xml: "xml" },
    },
    recount: [
      `UPDATE suspended_session SET bytes = (SELECT coalesce(sum(octet_length(xml)), 0)
      FROM suspended_stanza WHERE session = suspended_session.id AND time IS NOT NULL)`,
    ],
  },
};

/** A stanza of a session. */
export interface SuspendedStanza {
  readonly stanza: Element;
  /** When it was sent first, in milliseconds since 1970; undefined where it has not been sent. */
  readonly time: number | undefined;
}

interface SessionSnapshot {
  /** The resumption id, and the full JID. */
  readonly id: string;
  readonly jid: string;
  /** How many stanzas of the client were handled, and how many it has acknowledged. */
  readonly received: number;
  readonly acknowledged: number;
  readonly presence: Element | undefined;
  readonly priority: number;
}

/** A session as it is suspended. */
export interface SuspendedSession extends SessionSnapshot {
  /** The unacknowledged stanzas, oldest first, and behind them those that have not been sent. */
  readonly stanzas: readonly SuspendedStanza[];
  /** The store still has stanzas from before the last restart, which come first. */
  readonly hasStored: boolean;
}

/** The same after the restart: the unacknowledged stanzas stay in the store until they are needed. */
export interface RevivedSession extends SessionSnapshot {
  readonly stored?: StoredStanzas;
  /** Sent and not acknowledged, behind those: what is in memory alone, after a crash. */
  readonly sent?: readonly Sent[];
  /** Stanzas that have not been sent, oldest first. */
  readonly waiting: readonly Element[];
}

/** What else is stored of a session. */
export interface StoredState {
  /** When it can no longer be resumed, in milliseconds since 1970; Infinity for never. */
  readonly expiry: number;
  /** What modules save of it, by their names. */
  readonly moduleStates: Readonly<Record<string, string>>;
}

export interface SuspendedSessionStore {
  /** Writes a session in portions. Stanzas that are appended to `stanzas` meanwhile are written, too. */
  save(session: SuspendedSession & StoredState): Generator<void, void>;
  /** Appends a stanza to a saved session. */
  add(id: string, stanza: SuspendedStanza): void;
  /** All sessions, those that expire first in front. They stay in the store until `forget`, so that a crash does not lose them. */
  all(): readonly (RevivedSession & StoredState)[];
  forget(id: string): void;
}

interface SessionRow extends Pick<SessionSnapshot, "id" | "jid" | "received" | "acknowledged" | "priority"> {
  readonly ends: number | null;
  readonly presence: string | null;
  readonly known: string;
  readonly sent: number;
  readonly bytes: number;
  readonly waiting: number;
}

/** Stanzas that are written or read at once: a few milliseconds. */
const PORTION = 100;

/** `parse` parses what `print` has printed. */
export function openSuspendedSessionStore(db: Database, parse: (text: string) => Element): SuspendedSessionStore {
  db.migrate(suspendedSessionTables.name, suspendedSessionTables.tables);
  const begin = db.write("INSERT INTO suspended_session VALUES (?, ?, 0, ?, ?, ?, ?, ?, 0, 0, 0)");
  const change = db.write("UPDATE suspended_session SET presence = ?, priority = ?, known = ? WHERE id = ?");
  const end = db.write("UPDATE suspended_session SET ends = ? WHERE id = ?");
  const addStanza = db.write("INSERT INTO suspended_stanza VALUES (?, ?, ?, ?)");
  const count = db.write(
    "UPDATE suspended_session SET sent = sent + ?, bytes = bytes + ?, waiting = waiting + ? WHERE id = ?",
  );
  const sessions = db.read<SessionRow>("SELECT * FROM suspended_session ORDER BY ends IS NULL, ends");
  const last = db.read<{ position: number | null }>(
    "SELECT max(position) AS position FROM suspended_stanza WHERE session = ?",
  );
  const portion = db.read<{ readonly position: number; readonly time: number; readonly xml: string }>(
    `SELECT position, time, xml FROM suspended_stanza WHERE session = ? AND position > ? AND time IS NOT NULL
    ORDER BY position LIMIT ?`,
  );
  const waiting = db.read<{ readonly xml: string }>(
    "SELECT xml FROM suspended_stanza WHERE session = ? AND time IS NULL ORDER BY position",
  );
  const forgetWaiting = db.write("UPDATE suspended_session SET waiting = 0 WHERE id = ?");
  const removeWaiting = db.write("DELETE FROM suspended_stanza WHERE session = ? AND time IS NULL");
  const removeSession = db.write("DELETE FROM suspended_session WHERE id = ?");
  const removeStanzas = db.write("DELETE FROM suspended_stanza WHERE session = ?");

  const forget = (id: string): void => {
    removeSession.run(id);
    removeStanzas.run(id);
  };

  const add = (id: string, added: readonly SuspendedStanza[]): void => {
    let position = last.get(id)?.position ?? -1;
    let [sent, bytes] = [0, 0];
    for (const { stanza, time } of added) {
      const text = print(stanza);
      position += 1;
      addStanza.run(id, position, time ?? null, text);
      if (time === undefined) continue;
      sent += 1;
      bytes += Buffer.byteLength(text);
    }
    count.run(sent, bytes, added.length - sent, id);
  };

  const sentOf = ({ time, xml }: { readonly time: number; readonly xml: string }): Sent => {
    const stanza = parse(xml);
    return { stanza, time, ...measure(stanza, Buffer.byteLength(xml)) };
  };

  function* sentIn(id: string): Generator<readonly Sent[], void> {
    for (let rows = portion.all(id, -1, PORTION); rows.length > 0; ) {
      yield rows.map(sentOf);
      rows = portion.all(id, rows.at(-1)?.position ?? 0, PORTION);
    }
  }

  const read = (row: SessionRow): RevivedSession & StoredState => {
    const { id, jid, received, acknowledged, priority, ends, presence, known } = row;
    return {
      id,
      jid,
      received,
      acknowledged,
      priority,
      stored: { count: row.sent, bytes: row.bytes, read: () => sentIn(id) },
      waiting: row.waiting > 0 ? waiting.all(id).map(({ xml }) => parse(xml)) : [],
      presence: presence === null ? undefined : parse(presence),
      expiry: ends ?? Number.POSITIVE_INFINITY,
      moduleStates: JSON.parse(known),
    };
  };

  return {
    *save({ id, jid, expiry: ends, received, acknowledged, hasStored: hasUnread, stanzas, priority, ...session }) {
      const presence = session.presence ? print(session.presence) : null;
      const known = JSON.stringify(session.moduleStates);
      if (hasUnread) {
        change.run(presence, priority, known, id);
        // The stanzas that waited are among the new ones.
        forgetWaiting.run(id);
        removeWaiting.run(id);
      } else {
        // If the server stops here, the session is expired when it is revived, and its stanzas are redelivered.
        forget(id);
        begin.run(id, jid, received, acknowledged, presence, priority, known);
      }
      for (let done = 0; done < stanzas.length; done += PORTION) {
        add(id, stanzas.slice(done, done + PORTION));
        yield;
      }
      end.run(Number.isFinite(ends) ? ends : null, id);
    },
    add: (id, stanza) => add(id, [stanza]),
    all: () => sessions.all().map(read),
    forget,
  };
}
