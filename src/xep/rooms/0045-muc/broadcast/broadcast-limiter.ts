/** How much one account makes rooms send: what it says, times those who get it. */
import { BoundedMap } from "../../../../bounded-map.ts";
import { StanzaError } from "../../../../stanza-error.ts";

export interface BroadcastLimiterDeps {
  /** Bytes at once. */
  readonly burst: number;
  /** Bytes a second, for long. */
  readonly rate: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Accounts that are remembered; of the others, the whole allowance is left. */
const MAX_ACCOUNTS = 10_000;

export class BroadcastLimiter {
  readonly #limits: BroadcastLimiterDeps;
  /** By bare JID, how many bytes were spent, and when that was so; who spent last is at the end. */
  readonly #spent = new BoundedMap<string, { readonly bytes: number; readonly at: number }>(MAX_ACCOUNTS);

  constructor(limits: BroadcastLimiterDeps) {
    this.#limits = limits;
  }

  /**
   * `account` (a bare JID) says so many bytes, and each of so many clients gets them. Throws StanzaError policy-violation where
   * that is too much at any time, resource-constraint where it is too much for now.
   */
  spend(account: string, bytes: number, clients: number): void {
    const { burst, rate, now } = this.#limits;
    const cost = bytes * clients;
    if (cost > burst) {
      const most = Math.floor(burst / clients);
      throw new StanzaError("policy-violation", {
        text: `this is too long for so many: where ${clients} apps get it, it may have ${most} bytes`,
      });
    }
    const before = this.#spent.get(account);
    const left = before ? Math.max(0, before.bytes - ((now() - before.at) / 1000) * rate) : 0;
    if (left + cost > burst) {
      const seconds = Math.ceil((left + cost - burst) / rate);
      throw new StanzaError("resource-constraint", { type: "wait", text: `this is much at once: wait ${seconds} s` });
    }
    this.#spent.set(account, { bytes: left + cost, at: now() });
  }
}
