/** A message between two accounts of this server is in both archives, and stored once: the row of its recipient names that of its sender. */
import { BoundedMap } from "../../../bounded-map.ts";
import { NS_STANZA_ID } from "../../../namespaces.ts";
import type { Database } from "../../../store/database.ts";
import type { Truncatable } from "../../../store/tick.ts";
import { printValue } from "../../../xml/print.ts";
import type { StanzaIds } from "../0359-stanza-ids.ts";

export interface Text {
  /** The number of the message. */
  readonly id: number;
  readonly owner: number;
  readonly xml: string;
}

/** By how much the number of a copy is above that of its original, at most: where it has to be looked for. */
export const MAX_DISTANCE = 10_000;

const END = "</message>";
/** Accounts in memory. */
const MAX_CACHED = 2000;

export interface CopiesDeps {
  readonly db: Pick<Database, "onTick" | "truncateOnRollback">;
  readonly encode: StanzaIds["encode"];
  /** The bare JID of an owner; undefined for an abandoned archive. */
  readonly accountOf: (owner: number) => string | undefined;
}

/** What the archives of sender and recipient have in common: the latter's message has a <stanza-id/> at its end (XEP-0359 §3). */
export class Copies implements Truncatable {
  readonly #deps: CopiesDeps;
  /** The message that was stored last, in the same tick. */
  #latest: Text | undefined;
  /** By owner. Of numbers that are rolled back nothing is kept. */
  readonly #accounts = new BoundedMap<number, string>(MAX_CACHED);
  /** For rollbacks: grows with what is remembered here, and never falls. */
  length = 0;

  constructor(deps: CopiesDeps) {
    this.#deps = deps;
    deps.db.truncateOnRollback(this);
    deps.db.onTick((lost) => {
      this.forget();
      if (lost) this.#accounts.clear();
    });
  }

  /** The number of the message that is stored already and has this one's text but for its <stanza-id/>; undefined where there is none. */
  originalOf({ id, owner, xml }: Text): number | undefined {
    const latest = this.#latest;
    if (latest === undefined || id <= latest.id || id - latest.id > MAX_DISTANCE) return undefined;
    if (xml.length <= latest.xml.length) return undefined;
    return this.copied(latest.xml, { id, owner }) === xml ? latest.id : undefined;
  }

  /** A message has been stored with its text. */
  stored(text: Text): void {
    this.length += 1;
    this.#latest = text;
  }

  /** What is stored is not to be named by others any more: it is changed, removed, or has a copy. */
  forget(): void {
    this.#latest = undefined;
  }

  truncate(length: number): void {
    if (length === this.length) return;
    this.forget();
    this.#accounts.clear();
  }

  /** The text of a copy, by that of its original. */
  copied(xml: string, { id, owner }: Omit<Text, "xml">): string {
    const account = this.#accountOf(owner);
    if (account === undefined || !xml.endsWith(END)) return xml;
    const stanzaId = `<stanza-id xmlns="${NS_STANZA_ID}" by="${printValue(account)}" id="${this.#deps.encode(id)}"/>`;
    return `${xml.slice(0, -END.length)}${stanzaId}${END}`;
  }

  #accountOf(owner: number): string | undefined {
    const known = this.#accounts.get(owner);
    if (known !== undefined) return known;
    const account = this.#deps.accountOf(owner);
    if (account === undefined) return undefined;
    this.length += 1;
    this.#accounts.set(owner, account);
    return account;
  }
}
