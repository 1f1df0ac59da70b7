/** What an app that is woken finds: a push for a message that it cannot fetch would show an alert about nothing. */
import { BoundedMap } from "../../bounded-map.ts";
import { hasHint, isInstantMessage } from "../../im/instant-message.ts";
import { NS_STANZA_ID } from "../../namespaces.ts";
import { isStoredOffline } from "../../server/delivery.ts";
import type { Passage } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { isCall } from "./urgent.ts";

/** Accounts of which the last message is remembered. */
const MAX_REMEMBERED = 1000;

/** The id in the account's archive (XEP-0359): others cannot give one in its name. */
const archiveIdOf = ({ stanza, account }: Passage): string | undefined =>
  stanza.xml.getChildren("stanza-id", NS_STANZA_ID).find(({ attrs }) => attrs.by === account)?.attrs.id;

/** What no session has received was stored offline, unless it was dropped: its sender is told where it can be neither. */
const isOffline = ({ stanza, recipients }: Passage): boolean =>
  recipients.size === 0 && isStoredOffline(stanza) && isInstantMessage(stanza) && !hasHint(stanza, "no-store");

/** A session that has lost its client, and gives it the message when it is resumed (XEP-0198). */
export const isHeldFor = (session: Session | undefined, { recipients, reached }: Passage): boolean =>
  session !== undefined && (recipients.has(session) || reached?.has(session) === true);

export class Fetchable {
  readonly #lastArchived = new BoundedMap<string, string>(MAX_REMEMBERED);

  /** Who is told of a message: every app, the one alone whose session holds it, or none, for one more copy of the last. */
  scopeOf(passage: Passage): "all" | "holder" | "nobody" {
    const id = archiveIdOf(passage);
    if (id === undefined) return isOffline(passage) || isCall(passage.stanza.xml) ? "all" : "holder";
    if (this.#lastArchived.get(passage.account) === id) return "nobody";
    this.#lastArchived.set(passage.account, id);
    return "all";
  }
}
