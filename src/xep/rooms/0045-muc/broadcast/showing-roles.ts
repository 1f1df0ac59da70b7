/** XEP-0045 §5.1.3: an occupant's role or affiliation has changed, and everybody sees it who sees such occupants. */
import type { Engine } from "../engine.ts";
import type { Role } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { type PresenceDetails, sendOccupantsTo, sendSelfPresence, sendToOthers } from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";

/**
 * `before` is the role up to now: whoever comes into sight or goes out of it comes or goes for the others. So many such
 * changes are shown `together`.
 */
export function broadcastRoleChange(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  before: Role,
  telling: PresenceDetails,
  together: number,
): void {
  const wasShown = room.broadcastsPresenceOf(before);
  inPortions(engine, room, together, () => {
    // By now it may have left.
    if (room.occupants.byNick(occupant.nick) !== occupant) return;
    if (room.broadcastsPresenceOf(occupant.role)) sendToOthers(engine, room, occupant, "available", telling);
    else if (wasShown) sendToOthers(engine, room, occupant, "unavailable", telling);
  });
  sendSelfPresence(engine, room, occupant, "available", telling);
  // §7.2.4: moderators know the addresses of those whom they have only known by name.
  const hasComeToKnow = room.config.whois === "moderators" && occupant.role === "moderator" && before !== "moderator";
  if (!hasComeToKnow) return;
  for (const client of occupant.sessions.keys())
    inPortions(engine, room, together * occupant.sessions.size, () => {
      if (occupant.sessions.has(client)) sendOccupantsTo(engine, room, occupant, client);
    });
}
