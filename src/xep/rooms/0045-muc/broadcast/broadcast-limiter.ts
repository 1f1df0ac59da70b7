/** Bounds the bytes that each account makes rooms send: the length of a stanza, times the clients that are sent it. */
import { BoundedMap } from "../../../../bounded-map.ts";
import { age } from "../../../../clock.ts";
import { StanzaError } from "../../../../stanza-error.ts";

export interface BroadcastLimiterDeps {
  /** Bytes at once. */
  readonly burst: number;
  /** Bytes a second, in the long run. */
  readonly rate: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Accounts with less than the whole burst left. */
const MAX_ACCOUNTS = 10_000;

export class BroadcastLimiter {
  readonly #deps: BroadcastLimiterDeps;
  /** By bare JID: the bytes that count against the burst, and when that was so. */
  readonly #spent = new BoundedMap<string, { readonly bytes: number; readonly at: number }>(MAX_ACCOUNTS);

  constructor(deps: BroadcastLimiterDeps) {
    this.#deps = deps;
  }

  /**
   * Counts a stanza of so many bytes from `account` (a bare JID) to so many clients. Throws StanzaError policy-violation where
   * it exceeds the burst by itself, resource-constraint where it does together with what came before.
   */
  spend(account: string, bytes: number, clients: number): void {
    const { burst, rate, now } = this.#deps;
    const cost = bytes * clients;
    if (cost > burst) {
      const max = Math.floor(burst / clients);
      throw new StanzaError("policy-violation", {
        text: `this is too long for so many: where ${clients} apps get it, it may have ${max} bytes`,
      });
    }
    const before = this.#spent.get(account);
    const spent = before ? Math.max(0, before.bytes - (age(before.at, now()) / 1000) * rate) : 0;
    if (spent + cost > burst) {
      const seconds = Math.ceil((spent + cost - burst) / rate);
      throw new StanzaError("resource-constraint", { type: "wait", text: `this is much at once: wait ${seconds} s` });
    }
    this.#spent.set(account, { bytes: spent + cost, at: now() });
  }
}
