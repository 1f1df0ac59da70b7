/** XEP-0198 §5: sessions without a stream, which their clients may resume: each for its time, all together in bounded memory. */
import { type Clock, systemClock } from "../clock.ts";

export interface DetachedSession {
  readonly account: string;
  /** Bytes of memory that are held for its client. */
  readonly weight: number;
  /** Ends the session: its unacknowledged stanzas are redelivered. */
  ended(): void;
}

export interface DetachedSessionsDeps {
  /** Bytes of memory for all together. */
  readonly maxWeight: number;
  readonly clock?: Pick<Clock, "monotonic" | "after">;
}

interface Entry {
  readonly cancelTimer: () => void;
  /** Of Clock.monotonic: setting the machine's clock ends no session. */
  readonly deadline: number;
  weight: number;
}

export class DetachedSessions<Session extends DetachedSession> {
  readonly #deps: DetachedSessionsDeps;
  readonly #clock: Pick<Clock, "monotonic" | "after">;
  /** In the order in which they were detached. */
  readonly #entries = new Map<Session, Entry>();
  #weight = 0;

  constructor(deps: DetachedSessionsDeps) {
    this.#deps = deps;
    this.#clock = deps.clock ?? systemClock;
  }

  /** `time`: milliseconds for which it can be resumed. */
  add(session: Session, time: number): void {
    const cancelTimer = this.#clock.after(time, () => session.ended());
    this.#entries.set(session, { cancelTimer, deadline: this.#clock.monotonic() + time, weight: 0 });
    this.enforceLimit(session);
  }

  /** It has been resumed, or has ended. */
  remove(session: Session): void {
    const entry = this.#entries.get(session);
    if (!entry) return;
    entry.cancelTimer();
    this.#weight -= entry.weight;
    this.#entries.delete(session);
  }

  /** Milliseconds for which it can still be resumed; undefined where the session is not detached. */
  timeLeft(session: Session): number | undefined {
    const deadline = this.#entries.get(session)?.deadline;
    return deadline === undefined ? undefined : Math.max(0, Math.ceil(deadline - this.#clock.monotonic()));
  }

  /** The session of an account that was detached first. */
  oldestOf(account: string): Session | undefined {
    return this.#entries.keys().find((session) => session.account === account);
  }

  /** A session takes more memory than before. Over the limit, those end that were detached first and take any. */
  enforceLimit(session: Session): void {
    const entry = this.#entries.get(session);
    if (!entry) return;
    this.#weight += session.weight - entry.weight;
    entry.weight = session.weight;
    while (this.#weight > this.#deps.maxWeight) {
      const [oldest] = this.#entries.entries().find(([, { weight }]) => weight > 0) ?? [];
      if (!oldest) return;
      oldest.ended();
      // Where its end has not removed it, the loop goes on all the same.
      this.remove(oldest);
    }
  }
}
