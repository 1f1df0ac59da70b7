/** XEP-0280 §6.1: which messages are eligible for carbons, by the rules of urn:xmpp:carbons:rules:0. */
import type { Element } from "ltx";
import { BoundedMap } from "../../bounded-map.ts";
import { hasHint } from "../../im/instant-message.ts";
import { NS_CARBONS, NS_MUC_USER } from "../../namespaces.ts";
import type { Session } from "../../server/session.ts";
import { firstChild, type Stanza } from "../../stanza.ts";

/** Payloads that make a message of type normal part of a conversation. */
const PAYLOADS: ReadonlySet<string> = new Set([
  "urn:xmpp:receipts",
  "http://jabber.org/protocol/chatstates",
  "urn:xmpp:chat-markers:0",
  "jabber:x:conference",
]);

/** Whether a message that is no error is copied to the other sessions of its sender, or of its recipient. */
export function isEligible(stanza: Stanza, direction: "sent" | "received"): boolean {
  const { name, type, from, xml } = stanza;
  if (name !== "message" || firstChild(xml, "private", NS_CARBONS) || hasHint(stanza, "no-copy")) return false;
  const room = firstChild(xml, "x", NS_MUC_USER);
  if (room?.getChild("invite")) return type === "normal" || type === "chat";
  // A room sends a private message to each session that is in it.
  if (room && direction === "received" && from.resource !== "") return false;
  if (type === "chat") return true;
  return type === "normal" && (firstChild(xml, "body") !== undefined || xml.getChildElements().some(isPayload));
}

const isPayload = (child: Element): boolean => PAYLOADS.has(child.getNS() ?? "");

/** Sent messages of a session that are remembered. */
const MAX_REMEMBERED = 100;
/** Messages with longer ids are not remembered. */
const MAX_ID_LENGTH = 256;

/** The messages that were copied when they were sent: errors in response to them are copied as well. */
export class SentMessages {
  readonly #sent = new WeakMap<Session, BoundedMap<string, true>>();

  add(session: Session, { id, to }: Stanza): void {
    if (id === undefined || id.length > MAX_ID_LENGTH || !to) return;
    const sent = this.#sent.get(session) ?? new BoundedMap<string, true>(MAX_REMEMBERED);
    this.#sent.set(session, sent.set(`${to.bare} ${id}`, true));
  }

  /** Whether an error responds to one of them. */
  has(session: Session, { id, from }: Stanza): boolean {
    return this.#sent.get(session)?.has(`${from.bare} ${id}`) ?? false;
  }
}
