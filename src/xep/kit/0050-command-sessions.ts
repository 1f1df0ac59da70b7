/** XEP-0050 §3.3: commands that were begun, each between two addresses. */
import { BoundedMap } from "../../bounded-map.ts";
import type { Jid } from "../../jid/jid.ts";

/** How many are known at once; beyond, the oldest is forgotten, at first of the account that begins one more. */
const MAX_EXECUTIONS = 1000;
const MAX_EXECUTIONS_PER_ACCOUNT = 50;
const HOUR = 3_600_000;

interface CommandSession {
  readonly node: string;
  readonly asker: string;
  readonly account: string;
  readonly begun: number;
  isOver: boolean;
}

export class CommandSessions {
  readonly #known = new BoundedMap<string, CommandSession>(MAX_EXECUTIONS);
  readonly #id: () => string;
  readonly #now: () => number;

  constructor({ id, now }: { readonly id: () => string; readonly now: () => number }) {
    this.#id = id;
    this.#now = now;
  }

  /** Returns its session id. */
  begin(node: string, asker: Jid): string {
    this.#makeRoom(asker.bare);
    const session = this.#id();
    this.#known.set(session, { node, asker: asker.full, account: asker.bare, begun: this.#now(), isOver: false });
    return session;
  }

  /** §4.4: "expired" is one that was completed or canceled, or that has waited for more than an hour. */
  stateOf(session: string, node: string, asker: Jid): "open" | "expired" | "unknown" {
    const execution = this.#known.get(session);
    if (execution?.node !== node || execution.asker !== asker.full) return "unknown";
    return execution.isOver || this.#now() - execution.begun > HOUR ? "expired" : "open";
  }

  end(session: string): void {
    const execution = this.#known.get(session);
    if (execution) execution.isOver = true;
  }

  #makeRoom(account: string): void {
    const own = [...this.#known].filter(([, execution]) => execution.account === account);
    const [oldest] = own.length >= MAX_EXECUTIONS_PER_ACCOUNT ? own : [];
    if (oldest) this.#known.delete(oldest[0]);
  }
}
