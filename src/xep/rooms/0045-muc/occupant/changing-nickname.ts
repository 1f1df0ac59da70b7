/** XEP-0045 §7.6: an occupant takes another nickname, with all the clients that share it. */
import type { Stanza } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { broadcastPresence } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import { roleHas } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import { saveOccupant } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { checkNicknameConflict, preparedNickname } from "./entry-rules.ts";

/** The nickname that a presence to another occupant address asks for. Throws StanzaError not-acceptable, conflict, forbidden. */
export function requestedNickname(engine: Engine, room: Room, occupant: Occupant, { from, to }: Stanza): string {
  const nick = preparedNickname(to?.resource ?? "");
  if (!roleHas(occupant.role, "change room nickname")) throw new StanzaError("forbidden");
  checkNicknameConflict(engine, room, nick, from);
  return nick;
}

/** The occupant is known by this nickname; where its account is in by it already, the two are one. Returns who it is now. */
export function changeNickname(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  nick: string,
  own: readonly Status[],
): Occupant {
  const other = room.occupants.byNick(nick);
  broadcastPresence(engine, room, occupant, "unavailable", { statuses: ["new nickname"], nick });
  if (other && other !== occupant) {
    room.occupants.remove(occupant);
    for (const visit of occupant.sessions.values()) room.occupants.addSession(other, visit);
  } else {
    room.occupants.rename(occupant, nick);
  }
  const now = other ?? occupant;
  saveOccupant(engine, room, now);
  broadcastPresence(engine, room, now, "available", { selfStatuses: own });
  return now;
}
