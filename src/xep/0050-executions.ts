/** XEP-0050 §3.3: commands that were begun and wait for their form, each between two addresses. */
import type { Jid } from "../jid.ts";

/** How many wait at once; beyond, the oldest is forgotten. */
const MOST = 1000;
const HOUR = 3_600_000;

interface Execution {
  readonly node: string;
  readonly asker: string;
  readonly begun: number;
}

export class Executions {
  readonly #open = new Map<string, Execution>();
  readonly #id: () => string;
  readonly #now: () => number;

  constructor({ id, now }: { readonly id: () => string; readonly now: () => number }) {
    this.#id = id;
    this.#now = now;
  }

  /** Returns its session id. */
  begin(node: string, asker: Jid): string {
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST) this.#open.delete(oldest);
    const session = this.#id();
    this.#open.set(session, { node, asker: asker.full, begun: this.#now() });
    return session;
  }

  stateOf(session: string, node: string, asker: Jid): "open" | "expired" | "unknown" {
    const execution = this.#open.get(session);
    if (execution?.node !== node || execution.asker !== asker.full) return "unknown";
    if (this.#now() - execution.begun <= HOUR) return "open";
    this.#open.delete(session);
    return "expired";
  }

  end(session: string): void {
    this.#open.delete(session);
  }
}
