/** XEP-0045 §7.4: what an occupant says to all: refused, or reflected to everybody in the room, in the four phases of a stanza. */
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
import { sanitizedChildren } from "../state/cleaning.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { changeSubject, isSubjectChange, newSubject } from "./room-subject.ts";

interface IdentifiedMessage extends RoomMessage {
  readonly id: number;
}

/** A message of type groupchat to the room. Throws StanzaError not-acceptable, forbidden, policy-violation and resource-constraint (too much for so many), and what features refuse with. */
export function broadcastMessage(engine: Engine, room: Room, stanza: Stanza): void {
  const occupant = room.occupants.bySession(stanza.from.full);
  if (!occupant) throw new StanzaError("not-acceptable", { text: "you are not in this room" });
  const message = reflection(engine, room, stanza, occupant.nick);
  const said = guardAndAmend(engine, { room, occupant, stanza, message });
  if (!said) return;
  const subject = isSubjectChange(message) ? newSubject(engine, room, occupant, message) : undefined;
  if (!subject && !roleHas(occupant.role, "send messages to all"))
    throw new StanzaError("forbidden", { text: "you have no voice in this room" });
  const stamped = withRoomId(engine, said);
  const addresses = sessionJids(room);
  engine.broadcastLimiter.spend(occupant.account, lengthOf(stamped.message), addresses.length);
  record(engine, stamped);
  if (subject) changeSubject(engine, room, subject, stamped.message);
  engine.multicast(stamped.message, addresses);
  for (const { copy } of engine.features) copy?.(stamped);
}

/** Guarded and amended; undefined where it is swallowed. */
function guardAndAmend({ features }: Engine, said: RoomMessage): RoomMessage | undefined {
  for (const { guard } of features) {
    const verdict = guard?.(said);
    if (verdict === "drop") return undefined;
    if (verdict) throw verdict;
  }
  let { message } = said;
  for (const { amend } of features) message = amend?.({ ...said, message }) ?? message;
  return { ...said, message };
}

/** With the id that the message bears (XEP-0359), kept or not. */
function withRoomId({ stanzaIds }: Engine, said: RoomMessage): IdentifiedMessage {
  const id = stanzaIds.next();
  return { ...said, id, message: withStanzaId(said.message, said.room.jid.bare, stanzaIds.encode(id)) };
}

/** In the room's archive, where it keeps one. */
function record(engine: Engine, said: IdentifiedMessage): void {
  const { id, room, occupant, stanza, message } = said;
  const isKept = room.config.enablearchiving && isArchivable(withXml(stanza, message));
  if (isKept) engine.archive.add(room, { id, message, sender: senderOf(room, occupant, stanza) });
  for (const { record } of engine.features) record?.(said);
}

/** In bytes; it is printed now for all who get it. */
function lengthOf(message: Element): number {
  printOnce(message);
  return Buffer.byteLength(print(message));
}

const senderOf = ({ config }: Room, { affiliation, role }: Occupant, { from: jid }: Stanza): Sender => ({
  jid,
  affiliation,
  role,
  wasVisible: config.whois === "anyone",
});

/** XEP-0313 §6.1.2: what people say, and the subjects; XEP-0334: what its sender wants to be kept or not. */
const isArchivable = (stanza: Stanza): boolean =>
  (hasContent(stanza) || isSubjectChange(stanza.xml) || hasHint(stanza, "store")) &&
  !hasHint(stanza, "no-store") &&
  !hasHint(stanza, "no-permanent-store");

/** From the occupant, with the id that its client gave it. */
function reflection(engine: Engine, room: Room, { id, xml: sent }: Stanza, nick: string): Element {
  const from = room.occupantJid(nick);
  const attributes = { from, type: "groupchat", id: id ?? engine.id(), "xml:lang": sent.attrs["xml:lang"] };
  return withChildren(xml("message", attributes), sanitizedChildren(engine, room, sent));
}
