/** Finds sessions that seem connected but acknowledge nothing (XEP-0198), as of a phone that sleeps or is out of reach. */
import type { Element } from "ltx";
import { age } from "../../clock.ts";
import type { Session } from "../../server/session.ts";

interface UnackedWatchDeps {
  /** In milliseconds. */
  readonly ackTimeout: number;
  readonly now: () => number;
  readonly schedule: (milliseconds: number, callback: () => void) => void;
  readonly isUrgent: (stanza: Element) => boolean;
  /** Called with messages that were not acknowledged in time, once for each of them. */
  readonly onTimeout: (session: Session, messages: readonly Element[]) => void;
}

export class UnackedWatch {
  readonly #deps: UnackedWatchDeps;
  readonly #watched = new WeakSet<Session>();
  readonly #reported = new WeakSet<Element>();

  constructor(deps: UnackedWatchDeps) {
    this.#deps = deps;
  }

  /** A message has been sent to this session. */
  watch(session: Session, milliseconds = this.#deps.ackTimeout): void {
    if (this.#watched.has(session)) return;
    this.#watched.add(session);
    this.#deps.schedule(milliseconds, () => this.#check(session));
  }

  /** Those of the messages that `onTimeout` has not been called with. */
  unreported(messages: readonly Element[]): readonly Element[] {
    return messages.filter((message) => !this.#reported.has(message));
  }

  #check(session: Session): void {
    const { ackTimeout, now, isUrgent, onTimeout } = this.#deps;
    this.#watched.delete(session);
    if (!session.isConnected) return;
    const open = session.unacknowledged.filter(({ stanza }) => isUrgent(stanza) && !this.#reported.has(stanza));
    const late = open.filter(({ time }) => age(time, now()) >= ackTimeout);
    for (const { stanza } of late) this.#reported.add(stanza);
    if (late.length > 0)
      onTimeout(
        session,
        late.map(({ stanza }) => stanza),
      );
    const next = open[late.length];
    if (next) this.watch(session, Math.max(1, next.time + ackTimeout - now()));
  }
}
