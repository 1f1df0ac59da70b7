/** XEP-0045 §10.2.1: everybody in a room hears that something about it has changed. */
import { xml } from "../../stanza.ts";
import type { Engine } from "./engine.ts";
import { USER } from "./namespaces.ts";
import type { Room } from "./room.ts";
import { addressesOf } from "./room-presence.ts";
import { STATUS, type Status } from "./status.ts";

export function announce({ spread, id }: Engine, room: Room, statuses: readonly Status[]): void {
  if (statuses.length === 0) return;
  const codes = statuses.map((status) => xml("status", { code: STATUS[status] }));
  const x = xml("x", { xmlns: USER }, ...codes);
  spread(xml("message", { from: room.jid.bare, type: "groupchat", id: id() }, x), addressesOf(room));
}
