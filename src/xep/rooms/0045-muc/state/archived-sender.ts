/** XEP-0313 §6.1.2: who has said what the archive keeps: a note in each message, which nobody is sent as it is. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../../../../jid/jid.ts";
import { withChildren, xml } from "../../../../stanza.ts";
import { USER } from "../namespaces.ts";
import type { Room } from "./room.ts";

/** Our own: no client can write it into a message that is kept (cleaning.ts). */
export const SENDER = ["sender", "urn:jabber-home:room:0"] as const;

/** At the time. */
export interface Sender {
  /** The client's full JID. */
  readonly jid: Jid;
  readonly affiliation: string;
  readonly role: string;
  /** Whether those in the room could see the address. */
  readonly wasVisible: boolean;
}

/** The message with the note. */
export const withSender = (message: Element, { jid, affiliation, role, wasVisible }: Sender): Element =>
  withChildren(message, [
    ...message.children,
    xml(SENDER[0], { xmlns: SENDER[1], jid: jid.full, affiliation, role, known: wasVisible ? "1" : "0" }),
  ]);

/** The message without the note, and what it says; what the room itself has said has none. */
export function splitSender(kept: Element): { readonly message: Element; readonly sender: Sender | undefined } {
  const note = kept.getChild(...SENDER);
  if (!note) return { message: kept, sender: undefined };
  const { jid, affiliation, role, known } = note.attrs;
  const message = withChildren(
    kept,
    kept.children.filter((child) => child !== note),
  );
  return { message, sender: { jid: parseJid(jid), affiliation, role, wasVisible: known === "1" } };
}

/**
 * As somebody sees it who asks for it later: with the sender's address where this viewer may see it now, and could then:
 * what was said behind a nickname stays behind it, whatever the room becomes.
 */
export function archivedMessageFor(room: Room, kept: Element, isModerator: boolean): Element {
  const { message, sender } = splitSender(kept);
  const seesAddress = isModerator || (room.config.whois === "anyone" && sender?.wasVisible);
  if (!sender || !seesAddress) return message;
  const { jid, affiliation, role } = sender;
  const item = xml("item", { affiliation, role, jid: jid.full });
  return withChildren(message, [...message.children, xml("x", { xmlns: USER }, item)]);
}
