/** XEP-0045 §17.3, rule 6: what only a room writes is taken out of what clients send to it. */
import type { Element } from "ltx";
import type { Engine } from "./engine.ts";
import { MUC, USER } from "./namespaces.ts";
import type { Room } from "./room.ts";

const SIDS = "urn:xmpp:sid:0";
const OURS: readonly (readonly [string, string])[] = [
  ["x", MUC],
  ["x", USER],
];

/** The children that go on to others. */
export function cleanChildren({ features }: Engine, room: Room, stanza: Element): Element["children"] {
  const reserved = [...OURS, ...features.flatMap(({ reserved: ofFeature = [] }) => ofFeature)];
  return stanza.children.filter((child) => {
    if (typeof child === "string") return false;
    const element = child as Element;
    if (reserved.some(([name, ns]) => element.is(name, ns))) return false;
    // XEP-0359 §3: nobody else gives ids in the room's name.
    return !(element.is("stanza-id", SIDS) && element.attrs.by === room.jid.bare);
  });
}
