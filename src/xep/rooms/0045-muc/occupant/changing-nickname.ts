/** XEP-0045 §7.6: an occupant changes its nickname, with all the sessions that share it. */
import type { Stanza } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { broadcastPresence, type PresenceDetails } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import { roleHas } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { checkNicknameConflict, preparedNickname } from "./entry-rules.ts";

/** The nickname that presence to another occupant JID requests. Throws StanzaError not-acceptable, conflict, forbidden. */
export function requestedNickname(engine: Engine, room: Room, occupant: Occupant, { from, to }: Stanza): string {
  const nick = preparedNickname(to?.resource ?? "");
  if (!roleHas(occupant.role, "change room nickname")) throw new StanzaError("forbidden");
  checkNicknameConflict(engine, room, nick, from);
  return nick;
}

/** Where the account has another occupant with that nickname, the two become one. Returns the occupant afterwards. */
export function changeNickname(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  nick: string,
  details: Pick<PresenceDetails, "selfStatuses" | "answers">,
): Occupant {
  const other = room.occupants.byNick(nick);
  broadcastPresence(engine, room, occupant, "unavailable", {
    statuses: ["new nickname"],
    nick,
    answers: details.answers,
  });
  if (other && other !== occupant) {
    room.occupants.remove(occupant);
    for (const session of occupant.sessions.values()) room.occupants.addSession(other, session);
  } else {
    room.occupants.rename(occupant, nick);
  }
  const now = other ?? occupant;
  engine.occupantSessions.saveAll(room, now);
  broadcastPresence(engine, room, now, "available", details);
  return now;
}
