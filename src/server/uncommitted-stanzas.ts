/** What others have sent and this tick has handled: if the disk takes nothing of the tick, each of them is refused. */
import type { Stanza } from "../stanza.ts";
import type { Database } from "../store/database.ts";
import type { Session } from "./session.ts";

export class UncommittedStanzas {
  #sessions = new Map<Stanza, Session | undefined>();

  constructor(
    db: Pick<Database, "onTick">,
    refuse: (stanza: Stanza, session: Session | undefined, error: unknown) => void,
  ) {
    db.onTick((lost) => {
      const handled = this.#sessions;
      this.#sessions = new Map();
      if (!lost) return;
      for (const [stanza, session] of handled) {
        refuse(stanza, session, lost);
        // That tick may be lost as well, and the refusal with it.
        this.add(stanza, session);
      }
    });
  }

  /** It has been handled, or refused: either is undone if the tick is lost. */
  add(stanza: Stanza, session: Session | undefined): void {
    this.#sessions.set(stanza, session);
  }
}
