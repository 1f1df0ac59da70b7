/** XEP-0198 §5: how much was handled in sessions that can no longer be resumed; their clients then repeat only the rest. */
import { BoundedMap } from "../bounded-map.ts";

/** As many as are remembered; the oldest are forgotten. */
const MAX_REMEMBERED = 1000;

export class ExpiredSessions {
  readonly #handled = new BoundedMap<string, { readonly account: string; readonly h: number }>(MAX_REMEMBERED);

  /** `id` is the resumption id. */
  add(id: string, account: string, h: number): void {
    this.#handled.set(id, { account, h });
  }

  /** `h` of a session that was this account's; undefined where it is not remembered. */
  handled(id: string, account: string): number | undefined {
    const known = this.#handled.get(id);
    return known?.account === account ? known.h : undefined;
  }
}
