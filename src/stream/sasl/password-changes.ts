/** Whether an account's password has changed since something began: what an old one has proven, is worth nothing then. */
import type { Accounts } from "../../store/accounts.ts";

export class PasswordChanges {
  /** By account, when its password last changed. */
  readonly #last = new Map<string, number>();
  #now = 0;

  constructor(accounts: Pick<Accounts, "onDisable" | "onPasswordChange" | "onRemove">) {
    const changed = (account: string): void => {
      this.#now += 1;
      this.#last.set(account, this.#now);
    };
    accounts.onPasswordChange(changed);
    accounts.onRemove(changed);
    accounts.onDisable(changed);
  }

  /** A time, counted in changes. */
  get version(): number {
    return this.#now;
  }

  /** Whether an account (a bare JID) got another password, was disabled or removed, after `since`. */
  hasChangedSince(account: string, since: number): boolean {
    return (this.#last.get(account) ?? 0) > since;
  }
}
