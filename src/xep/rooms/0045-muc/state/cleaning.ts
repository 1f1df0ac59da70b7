/** XEP-0045 §17.3, rule 6: what only a room writes is taken out of what clients send to it. */
import type { Element } from "ltx";
import { NS_DELAY } from "../../../../namespaces.ts";
import { idsBy } from "../../../history/0359-stanza-ids.ts";
import type { Engine } from "../engine.ts";
import { MUC, USER } from "../namespaces.ts";
import { SENDER } from "./archived-sender.ts";
import type { Room } from "./room.ts";

const RESERVED: readonly (readonly [name: string, namespace: string])[] = [
  ["x", MUC],
  ["x", USER],
  SENDER,
  // When something was said, and by whom, the room knows best.
  ["delay", NS_DELAY],
  ["x", "jabber:x:delay"],
  ["addresses", "http://jabber.org/protocol/address"],
];

/** The children that go on to others. */
export function sanitizedChildren(engine: Engine, room: Room, stanza: Element): Element["children"] {
  const isOurs = writtenBy(engine, room);
  return stanza.children.filter((child) => typeof child !== "string" && !isOurs(child as Element));
}

/** What the room has written into a message. */
export const reservedElementsIn = (engine: Engine, room: Room, message: Element): Element[] =>
  message.getChildElements().filter(writtenBy(engine, room));

function writtenBy({ features }: Engine, room: Room): (element: Element) => boolean {
  const reserved = [...RESERVED, ...features.flatMap(({ reserved: ofFeature = [] }) => ofFeature)];
  // XEP-0359 §3: nobody else gives ids in the room's name.
  const isId = idsBy(room.jid.bare);
  return (element) => reserved.some(([name, ns]) => element.is(name, ns)) || isId(element);
}
