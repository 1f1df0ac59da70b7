/** XEP-0045 §10.2: what becomes of those who are in a room when it is set up otherwise. */

import { removeAll } from "../broadcast/exiting.ts";
import { tellOwn } from "../broadcast/occupant-presence.ts";
import { inPortions } from "../broadcast/portions.ts";
import { showAnew } from "../broadcast/showing-anew.ts";
import { usualRole } from "../broadcast/usual-role.ts";
import type { Engine } from "../engine.ts";
import { isAtLeast } from "../privileges.ts";
import type { RoomConfig } from "../settings.ts";
import type { Occupant } from "../state/occupants.ts";
import { saveOccupant } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";

/** `before` is how the room was set up until now. */
export function applyToOccupants(engine: Engine, room: Room, before: RoomConfig): void {
  const { config } = room;
  if (config.membersonly && !before.membersonly) expelStrangers(engine, room);
  const isBroadcast = ({ role }: Occupant): boolean => before.presencebroadcast.some((shown) => shown === role);
  const wasShown = new Set([...room.occupants].filter(isBroadcast));
  const haveOtherRoles = new Set(config.moderatedroom === before.moderatedroom ? [] : giveUsualRoles(engine, room));
  // §7.2.3: from now on everybody knows the addresses of all.
  const areNamed = config.whois === "anyone" && before.whois !== "anyone";
  const changed = [...room.occupants].filter((occupant) => {
    const isShown = room.broadcasts(occupant.role);
    return wasShown.has(occupant) !== isShown || (isShown && (areNamed || haveOtherRoles.has(occupant)));
  });
  showAnew(engine, room, changed);
}

/** A room that has become one for members has no others in it. */
function expelStrangers(engine: Engine, room: Room): void {
  const strangers = [...room.occupants].filter(({ affiliation }) => !isAtLeast(affiliation, "member"));
  if (strangers.length > 0) removeAll(engine, room, strangers, { statuses: ["now members-only"] });
}

/** §5.1.2: in a moderated room those speak who have been given voice, in any other all from whom nobody has taken it. */
function giveUsualRoles(engine: Engine, room: Room): Occupant[] {
  const roles = new Map(
    [...room.occupants]
      .filter(({ role }) => role !== "moderator")
      .map((occupant) => [occupant, usualRole(engine, room, occupant)] as const)
      .filter(([{ role }, usual]) => role !== usual),
  );
  for (const [occupant, role] of roles) {
    occupant.role = role;
    saveOccupant(engine, room, occupant);
    inPortions(engine, room, roles.size, () => tellOwn(engine, room, occupant, "available"));
  }
  return [...roles.keys()];
}
