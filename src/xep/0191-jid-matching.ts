/** XEP-0191 §5: many items at once, and whom they mean: a look at sets, however many they are. */
import type { Jid } from "../jid/jid.ts";

export class JidMatcher {
  readonly #all: ReadonlySet<string>;
  /** By bare JID, the resources of it that are meant, as full JIDs. */
  readonly #resources = new Map<string, string[]>();

  /** Addresses as they are stored: full, bare, or domains. */
  constructor(jids: readonly string[]) {
    this.#all = new Set(jids);
    for (const jid of this.#all) {
      const [bare = ""] = jid.split("/", 1);
      if (bare === jid || !bare.includes("@")) continue;
      const resources = this.#resources.get(bare) ?? [];
      resources.push(jid);
      this.#resources.set(bare, resources);
    }
  }

  /** Whether one of them matches the address: itself, its account or its domain. */
  matches({ full, bare, domain }: Jid): boolean {
    return this.#all.has(full) || this.#all.has(bare) || this.#all.has(domain);
  }

  /** The addresses of a contact (a bare JID) that are meant: all of it, or resources of it. */
  addressesOf(contact: string): readonly string[] {
    const domain = contact.slice(contact.indexOf("@") + 1);
    const isWhole = this.#all.has(contact) || this.#all.has(domain);
    return [...(isWhole ? [contact] : []), ...(this.#resources.get(contact) ?? [])];
  }
}
