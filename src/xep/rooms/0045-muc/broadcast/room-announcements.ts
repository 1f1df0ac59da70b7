/** What a room sends from its own bare JID to all occupants. */
import type { Element } from "ltx";
import { NS_MUC_USER } from "../../../../namespaces.ts";
import { withChildren, xml } from "../../../../stanza.ts";
import type { Engine } from "../engine.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";
import { sessionJids } from "./occupant-presence.ts";

/** §10.2.1: sends status codes to all occupants, as a message; nothing without any. */
export function broadcastStatus({ multicast, id }: Engine, room: Room, statuses: readonly Status[]): void {
  if (statuses.length === 0) return;
  const codes = statuses.map((status) => xml("status", { code: STATUS[status] }));
  const x = xml("x", { xmlns: NS_MUC_USER }, ...codes);
  multicast(xml("message", { from: room.jid.bare, type: "groupchat", id: id() }, x), sessionJids(room));
}

/** Sends the presence of the room itself to clients (full JIDs); nothing without children. */
export function sendRoomPresence(
  { multicast }: Engine,
  room: Room,
  children: readonly Element[],
  clients: Iterable<string>,
): void {
  if (children.length > 0) multicast(withChildren(xml("presence", { from: room.jid.bare }), [...children]), clients);
}
