/** XEP-0045 §17.3, rule 6: what clients send to a room, without the elements that only the room writes, and bounded. */
import type { Element } from "ltx";
import { NS_DELAY, NS_MUC_USER } from "../../../../namespaces.ts";
import { type Stanza, withChildren, xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { print } from "../../../../xml/print.ts";
import { weightOf } from "../../../../xml/weight.ts";
import { idsBy } from "../../../history/0359-stanza-ids.ts";
import type { Engine } from "../engine.ts";
import { NS_MUC } from "../namespaces.ts";
import { SENDER } from "../state/archived-sender.ts";
import type { Room } from "../state/room.ts";

const RESERVED: readonly (readonly [name: string, namespace: string])[] = [
  ["x", NS_MUC],
  ["x", NS_MUC_USER],
  SENDER,
  // The room itself says when a message was sent, and by whom.
  ["delay", NS_DELAY],
  ["x", "jabber:x:delay"],
  ["addresses", "http://jabber.org/protocol/address"],
];

/** Bytes of XML: every occupant is sent it, and everybody who enters later. */
const MAX_PRESENCE_BYTES = 8192;
/** Bytes of the same in memory: some eighty small elements. */
const MAX_PRESENCE_WEIGHT = 32_768;
/** Characters. The room remembers many ids. */
const MAX_ID_LENGTH = 1023;

/** The children that are sent on. */
export function sanitizedChildren(engine: Engine, room: Room, stanza: Element): Element["children"] {
  const isReserved = reservedBy(engine, room);
  return stanza.children.filter((child) => typeof child !== "string" && !isReserved(child as Element));
}

/** The elements that the room has added to a message. */
export const reservedElementsIn = (engine: Engine, room: Room, message: Element): Element[] =>
  message.getChildElements().filter(reservedBy(engine, room));

function reservedBy({ features }: Engine, room: Room): (element: Element) => boolean {
  const reserved = [...RESERVED, ...features.flatMap(({ reserved: ofFeature = [] }) => ofFeature)];
  // XEP-0359 §3: nobody else gives ids in the room's name.
  const isId = idsBy(room.jid.bare);
  return (element) => reserved.some(([name, ns]) => element.is(name, ns)) || isId(element);
}

/** The presence that the room shows: without addresses. Throws StanzaError policy-violation where it is too long. */
export function sanitizedPresence(engine: Engine, room: Room, stanza: Element): Element {
  const empty = xml("presence", { "xml:lang": stanza.attrs["xml:lang"] });
  const presence = withChildren(empty, sanitizedChildren(engine, room, stanza));
  const bytes = Buffer.byteLength(print(presence));
  if (bytes > MAX_PRESENCE_BYTES)
    throw new StanzaError("policy-violation", {
      text: `presence in a room has ${MAX_PRESENCE_BYTES} bytes at the most`,
    });
  if (weightOf(presence, bytes) > MAX_PRESENCE_WEIGHT)
    throw new StanzaError("policy-violation", { text: "presence in a room has no more than some eighty elements" });
  return presence;
}

/** The children of unavailable presence that the others are sent; none where it is too long: exiting never fails. */
export function exitContent(engine: Engine, room: Room, stanza: Element): Element["children"] {
  try {
    return sanitizedPresence(engine, room, stanza).children;
  } catch (error) {
    if (error instanceof StanzaError) return [];
    throw error;
  }
}

/** Throws StanzaError policy-violation where the id is too long to be remembered until an answer comes. */
export function checkIdLength({ id = "" }: Pick<Stanza, "id">): void {
  if (id.length > MAX_ID_LENGTH)
    throw new StanzaError("policy-violation", { text: `an id has ${MAX_ID_LENGTH} characters at the most` });
}
