/** How many connections there may be: altogether, and not yet authenticated from one place. Shared by listeners. */
import { networkOf } from "./ip-address.ts";

export interface ConnectionBounds {
  readonly connections: number;
  /** Not yet established, from one IPv4 address or one IPv6 /64. */
  readonly pendingPerNetwork: number;
}

export class ConnectionLimits {
  readonly #limits: ConnectionBounds;
  readonly #pending = new Map<string, number>();
  readonly #total: { connections: number };

  constructor(limits: ConnectionBounds, total = { connections: 0 }) {
    this.#limits = limits;
    this.#total = total;
  }

  /** Another one, for peers of another kind: they count among all, and who is pending here leaves them their places. */
  sibling(): ConnectionLimits {
    return new ConnectionLimits(this.#limits, this.#total);
  }

  /** How many connections stand, the pending ones among them. */
  get connections(): number {
    return this.#total.connections;
  }

  /** Counts a new connection; false when there is no room for it: it is not counted then. */
  admit(address: string): boolean {
    const network = networkOf(address);
    const pending = this.#pending.get(network) ?? 0;
    if (pending >= this.#limits.pendingPerNetwork || this.connections >= this.#limits.connections) return false;
    this.#pending.set(network, pending + 1);
    this.#total.connections += 1;
    return true;
  }

  /** Its peer is known, or it is gone: it is pending no more. */
  noLongerPending(address: string): void {
    const network = networkOf(address);
    const left = (this.#pending.get(network) ?? 1) - 1;
    if (left <= 0) this.#pending.delete(network);
    else this.#pending.set(network, left);
  }

  closed(): void {
    this.#total.connections -= 1;
  }
}
