/** Counts password changes, so that an authentication by an old password does not outlast the change. */
import type { Accounts } from "../../store/accounts.ts";

export class PasswordChanges {
  /** By account, the count at its last change. */
  readonly #last = new Map<string, number>();
  #count = 0;

  constructor(accounts: Pick<Accounts, "onDisable" | "onPasswordChange" | "onRemove">) {
    const changed = (account: string): void => {
      this.#count += 1;
      this.#last.set(account, this.#count);
    };
    accounts.onPasswordChange(changed);
    accounts.onRemove(changed);
    accounts.onDisable(changed);
  }

  /** How many changes there have been so far. */
  get version(): number {
    return this.#count;
  }

  /** Whether the password of an account (a bare JID) was changed, or it was disabled or removed, after `version`. */
  hasChangedSince(account: string, version: number): boolean {
    return (this.#last.get(account) ?? 0) > version;
  }
}
