/** RFC 6121 §4: the resources of others whose presence accounts receive, with the keys of their capabilities. */
import type { Jid } from "../../jid/jid.ts";

/** Visible to one account; of which so many are strangers: occupants of rooms, or senders of directed presence. */
const MAX_RESOURCES = 5000;
const MAX_STRANGERS = 1000;

/** A resource whose presence an account receives: one of its own, or of another account. */
export interface VisibleResource {
  /** Bare JID. */
  readonly account: string;
  readonly jid: Jid;
}

const NOBODY: ReadonlyMap<string, string> = new Map();

export class VisibleResources {
  /** By account, by bare JID, by full JID; the key is "" for presence without capabilities. */
  readonly #seen = new Map<string, Map<string, Map<string, string>>>();
  readonly #counts = new Map<string, number>();

  /** Returns false where the account has too many already. Strangers leave room for contacts. */
  add(account: string, { bare, full }: Jid, key: string, isContact: () => boolean): boolean {
    const contacts = this.#seen.get(account) ?? new Map<string, Map<string, string>>();
    const resources = contacts.get(bare) ?? new Map<string, string>();
    if (!resources.has(full)) {
      const count = this.#counts.get(account) ?? 0;
      if (count >= MAX_RESOURCES || (count >= MAX_STRANGERS && !isContact())) return false;
      this.#counts.set(account, count + 1);
    }
    this.#seen.set(account, contacts.set(bare, resources.set(full, key)));
    return true;
  }

  /** A bare JID removes all of its resources. */
  remove(account: string, { bare, full, resource }: Jid): void {
    const contacts = this.#seen.get(account);
    const resources = contacts?.get(bare);
    if (!contacts || !resources) return;
    const count = this.#counts.get(account) ?? 0;
    const isLast = resource === "" || (resources.size === 1 && resources.has(full));
    const removed = isLast ? resources.size : Number(resources.delete(full));
    if (isLast) contacts.delete(bare);
    this.#counts.set(account, count - removed);
    if (contacts.size === 0) this.forget(account);
  }

  keyOf(account: string, { bare, full }: Jid): string | undefined {
    return this.#seen.get(account)?.get(bare)?.get(full);
  }

  of(account: string, bare: string): ReadonlyMap<string, string> {
    return this.#seen.get(account)?.get(bare) ?? NOBODY;
  }

  visibleTo(account: string): Iterable<string> {
    return this.#seen.get(account)?.keys() ?? [];
  }

  forget(account: string): void {
    this.#seen.delete(account);
    this.#counts.delete(account);
  }
}
