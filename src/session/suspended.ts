/** XEP-0198 §5 over a restart of the server: sessions that wait for their clients, kept in the store. */
import type { Element } from "ltx";
import type { Database } from "../store/database.ts";
import type { Sent } from "./stream-management.ts";

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
] as const;

/** A session without its stream: all that it needs to go on. */
export interface Suspended {
  /** The resumption id, and the full JID. */
  readonly id: string;
  readonly jid: string;
  /** How many stanzas of the client's were handled, and how many of ours it has acknowledged. */
  readonly received: number;
  readonly acknowledged: number;
  /** Counted, and not acknowledged; oldest first. */
  readonly unacknowledged: readonly Pick<Sent, "stanza" | "time">[];
  /** To be sent once that is. */
  readonly waiting: readonly Element[];
  readonly presence: Element | undefined;
  readonly priority: number;
}

export interface Kept extends Suspended {
  /** Milliseconds since 1970; Infinity for ever. */
  readonly ends: number;
  /** What modules know of it, by their names. */
  readonly known: Readonly<Record<string, string>>;
}

export interface SuspendedSessions {
  keep(session: Kept): void;
  /** All of them; they stay until they are forgotten, so that a crash does not lose them. */
  all(): readonly Kept[];
  forget(id: string): void;
}

interface SessionRow {
  readonly id: string;
  readonly jid: string;
  readonly ends: number | null;
  readonly received: number;
  readonly acknowledged: number;
  readonly presence: string | null;
  readonly priority: number;
  readonly known: string;
}

interface StanzaRow {
  /** When it was sent first; null for what has not been sent. */
  readonly time: number | null;
  readonly xml: string;
}

/** `parse` reads what `toString` has written. */
export function openSuspended(db: Database, parse: (text: string) => Element): SuspendedSessions {
  db.migrate("sessions", suspendedTables);
  const addSession = db.write("INSERT INTO suspended_session VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const addStanza = db.write("INSERT INTO suspended_stanza VALUES (?, ?, ?, ?)");
  const sessions = db.read<SessionRow>("SELECT * FROM suspended_session");
  const stanzas = db.read<StanzaRow>("SELECT time, xml FROM suspended_stanza WHERE session = ? ORDER BY position");
  const removeSession = db.write("DELETE FROM suspended_session WHERE id = ?");
  const removeStanzas = db.write("DELETE FROM suspended_stanza WHERE session = ?");

  const forget = (id: string): void => {
    removeSession.run(id);
    removeStanzas.run(id);
  };

  const read = ({ ends, presence, known, ...row }: SessionRow): Kept => {
    const unacknowledged: Pick<Sent, "stanza" | "time">[] = [];
    const waiting: Element[] = [];
    for (const { time, xml } of stanzas.all(row.id)) {
      if (time === null) waiting.push(parse(xml));
      else unacknowledged.push({ stanza: parse(xml), time });
    }
    return {
      ...row,
      unacknowledged,
      waiting,
      presence: presence === null ? undefined : parse(presence),
      ends: ends ?? Number.POSITIVE_INFINITY,
      known: JSON.parse(known),
    };
  };

  return {
    keep: (session) => {
      const { id, jid, ends, received, acknowledged, presence, priority, known } = session;
      forget(id);
      const until = Number.isFinite(ends) ? ends : null;
      const shown = presence?.toString() ?? null;
      addSession.run(id, jid, until, received, acknowledged, shown, priority, JSON.stringify(known));
      const rows = [
        ...session.unacknowledged.map(({ stanza, time }) => [time, stanza] as const),
        ...session.waiting.map((stanza) => [null, stanza] as const),
      ];
      for (const [position, [time, stanza]] of rows.entries()) addStanza.run(id, position, time, stanza.toString());
    },
    all: () => sessions.all().map(read),
    forget,
  };
}
