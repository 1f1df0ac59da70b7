/** XEP-0050 §3.3: the sessions of commands, each between two addresses. */
import { BoundedMap } from "../../bounded-map.ts";
import { HOUR } from "../../clock.ts";
import type { Jid } from "../../jid/jid.ts";

/** Beyond, the oldest session of the account is removed, or the oldest of all. */
const MAX_SESSIONS = 1000;
const MAX_SESSIONS_PER_ACCOUNT = 50;

interface CommandSession {
  readonly node: string;
  readonly requester: string;
  readonly account: string;
  readonly begun: number;
  hasEnded: boolean;
}

export class CommandSessions {
  readonly #known = new BoundedMap<string, CommandSession>(MAX_SESSIONS);
  readonly #id: () => string;
  readonly #now: () => number;

  constructor({ id, now }: { readonly id: () => string; readonly now: () => number }) {
    this.#id = id;
    this.#now = now;
  }

  /** Returns the session id. */
  begin(node: string, requester: Jid): string {
    this.#makeRoom(requester.bare);
    const session = this.#id();
    this.#known.set(session, {
      node,
      requester: requester.full,
      account: requester.bare,
      begun: this.#now(),
      hasEnded: false,
    });
    return session;
  }

  /** §4.4: a session expires when it is completed or canceled, or after an hour. */
  stateOf(session: string, node: string, requester: Jid): "open" | "expired" | "unknown" {
    const found = this.#known.get(session);
    if (found?.node !== node || found.requester !== requester.full) return "unknown";
    return found.hasEnded || this.#now() - found.begun > HOUR ? "expired" : "open";
  }

  end(session: string): void {
    const found = this.#known.get(session);
    if (found) found.hasEnded = true;
  }

  #makeRoom(account: string): void {
    const own = [...this.#known].filter(([, found]) => found.account === account);
    const [oldest] = own.length >= MAX_SESSIONS_PER_ACCOUNT ? own : [];
    if (oldest) this.#known.delete(oldest[0]);
  }
}
