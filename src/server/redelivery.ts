/** XEP-0198 §5: where messages go that a session has received and never acknowledged. */
import type { Element } from "ltx";
import { parseJid } from "../jid/jid.ts";
import { type Stanza, stanzaOf } from "../stanza.ts";
import type { Database } from "../store/database.ts";
import { chooseRecipients, isStoredOffline } from "./delivery.ts";
import type { Passage } from "./module.ts";
import { NOBODY, type Session, type Sessions } from "./session.ts";

export interface RedeliveryDeps {
  readonly db: Pick<Database, "atomically">;
  readonly sessions: Sessions;
  /** Stores a message offline; false where nobody does. */
  readonly store: (passage: Passage) => boolean;
}

export class Redelivery {
  readonly #deps: RedeliveryDeps;
  /** By a message to one session, the account's other sessions that were available and got neither it nor a copy. */
  readonly #missed = new WeakMap<Element, ReadonlySet<Session>>();

  constructor(deps: RedeliveryDeps) {
    this.#deps = deps;
  }

  /** The sessions that a message reaches, to be completed with those that get a copy; undefined where `note` is not needed. */
  watch(stanza: Stanza, account: string, recipients: ReadonlySet<Session>): Set<Session> | undefined {
    const isForOne = (stanza.to?.resource ?? "") !== "" && this.#deps.sessions.of(account).size > recipients.size;
    return isForOne && isStoredOffline(stanza) ? new Set(recipients) : undefined;
  }

  /** Remembers who was available and got nothing of a message that was delivered. */
  note({ stanza, account, reached }: Passage): void {
    if (!reached) return;
    const missed = [...this.#available(stanza, account)].filter((session) => !reached.has(session));
    if (missed.length > 0) this.#missed.set(stanza.xml, new Set(missed));
  }

  /**
   * `original` is the message as the session got it, `element` as it goes on. The sessions that missed it get it now, and
   * with `before` (those that were available when the session ended) those that have come since: they have looked for it in
   * the archive too early. Without any available session it is stored offline.
   */
  redeliver(element: Element, account: string, original: Element, before?: ReadonlySet<Session>): void {
    if (element.name !== "message" || element.attrs.type === "error") return;
    const stanza = stanzaOf(element, parseJid(element.attrs.from ?? ""));
    const available = this.#available(stanza, account);
    const missed = this.#missed.get(original);
    for (const session of available)
      if (missed?.has(session) || (before && !before.has(session))) session.send(element);
    if (available.size > 0) return;
    const passage: Passage = { stanza, account, peer: stanza.from, recipients: NOBODY };
    this.#deps.db.atomically(() => this.#deps.store(passage));
  }

  /** Who would receive the message if it were addressed to the account. */
  #available(stanza: Stanza, account: string): ReadonlySet<Session> {
    return chooseRecipients({ ...stanza, to: parseJid(account) }, this.#deps.sessions).recipients;
  }
}
