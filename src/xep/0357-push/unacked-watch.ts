/** Apps that are connected as far as anybody knows, and acknowledge nothing (XEP-0198): a phone that sleeps, or is in a tunnel. */
import type { Element } from "ltx";
import type { Session } from "../../server/session.ts";

export interface SilenceParts {
  /** Milliseconds that an app may take. */
  readonly patience: number;
  readonly now: () => number;
  readonly schedule: (milliseconds: number, callback: () => void) => void;
  readonly isUrgent: (stanza: Element) => boolean;
  /** These have not been acknowledged in time; each of them once. */
  readonly missed: (session: Session, messages: readonly Element[]) => void;
}

export class UnackedWatch {
  readonly #parts: SilenceParts;
  readonly #watched = new WeakSet<Session>();
  readonly #told = new WeakSet<Element>();

  constructor(parts: SilenceParts) {
    this.#parts = parts;
  }

  /** Something is on its way to this session. */
  watch(session: Session, milliseconds = this.#parts.patience): void {
    if (this.#watched.has(session)) return;
    this.#watched.add(session);
    this.#parts.schedule(milliseconds, () => this.#look(session));
  }

  /** Those that `missed` has not been given. */
  unreported(messages: readonly Element[]): readonly Element[] {
    return messages.filter((message) => !this.#told.has(message));
  }

  #look(session: Session): void {
    const { patience, now, isUrgent, missed } = this.#parts;
    this.#watched.delete(session);
    if (!session.isConnected) return;
    const open = session.unacknowledged.filter(({ stanza }) => isUrgent(stanza) && !this.#told.has(stanza));
    const late = open.filter(({ time }) => now() - time >= patience);
    for (const { stanza } of late) this.#told.add(stanza);
    if (late.length > 0)
      missed(
        session,
        late.map(({ stanza }) => stanza),
      );
    const next = open[late.length];
    if (next) this.watch(session, Math.max(1, next.time + patience - now()));
  }
}
