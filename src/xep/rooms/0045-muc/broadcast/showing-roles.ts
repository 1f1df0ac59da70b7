/** XEP-0045 §5.1.3: an occupant's role or affiliation has changed, and everybody sees it who sees such occupants. */
import type { Engine } from "../engine.ts";
import type { Role } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { showOthers, spreadToOthers, type Telling, tellOwn } from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";

/**
 * `before` is the role up to now: whoever comes into sight or goes out of it comes or goes for the others. So many such
 * changes are shown `together`.
 */
export function showChange(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  before: Role,
  telling: Telling,
  together: number,
): void {
  const wasShown = room.broadcasts(before);
  inPortions(engine, room, together, () => {
    // By now it may have left.
    if (room.occupants.named(occupant.nick) !== occupant) return;
    if (room.broadcasts(occupant.role)) spreadToOthers(engine, room, occupant, "available", telling);
    else if (wasShown) spreadToOthers(engine, room, occupant, "unavailable", telling);
  });
  tellOwn(engine, room, occupant, "available", telling);
  // §7.2.4: moderators know the addresses of those whom they have only known by name.
  const hasComeToKnow = room.config.whois === "moderators" && occupant.role === "moderator" && before !== "moderator";
  if (!hasComeToKnow) return;
  for (const client of occupant.visits.keys())
    inPortions(engine, room, together * occupant.visits.size, () => {
      if (occupant.visits.has(client)) showOthers(engine, room, occupant, client);
    });
}
