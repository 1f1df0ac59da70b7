/** XEP-0045 §10.2.1: everybody in a room hears that something about it has changed. */
import { xml } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import { USER } from "../namespaces.ts";
import type { Room } from "../state/room.ts";
import { STATUS, type Status } from "../status-codes.ts";
import { sessionJids } from "./occupant-presence.ts";

export function broadcastStatus({ multicast, id }: Engine, room: Room, statuses: readonly Status[]): void {
  if (statuses.length === 0) return;
  const codes = statuses.map((status) => xml("status", { code: STATUS[status] }));
  const x = xml("x", { xmlns: USER }, ...codes);
  multicast(xml("message", { from: room.jid.bare, type: "groupchat", id: id() }, x), sessionJids(room));
}

/** So many things are changed by one request, all or none: some hundredths of a second of work. */
export const MAX_CHANGES = 250;
/** So many stanzas may come of them, in turns: everybody is told of each. */
const MAX_BROADCAST_STANZAS = 20_000;

/** Throws StanzaError policy-violation where these are too many changes at once for all who are in the room. */
export function checkBroadcastSize({ occupants }: Room, changes: number): void {
  const most = Math.max(1, Math.min(MAX_CHANGES, Math.floor(MAX_BROADCAST_STANZAS / occupants.size)));
  if (changes > most)
    throw new StanzaError("policy-violation", {
      text: `at most ${most} changes at once: ask for the others afterwards`,
    });
}
