/** XEP-0045 §5.1.3, §8.2 to §8.4, §9.6, §9.7: a new role: applied to an occupant, and broadcast. */
import type { Engine } from "../engine.ts";
import { defaultRole, type Role } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import type { VoiceRole } from "../state/voice-grants.ts";
import { removeOccupant } from "./exiting.ts";
import { type PresenceDetails, sendOccupantsTo, sendSelfPresence, sendToOthers } from "./occupant-presence.ts";
import { inPortions } from "./portions.ts";

/** "none" removes (kicks) the occupant. `changes`: how many such changes are made at once, including this one. */
export function setRole(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  role: Role,
  details: Pick<PresenceDetails, "reason" | "actor">,
  changes = 1,
): void {
  if (role === "none") return removeOccupant(engine, room, occupant, { ...details, statuses: ["kicked"] }, changes);
  const before = occupant.role;
  if (before === role) return;
  occupant.role = role;
  if (role !== "moderator") saveVoice(engine, room, occupant, role);
  engine.occupantSessions.saveAll(room, occupant);
  broadcastRoleChange(engine, room, occupant, before, details, changes);
}

/** §5.1: a role that is the default again needs no row. */
function saveVoice({ voiceGrants }: Engine, room: Room, { account, affiliation }: Occupant, role: VoiceRole): void {
  if (role === defaultRole(affiliation, room.config.moderatedroom)) voiceGrants.remove(room, account);
  else voiceGrants.set(room, account, role);
}

/**
 * Sends the presence of an occupant whose role or affiliation has changed. `before` is its former role: where the room now
 * broadcasts its presence, and did not, or the other way round, the occupant comes or goes for the others.
 */
export function broadcastRoleChange(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  before: Role,
  details: PresenceDetails,
  changes: number,
): void {
  const wasBroadcast = room.broadcastsPresenceOf(before);
  inPortions(engine, room, changes, () => {
    // It may have left meanwhile.
    if (room.occupants.byNick(occupant.nick) !== occupant) return;
    if (room.broadcastsPresenceOf(occupant.role)) sendToOthers(engine, room, occupant, "available", details);
    else if (wasBroadcast) sendToOthers(engine, room, occupant, "unavailable", details);
  });
  sendSelfPresence(engine, room, occupant, "available", details);
  // §7.2.4: a new moderator is sent the real JIDs.
  const seesRealJidsNow = room.config.whois === "moderators" && occupant.role === "moderator" && before !== "moderator";
  if (!seesRealJidsNow) return;
  for (const client of occupant.sessions.keys())
    inPortions(engine, room, changes * occupant.sessions.size, () => {
      if (occupant.sessions.has(client)) sendOccupantsTo(engine, room, occupant, client);
    });
}
