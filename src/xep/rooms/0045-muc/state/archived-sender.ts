/** XEP-0313 §6.1.2: the sender of an archived message: an element in it that only the archive sees. */
import type { Element } from "ltx";
import { type Jid, storedJid } from "../../../../jid/jid.ts";
import { NS_MUC_USER, NS_OWN_ROOM } from "../../../../namespaces.ts";
import { withChildren, xml } from "../../../../stanza.ts";
import type { Room } from "./room.ts";

/** Removed from what clients send (occupant/sanitizing.ts). */
export const SENDER = ["sender", NS_OWN_ROOM] as const;

/** When the message was sent. */
export interface Sender {
  /** The full JID of the client. */
  readonly jid: Jid;
  readonly affiliation: string;
  readonly role: string;
  /** Whether all occupants could see the real JID. */
  readonly wasVisible: boolean;
}

export const withSender = (message: Element, { jid, affiliation, role, wasVisible }: Sender): Element =>
  withChildren(message, [
    ...message.children,
    xml(SENDER[0], { xmlns: SENDER[1], jid: jid.full, affiliation, role, known: wasVisible ? "1" : "0" }),
  ]);

/** The message without the element, and what it says; messages of the room itself have none. */
export function splitSender(archived: Element): { readonly message: Element; readonly sender: Sender | undefined } {
  const element = archived.getChild(...SENDER);
  if (!element) return { message: archived, sender: undefined };
  const { jid, affiliation, role, known } = element.attrs;
  const message = withChildren(
    archived,
    archived.children.filter((child) => child !== element),
  );
  return { message, sender: { jid: storedJid(jid), affiliation, role, wasVisible: known === "1" } };
}

/**
 * An archived message as a reader of the archive is sent it: with the real JID of its sender where the room shows it now and
 * did when the message was sent. A room that becomes non-anonymous reveals no earlier senders.
 */
export function archivedMessageFor(room: Room, archived: Element, isModerator: boolean): Element {
  const { message, sender } = splitSender(archived);
  const seesRealJid = isModerator || (room.config.whois === "anyone" && sender?.wasVisible);
  if (!sender || !seesRealJid) return message;
  const { jid, affiliation, role } = sender;
  const item = xml("item", { affiliation, role, jid: jid.full });
  return withChildren(message, [...message.children, xml("x", { xmlns: NS_MUC_USER }, item)]);
}
