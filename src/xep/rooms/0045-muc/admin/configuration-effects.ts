/** XEP-0045 §10.2: what a new configuration changes for the occupants of the room. */
import { removeOccupants } from "../broadcast/exiting.ts";
import { refreshPresence, sendSelfPresence } from "../broadcast/occupant-presence.ts";
import { inPortions } from "../broadcast/portions.ts";
import type { Engine } from "../engine.ts";
import { isAtLeast } from "../privileges.ts";
import { initialRole } from "../room-privileges.ts";
import type { RoomConfig } from "../settings.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";

/** `before` is the former configuration. */
export function applyToOccupants(engine: Engine, room: Room, before: RoomConfig): void {
  const { config } = room;
  if (config.membersonly && !before.membersonly) removeNonMembers(engine, room);
  const isBroadcast = ({ role }: Occupant): boolean => before.presencebroadcast.some((broadcast) => broadcast === role);
  const wasBroadcast = new Set([...room.occupants].filter(isBroadcast));
  const haveOtherRoles = new Set(config.moderatedroom === before.moderatedroom ? [] : resetRoles(engine, room));
  // §7.2.3: every occupant is shown the real JIDs now.
  const isNowNonAnonymous = config.whois === "anyone" && before.whois !== "anyone";
  const changed = [...room.occupants].filter((occupant) => {
    const isBroadcastNow = room.broadcastsPresenceOf(occupant.role);
    const isShownOtherwise = isBroadcastNow && (isNowNonAnonymous || haveOtherRoles.has(occupant));
    return wasBroadcast.has(occupant) !== isBroadcastNow || isShownOtherwise;
  });
  refreshPresence(engine, room, changed);
}

/** The room has become members-only. */
function removeNonMembers(engine: Engine, room: Room): void {
  const nonMembers = [...room.occupants].filter(({ affiliation }) => !isAtLeast(affiliation, "member"));
  if (nonMembers.length > 0) removeOccupants(engine, room, nonMembers, { statuses: ["now members-only"] });
}

/** §5.1.2: the room has become moderated or unmoderated. Returns the occupants with a new role. */
function resetRoles(engine: Engine, room: Room): Occupant[] {
  const roles = new Map(
    [...room.occupants]
      .filter(({ role }) => role !== "moderator")
      .map((occupant) => [occupant, initialRole(engine.voiceGrants, room, occupant)] as const)
      .filter(([{ role }, initial]) => role !== initial),
  );
  for (const [occupant, role] of roles) {
    occupant.role = role;
    engine.occupantSessions.saveAll(room, occupant);
    inPortions(engine, room, roles.size, () => sendSelfPresence(engine, room, occupant, "available"));
  }
  return [...roles.keys()];
}
