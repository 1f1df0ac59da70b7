/** Limits the number of connections: all of them, and pending (not yet authenticated) ones of one network. Shared by listeners. */
import { networkOf } from "./ip-address.ts";

export interface ConnectionBounds {
  readonly connections: number;
  /** Not yet authenticated, from one IPv4 address or one IPv6 /64. */
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

  /** Limits for peers of another kind: with the same total, and a count of pending connections of their own. */
  sibling(): ConnectionLimits {
    return new ConnectionLimits(this.#limits, this.#total);
  }

  /** All connections, pending ones included. */
  get connections(): number {
    return this.#total.connections;
  }

  /** Counts a new connection; returns false, and counts nothing, where a limit is reached. */
  admit(address: string): boolean {
    const network = networkOf(address);
    const pending = this.#pending.get(network) ?? 0;
    if (pending >= this.#limits.pendingPerNetwork || this.connections >= this.#limits.connections) return false;
    this.#pending.set(network, pending + 1);
    this.#total.connections += 1;
    return true;
  }

  /** The peer is authenticated, or the connection is closed. */
  noLongerPending(address: string): void {
    const network = networkOf(address);
    const left = (this.#pending.get(network) ?? 1) - 1;
    if (left <= 0) this.#pending.delete(network);
    else this.#pending.set(network, left);
  }

  /** To be called for each connection that was admitted, also after `noLongerPending`. */
  closed(): void {
    this.#total.connections -= 1;
  }
}
