/** XEP-0198 §5 after a crash: the records of sessions in the journal, and what they come to. */
import type { Logger } from "../log.ts";

/** A stanza that was sent: when, in milliseconds since 1970, and as XML, or the number by which it has waited. */
export type SentRecord = readonly [time: number, stanza: string | number];

/** A stanza that waits to be sent, and its number. */
export type WaitingRecord = readonly [number: number, xml: string];

/** What is known of a session beside its counts. */
export interface StateRecord {
  readonly presence: string | null;
  readonly priority: number;
  /** What modules save of it, by their names. */
  readonly known: Readonly<Record<string, string>>;
  /** When it can no longer be resumed, in milliseconds since 1970; null while its client is connected, or for never. */
  readonly ends: number | null;
}

/** Of a session that has ended: what its client has not acknowledged is redelivered, and nobody can resume it. */
export const ENDED_STATE: StateRecord = { presence: null, priority: 0, known: {}, ends: 0 };

/** What has changed of one session; the first record of a number has all but `sent`, and each with an id begins anew. */
export interface SessionRecord {
  /** Stands for the session. */
  readonly session: number;
  /** The resumption id, and the full JID. */
  readonly id?: string;
  readonly jid?: string;
  /** So many stanzas of before the last restart are in the store alone, and come first (suspended-session-store.ts). */
  readonly stored?: number;
  /** How many stanzas of the client were handled in committed ticks, and how many it has acknowledged. */
  readonly received?: number;
  readonly acknowledged?: number;
  /** What has begun to wait since the last record, oldest first. */
  readonly waiting?: readonly WaitingRecord[];
  /** Sent since the last record, oldest first. */
  readonly sent?: readonly SentRecord[];
  /** Of a session that has ended: so many are redelivered since the last record, first what was sent and then what waited. */
  readonly redelivered?: number;
  readonly state?: StateRecord;
  readonly over?: "ended";
}

/** A session when the process was killed. */
export interface JournaledSession extends StateRecord {
  readonly id: string;
  readonly jid: string;
  /** How many stanzas were in the store alone; undefined where the session is here as a whole. */
  readonly stored: number | undefined;
  readonly received: number;
  readonly acknowledged: number;
  /** Not acknowledged, oldest first: when it was sent, in milliseconds since 1970, and as XML. */
  readonly sent: readonly (readonly [time: number, xml: string])[];
  /** Not sent yet, oldest first, as XML. */
  readonly waiting: readonly string[];
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Replayed = Mutable<Omit<JournaledSession, "sent" | "waiting">> & {
  readonly sent: (readonly [time: number, xml: string])[];
  readonly waiting: Map<number, string>;
};

/** Each line is the records of one tick. A line that cannot be read ends it: what comes behind is not known to be whole. */
export function sessionsIn(lines: readonly string[], log: Pick<Logger, "warn">): readonly JournaledSession[] {
  const sessions = new Map<number, Replayed>();
  try {
    for (const line of lines) for (const record of JSON.parse(line) as SessionRecord[]) apply(sessions, record);
  } catch (error) {
    log.warn({ event: "session-journal-damaged", error });
  }
  return [...sessions.values()].map((session) => ({ ...session, waiting: [...session.waiting.values()] }));
}

function apply(sessions: Map<number, Replayed>, record: SessionRecord): void {
  const { session: number, id, jid, received, acknowledged, waiting = [], sent = [], state } = record;
  const { over, redelivered = 0 } = record;
  if (over === "ended") return void sessions.delete(number);
  if (id !== undefined && jid !== undefined) sessions.set(number, { ...NEW, id, jid, sent: [], waiting: new Map() });
  const session = sessions.get(number);
  if (!session) return;
  if (record.stored !== undefined) session.stored = record.stored;
  if (received !== undefined) session.received = received;
  for (const [place, xml] of waiting) session.waiting.set(place, xml);
  for (const [time, stanza] of sent) {
    const xml = typeof stanza === "string" ? stanza : (session.waiting.get(stanza) ?? "");
    if (typeof stanza === "number") session.waiting.delete(stanza);
    session.sent.push([time, xml]);
  }
  if (acknowledged !== undefined) {
    if (id === undefined) session.sent.splice(0, acknowledged - session.acknowledged);
    session.acknowledged = acknowledged;
  }
  const behind = redelivered - session.sent.splice(0, redelivered).length;
  for (const place of [...session.waiting.keys()].slice(0, behind)) session.waiting.delete(place);
  Object.assign(session, state);
}

const NEW = {
  ...{ stored: undefined, received: 0, acknowledged: 0 },
  ...{ presence: null, priority: 0, known: {}, ends: null },
} as const;
