/** XEP-0198 §5: the sessions of a former process, from the store (after a stop) and from the journal (after a crash). */
import type { Element } from "ltx";
import { measure } from "../xml/weight.ts";
import { ENDED_STATE, type JournaledSession } from "./journal-record.ts";
import type { Sent } from "./stream-management-state.ts";
import type { RevivedSession, StoredState } from "./suspended-session-store.ts";

export type StoredSession = RevivedSession & StoredState;

export interface FormerSession extends StoredSession {
  /** The process was killed while it was there. */
  readonly isCrashed: boolean;
  /** It had ended: what it has is redelivered. */
  readonly hasEnded?: boolean;
}

/**
 * Each session once. The journal is right about those that it has. What it has of one may come behind what is in the store since
 * the stop before, where that stays until the session is resumed. `parse` parses what `print` has printed.
 */
export function formerSessions(
  stored: readonly StoredSession[],
  journaled: readonly JournaledSession[],
  parse: (text: string) => Element,
): readonly FormerSession[] {
  const rest = new Map(journaled.map((session) => [session.id, session]));
  const former: FormerSession[] = [];
  for (const session of stored) {
    const later = rest.get(session.id);
    rest.delete(session.id);
    if (!later) former.push({ ...session, isCrashed: false });
    else if (later.stored !== undefined) former.push({ ...continued(session, later, parse), isCrashed: true });
    else former.push(fromJournal(later, parse));
  }
  for (const session of rest.values()) if (session.stored === undefined) former.push(fromJournal(session, parse));
  return former;
}

/**
 * What had not been sent before the stop has been since, or is what waits: the journal has it. Where the process was killed in
 * another stop, the store has got a part of what was sent since.
 */
const continued = (
  session: StoredSession,
  later: JournaledSession,
  parse: (text: string) => Element,
): StoredSession => ({
  ...session,
  sent: sentIn(later, parse).slice((session.stored?.count ?? 0) - (later.stored ?? 0)),
  waiting: later.sent.length + later.waiting.length > 0 ? later.waiting.map(parse) : session.waiting,
});

function fromJournal(session: JournaledSession, parse: (text: string) => Element): FormerSession {
  const { id, jid, received, acknowledged, presence, priority, known, ends } = session;
  return {
    ...{ id, jid, received, acknowledged, priority },
    presence: presence === null ? undefined : parse(presence),
    sent: sentIn(session, parse),
    waiting: session.waiting.map(parse),
    expiry: ends ?? Number.POSITIVE_INFINITY,
    moduleStates: known,
    isCrashed: true,
    hasEnded: ends === ENDED_STATE.ends,
  };
}

const sentIn = ({ sent }: JournaledSession, parse: (text: string) => Element): readonly Sent[] =>
  sent.map(([time, xml]) => {
    const stanza = parse(xml);
    return { stanza, time, ...measure(stanza, Buffer.byteLength(xml)) };
  });
