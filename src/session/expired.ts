/** XEP-0198 §5: how much was handled in sessions that can no longer be resumed; their clients then repeat only the rest. */

/** As many as are remembered; the oldest are forgotten. */
const MOST = 1000;

export class ExpiredSessions {
  readonly #handled = new Map<string, { readonly account: string; readonly h: number }>();

  /** `id` is the resumption id. */
  add(id: string, account: string, h: number): void {
    this.#handled.set(id, { account, h });
    const [oldest] = this.#handled.keys();
    if (this.#handled.size > MOST && oldest !== undefined) this.#handled.delete(oldest);
  }

  /** `h` of a session that was this account's; undefined where it is not remembered. */
  handled(id: string, account: string): number | undefined {
    const known = this.#handled.get(id);
    return known?.account === account ? known.h : undefined;
  }
}
