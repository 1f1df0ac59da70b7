/** XEP-0198 §5 over a restart of the server: sessions that wait for their clients, kept in the store. */
import type { Element } from "ltx";
import type { Database } from "../store/database.ts";
import { print } from "../xml/print.ts";
import { measured } from "./size.ts";
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
  // Of those that were sent how many there are, and their bytes; how many have not been sent.
  `ALTER TABLE suspended_session ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE suspended_session ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE suspended_session ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
  UPDATE suspended_session SET (sent, bytes, waiting) = (
    SELECT count(time), coalesce(sum(iif(time IS NULL, 0, length(xml))), 0), count(*) - count(time)
    FROM suspended_stanza WHERE session = id);`,
] as const;

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
  /** How many stanzas of the client's were handled, and how many of ours it has acknowledged. */
  readonly received: number;
  readonly acknowledged: number;
  readonly presence: Element | undefined;
  readonly priority: number;
}

/** A session without its stream: all that it needs to go on. */
export interface SuspendedSession extends SessionSnapshot {
  /** Counted, and not acknowledged; oldest first. What has not been sent comes behind those that have. */
  readonly stanzas: readonly SuspendedStanza[];
  /** The store has more from the life before, in front of that. */
  readonly hasStored: boolean;
}

/** The same in the next life of the server: its stanzas stay in the store until they are needed. */
export interface RevivedSession extends SessionSnapshot {
  readonly stored: StoredStanzas;
  /** To be sent behind whatever else waits for it. */
  readonly waiting: readonly Element[];
}

/** What is known of it beside that. */
interface Survival {
  /** Milliseconds since 1970; Infinity for ever. */
  readonly expiry: number;
  /** What modules know of it, by their names. */
  readonly moduleStates: Readonly<Record<string, string>>;
}

export interface SuspendedSessions {
  /** In portions. Stanzas that are put behind the others while it is kept are kept, too. */
  save(session: SuspendedSession & Survival): Generator<void, void>;
  /** One more, behind the others of a session that has been kept. */
  add(id: string, stanza: SuspendedStanza): void;
  /** All of them, whoever has waited longest first; they stay until they are forgotten, so that a crash does not lose them. */
  all(): readonly (RevivedSession & Survival)[];
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

/** Stanzas that are written, or read, without a pause: a few milliseconds. */
const PORTION = 100;

/** `parse` reads what `print` has written. */
export function openSuspendedSessions(db: Database, parse: (text: string) => Element): SuspendedSessions {
  db.migrate("sessions", suspendedTables);
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
    return { stanza, time, ...measured(stanza, Buffer.byteLength(xml)) };
  };

  function* sentIn(id: string): Generator<readonly Sent[], void> {
    for (let rows = portion.all(id, -1, PORTION); rows.length > 0; ) {
      yield rows.map(sentOf);
      rows = portion.all(id, rows.at(-1)?.position ?? 0, PORTION);
    }
  }

  const read = (row: SessionRow): RevivedSession & Survival => {
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
        // What waited has been taken up, and stands among the new ones.
        forgetWaiting.run(id);
        removeWaiting.run(id);
      } else {
        // Where this is as far as it gets, the session is over, and what it has goes where undeliverable messages go.
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
