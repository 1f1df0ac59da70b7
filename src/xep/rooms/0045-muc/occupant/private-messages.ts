/** XEP-0045 §7.5: private messages: from one occupant to another, through the room. */
import type { Element } from "ltx";
import { NS_MUC_USER } from "../../../../namespaces.ts";
import { conditionsIn, type Stanza, withChildren, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { print } from "../../../../xml/print.ts";
import type { Engine } from "../engine.ts";
import type { RoomMessage } from "../feature.ts";
import { maySendPrivateMessage } from "../room-privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { checkIdLength, sanitizedChildren } from "./sanitizing.ts";

/** To an occupant JID. Throws StanzaError bad-request, not-acceptable, item-not-found, forbidden, policy-violation. */
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

/** From the occupant JID; with an <x/> that marks it as private, also for carbons (XEP-0280 §6.1). */
function privateMessage(engine: Engine, room: Room, occupant: Occupant, stanza: Stanza): Element {
  const { id = engine.id(), xml: sent } = stanza;
  const attributes = {
    from: room.occupantJid(occupant.nick),
    type: sent.attrs.type,
    id,
    "xml:lang": sent.attrs["xml:lang"],
  };
  const children = [...sanitizedChildren(engine, room, sent), xml("x", { xmlns: NS_MUC_USER })];
  return amended(engine, { room, occupant, stanza, message: withChildren(xml("message", attributes), children) });
}

function amended({ features }: Engine, sent: RoomMessage): Element {
  let { message } = sent;
  for (const { amendPrivate } of features) message = amendPrivate?.({ ...sent, message }) ?? message;
  return message;
}

/** Sends an error that answers a private message to its sender: with the condition alone, which reveals no address. */
export function relayError(engine: Engine, room: Room, occupant: Occupant, stanza: Stanza): void {
  const { to, id, xml: received } = stanza;
  const sender = room.occupants.byNick(to?.resource ?? "");
  const error = received.getChild("error");
  const [condition] = conditionsIn(received);
  if (!sender || !error || !condition) return;
  const relayed = xml("error", { type: error.attrs.type }, xml(condition.getName(), { xmlns: condition.getNS() }));
  const message = xml("message", { from: room.occupantJid(occupant.nick), type: "error", id }, relayed);
  engine.multicast(amended(engine, { room, occupant, stanza, message }), [...sender.sessions.keys()]);
}
