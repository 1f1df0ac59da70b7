/** XEP-0191 §5: JID matching, against many JIDs at once. */
import type { Jid } from "../jid/jid.ts";

export class JidMatcher {
  readonly #all: ReadonlySet<string>;
  /** The full JIDs, by bare JID. */
  readonly #resources = new Map<string, string[]>();

  /** JIDs: full, bare, or domains. */
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

  /** Whether they include the JID itself, its bare JID or its domain. */
  matches({ full, bare, domain }: Jid): boolean {
    return this.#all.has(full) || this.#all.has(bare) || this.#all.has(domain);
  }

  /** The addresses of a contact (a bare JID) that match: its bare JID, and full JIDs. */
  addressesOf(contact: string): readonly string[] {
    const domain = contact.slice(contact.indexOf("@") + 1);
    const isWhole = this.#all.has(contact) || this.#all.has(domain);
    return [...(isWhole ? [contact] : []), ...(this.#resources.get(contact) ?? [])];
  }
}
