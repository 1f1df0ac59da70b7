/** XEP-0045 §7.4: a message to all occupants, in the four phases of a stanza: guard, amend, record, copy. */
import type { Element } from "ltx";
import { hasContent, hasHint } from "../../../../im/instant-message.ts";
import { type Stanza, withChildren, withXml, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { print, printOnce } from "../../../../xml/print.ts";
import { withStanzaId } from "../../../history/0359-stanza-ids.ts";
import { sessionJids } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import type { RoomMessage } from "../feature.ts";
import { roleHas } from "../privileges.ts";
import type { Sender } from "../state/archived-sender.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { changeSubject, isSubjectChange, newSubject } from "./room-subject.ts";
import { sanitizedChildren } from "./sanitizing.ts";

interface IdentifiedMessage extends RoomMessage {
  readonly id: number;
}

/**
 * Sends a message of type groupchat to all occupants. Throws StanzaError not-acceptable, forbidden, policy-violation and
 * resource-constraint (BroadcastLimiter), and what features refuse with.
 */
export function broadcastMessage(engine: Engine, room: Room, stanza: Stanza): void {
  const occupant = room.occupants.bySession(stanza.from.full);
  if (!occupant) throw new StanzaError("not-acceptable", { text: "you are not in this room" });
  const message = reflection(engine, room, stanza, occupant.nick);
  const passed = guardAndAmend(engine, { room, occupant, stanza, message });
  if (!passed) return;
  const subject = isSubjectChange(message) ? newSubject(engine, room, occupant, message) : undefined;
  if (!subject && !roleHas(occupant.role, "send messages to all"))
    throw new StanzaError("forbidden", { text: "you have no voice in this room" });
  const identified = withRoomId(engine, passed);
  const addresses = sessionJids(room);
  engine.broadcastLimiter.spend(occupant.account, printedLength(identified.message), addresses.length);
  const isArchived = record(engine, identified);
  if (subject) changeSubject(engine, room, subject, identified.message);
  engine.multicast(identified.message, addresses);
  for (const { copy } of engine.features) copy?.({ ...identified, isArchived });
}

/** From the occupant JID, with the id that the client gave. */
function reflection(engine: Engine, room: Room, { id, xml: sent }: Stanza, nick: string): Element {
  const from = room.occupantJid(nick);
  const attributes = { from, type: "groupchat", id: id ?? engine.id(), "xml:lang": sent.attrs["xml:lang"] };
  return withChildren(xml("message", attributes), sanitizedChildren(engine, room, sent));
}

/** Undefined where a feature swallows the message. Throws the StanzaError of one that refuses it. */
function guardAndAmend({ features }: Engine, received: RoomMessage): RoomMessage | undefined {
  for (const { guard } of features) {
    const verdict = guard?.(received);
    if (verdict === "drop") return undefined;
    if (verdict) throw verdict;
  }
  let { message } = received;
  for (const { amend } of features) message = amend?.({ ...received, message }) ?? message;
  return { ...received, message };
}

/** With a <stanza-id/> (XEP-0359), whether it will be archived or not. */
function withRoomId({ stanzaIds }: Engine, passed: RoomMessage): IdentifiedMessage {
  const id = stanzaIds.next();
  return { ...passed, id, message: withStanzaId(passed.message, passed.room.jid.bare, stanzaIds.encode(id)) };
}

/** In the archive of the room, where it has one, and by features. Returns whether the archive has it. */
function record(engine: Engine, identified: IdentifiedMessage): boolean {
  const { id, room, occupant, stanza, message } = identified;
  const isArchived = room.config.enablearchiving && isArchivable(withXml(stanza, message));
  if (isArchived) engine.archive.add(room, { id, message, sender: senderOf(room, occupant, stanza) });
  for (const { record } of engine.features) record?.(identified);
  return isArchived;
}

/** XEP-0313 §6.1.2: messages with content, and subject changes; XEP-0334: or as the sender hints. */
const isArchivable = (stanza: Stanza): boolean =>
  (hasContent(stanza) || isSubjectChange(stanza.xml) || hasHint(stanza, "store")) &&
  !hasHint(stanza, "no-store") &&
  !hasHint(stanza, "no-permanent-store");

const senderOf = ({ config }: Room, { affiliation, role }: Occupant, { from: jid }: Stanza): Sender => ({
  jid,
  affiliation,
  role,
  wasVisible: config.whois === "anyone",
});

/** In bytes. The print is kept for all recipients. */
function printedLength(message: Element): number {
  printOnce(message);
  return Buffer.byteLength(print(message));
}
