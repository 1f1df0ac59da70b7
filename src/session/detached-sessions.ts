/** Sessions that have lost their clients and wait for them (XEP-0198 §5): each for its time, all together in so much memory. */
import { type Clock, systemClock } from "../clock.ts";

/** A session, as far as it waits. */
export interface DetachedSession {
  readonly account: string;
  /** Of all that is held for its client, in bytes of memory. */
  readonly weight: number;
  /** Nobody waits for it any more: it ends, and what it has goes where undeliverable messages go. */
  ended(): void;
}

export interface DetachedSessionsDeps {
  /** Bytes of memory for all together. */
  readonly maxWeight: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly after?: Clock["after"];
}

interface Entry {
  readonly stopTimer: () => void;
  readonly ends: number;
  weight: number;
}

export class DetachedSessions<Session extends DetachedSession> {
  readonly #options: DetachedSessionsDeps;
  /** Whoever has waited longest comes first. */
  readonly #entries = new Map<Session, Entry>();
  #weight = 0;

  constructor(options: DetachedSessionsDeps) {
    this.#options = options;
  }

  /** `ends`: until when, in milliseconds since 1970. */
  add(session: Session, ends: number): void {
    const { now, after = systemClock.after } = this.#options;
    const stopTimer = after(Math.max(0, ends - now()), () => session.ended());
    this.#entries.set(session, { stopTimer, ends, weight: 0 });
    this.enforceLimit(session);
  }

  /** Its client is back, or it is over. */
  remove(session: Session): void {
    const entry = this.#entries.get(session);
    if (!entry) return;
    entry.stopTimer();
    this.#weight -= entry.weight;
    this.#entries.delete(session);
  }

  /** Until when it waits, in milliseconds since 1970; undefined where it does not. */
  expiryOf(session: Session): number | undefined {
    return this.#entries.get(session)?.ends;
  }

  /** Of an account's, the one that has waited longest. */
  oldestOf(account: string): Session | undefined {
    return this.#entries.keys().find((session) => session.account === account);
  }

  /** More is held for it. Beyond the bound those end that have waited longest and hold something. */
  enforceLimit(session: Session): void {
    const entry = this.#entries.get(session);
    if (!entry) return;
    this.#weight += session.weight - entry.weight;
    entry.weight = session.weight;
    while (this.#weight > this.#options.maxWeight) {
      const [oldest] = this.#entries.entries().find(([, { weight }]) => weight > 0) ?? [];
      if (!oldest) return;
      oldest.ended();
      // Whatever its end has left undone.
      this.remove(oldest);
    }
  }
}
