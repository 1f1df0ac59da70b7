/** XEP-0045 §7.5: messages from one occupant to another, by way of the room. */
import type { Element } from "ltx";
import { conditionsIn, type Stanza, withChildren, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { print } from "../../../../xml/print.ts";
import type { Engine } from "../engine.ts";
import type { RoomMessage } from "../feature.ts";
import { USER } from "../namespaces.ts";
import type { Role } from "../privileges.ts";
import { ROLES } from "../privileges.ts";
import { sanitizedChildren } from "../state/cleaning.ts";
import type { Occupant } from "../state/occupants.ts";
import { checkIdLength } from "../state/recent-private-messages.ts";
import type { Room } from "../state/room.ts";

/** The least role for each value of the setting; "none" is nobody's. */
const MIN_ROLES: Readonly<Record<Room["config"]["allowpm"], Role | undefined>> = {
  anyone: "visitor",
  participants: "participant",
  moderators: "moderator",
  none: undefined,
};

export function maySendPrivateMessage({ config }: Room, { role }: Pick<Occupant, "role">): boolean {
  const least = MIN_ROLES[config.allowpm];
  return least !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** To an occupant's address. Throws StanzaError bad-request, not-acceptable, item-not-found, forbidden, policy-violation. */
export function sendPrivateMessage(engine: Engine, room: Room, stanza: Stanza): void {
  const { from, to, type } = stanza;
  if (type === "groupchat")
    throw new StanzaError("bad-request", { text: "what is for all is sent to the address of the room" });
  const occupant = room.occupants.bySession(from.full);
  if (!occupant) throw new StanzaError("not-acceptable", { text: "you are not in this room" });
  const recipient = room.occupants.byNick(to?.resource ?? "");
  if (!recipient) throw new StanzaError("item-not-found", { text: "nobody here has this nickname" });
  if (!maySendPrivateMessage(room, occupant))
    throw new StanzaError("forbidden", { text: "private messages are not allowed to you in this room" });
  checkIdLength(stanza);
  const message = privateMessage(engine, room, occupant, stanza);
  const addresses = [...recipient.sessions.keys()];
  engine.broadcastLimiter.spend(occupant.account, Buffer.byteLength(print(message)), addresses.length);
  for (const address of addresses) room.recentPrivateMessages.add(address, message.attrs.id);
  engine.multicast(message, addresses);
}

/** From the occupant; marked as private, so that other clients of either side can tell (XEP-0280 §6.1). */
function privateMessage(engine: Engine, room: Room, occupant: Occupant, stanza: Stanza): Element {
  const { id = engine.id(), xml: sent } = stanza;
  const attributes = {
    from: room.occupantJid(occupant.nick),
    type: sent.attrs.type,
    id,
    "xml:lang": sent.attrs["xml:lang"],
  };
  const children = [...sanitizedChildren(engine, room, sent), xml("x", { xmlns: USER })];
  return amended(engine, { room, occupant, stanza, message: withChildren(xml("message", attributes), children) });
}

function amended({ features }: Engine, said: RoomMessage): Element {
  let { message } = said;
  for (const { amendPrivate } of features) message = amendPrivate?.({ ...said, message }) ?? message;
  return message;
}

/** An error that answers a private message goes back to who sent it, and says nothing of who has answered but the nickname. */
export function relayError(engine: Engine, room: Room, occupant: Occupant, stanza: Stanza): void {
  const { to, id, xml: sent } = stanza;
  const sender = room.occupants.byNick(to?.resource ?? "");
  const error = sent.getChild("error");
  const [condition] = conditionsIn(sent);
  if (!sender || !error || !condition) return;
  const told = xml("error", { type: error.attrs.type }, xml(condition.getName(), { xmlns: condition.getNS() }));
  const message = xml("message", { from: room.occupantJid(occupant.nick), type: "error", id }, told);
  engine.multicast(amended(engine, { room, occupant, stanza, message }), [...sender.sessions.keys()]);
}
