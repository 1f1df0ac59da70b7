/** How many requests of one network are under way: they come over one connection each, or through a proxy. */
import { networkOf } from "../net/ip-address.ts";

export class Underway {
  readonly #max: number;
  readonly #byNetwork = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Counts a request; returns what ends it, undefined (and counts nothing) where there are too many. */
  begin(address: string): (() => void) | undefined {
    const network = networkOf(address);
    const count = this.#byNetwork.get(network) ?? 0;
    if (count >= this.#max) return undefined;
    this.#byNetwork.set(network, count + 1);
    return () => {
      const left = (this.#byNetwork.get(network) ?? 1) - 1;
      if (left <= 0) this.#byNetwork.delete(network);
      else this.#byNetwork.set(network, left);
    };
  }
}
