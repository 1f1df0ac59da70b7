/** XEP-0045 §10.2: what becomes of those who are in a room when it is set up otherwise. */

import { removeOccupants } from "../broadcast/exiting.ts";
import { sendSelfPresence } from "../broadcast/occupant-presence.ts";
import { inPortions } from "../broadcast/portions.ts";
import { refreshPresence } from "../broadcast/showing-anew.ts";
import { initialRole } from "../broadcast/usual-role.ts";
import type { Engine } from "../engine.ts";
import { isAtLeast } from "../privileges.ts";
import type { RoomConfig } from "../settings.ts";
import type { Occupant } from "../state/occupants.ts";
import { saveOccupant } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";

/** `before` is how the room was set up until now. */
export function applyToOccupants(engine: Engine, room: Room, before: RoomConfig): void {
  const { config } = room;
  if (config.membersonly && !before.membersonly) removeNonMembers(engine, room);
  const isBroadcast = ({ role }: Occupant): boolean => before.presencebroadcast.some((shown) => shown === role);
  const wasShown = new Set([...room.occupants].filter(isBroadcast));
  const haveOtherRoles = new Set(config.moderatedroom === before.moderatedroom ? [] : resetRoles(engine, room));
  // §7.2.3: from now on everybody knows the addresses of all.
  const areNamed = config.whois === "anyone" && before.whois !== "anyone";
  const changed = [...room.occupants].filter((occupant) => {
    const isShown = room.broadcastsPresenceOf(occupant.role);
    return wasShown.has(occupant) !== isShown || (isShown && (areNamed || haveOtherRoles.has(occupant)));
  });
  refreshPresence(engine, room, changed);
}

/** A room that has become one for members has no others in it. */
function removeNonMembers(engine: Engine, room: Room): void {
  const strangers = [...room.occupants].filter(({ affiliation }) => !isAtLeast(affiliation, "member"));
  if (strangers.length > 0) removeOccupants(engine, room, strangers, { statuses: ["now members-only"] });
}

/** §5.1.2: in a moderated room those speak who have been given voice, in any other all from whom nobody has taken it. */
function resetRoles(engine: Engine, room: Room): Occupant[] {
  const roles = new Map(
    [...room.occupants]
      .filter(({ role }) => role !== "moderator")
      .map((occupant) => [occupant, initialRole(engine, room, occupant)] as const)
      .filter(([{ role }, usual]) => role !== usual),
  );
  for (const [occupant, role] of roles) {
    occupant.role = role;
    saveOccupant(engine, room, occupant);
    inPortions(engine, room, roles.size, () => sendSelfPresence(engine, room, occupant, "available"));
  }
  return [...roles.keys()];
}
