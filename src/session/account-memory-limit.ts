/** Limits the memory that all sessions of one account take together. */
import { StreamError } from "../stream-error.ts";

export interface WeighedSession {
  readonly account: string;
  /** Bytes of memory that are held for its client. */
  readonly weight: number;
  end(reason: StreamError): void;
}

export interface AccountMemoryLimitDeps {
  /** Bytes for one account. */
  readonly max: number;
  readonly sessionsOf: (account: string) => ReadonlySet<WeighedSession>;
}

export class AccountMemoryLimit {
  readonly #deps: AccountMemoryLimitDeps;

  constructor(deps: AccountMemoryLimitDeps) {
    this.#deps = deps;
  }

  /**
   * A session takes more memory than before. Where those of its account are over the limit together, the heaviest ends with
   * resource-constraint (RFC 6120 §4.9.3.17). While this session has no more than an equal share, the others are not weighed.
   */
  enforce(session: WeighedSession): void {
    const { max, sessionsOf } = this.#deps;
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
