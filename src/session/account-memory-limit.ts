/** How much memory the apps of one account may take, all together. */
import { StreamError } from "../stream-error.ts";

/** A session, as far as it costs memory. */
export interface WeighedSession {
  readonly account: string;
  /** Of all that is held for its client, in bytes. */
  readonly weight: number;
  end(reason: StreamError): void;
}

export interface AccountMemoryLimitDeps {
  /** Bytes for one account. */
  readonly max: number;
  readonly sessionsOf: (account: string) => ReadonlySet<WeighedSession>;
}

export class AccountMemoryLimit {
  readonly #parts: AccountMemoryLimitDeps;

  constructor(parts: AccountMemoryLimitDeps) {
    this.#parts = parts;
  }

  /**
   * More is held for a session. Where its account's sessions are too heavy, the heaviest ends with resource-constraint
   * (RFC 6120 §4.9.3.17): what it has not acknowledged goes where undeliverable messages go. While no session has more
   * than an equal share, nobody is weighed but the one that has grown.
   */
  enforce(session: WeighedSession): void {
    const { max, sessionsOf } = this.#parts;
    const sessions = sessionsOf(session.account);
    if (session.weight * sessions.size <= max) return;
    let total = 0;
    let heaviest = session;
    for (const each of sessions) {
      total += each.weight;
      if (each.weight > heaviest.weight) heaviest = each;
    }
    if (total > max)
      heaviest.end(new StreamError("resource-constraint", "too much waits for the apps of this account"));
  }
}
