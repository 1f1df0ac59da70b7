/** XEP-0045 §8.2 to §8.4, §9.6, §9.7: an occupant has another role, or is out. */
import type { Engine } from "../engine.ts";
import { defaultRole, type Role } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import { saveOccupant } from "../state/presence-kept.ts";
import type { Room } from "../state/room.ts";
import type { VoiceRole } from "../state/voice-grants.ts";
import { removeOccupant } from "./exiting.ts";
import type { PresenceDetails } from "./occupant-presence.ts";
import { broadcastRoleChange } from "./showing-roles.ts";

/** Everybody is told, with the reason and who has done it; `together` with so many such changes. */
export function setRole(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  role: Role,
  telling: Pick<PresenceDetails, "reason" | "actor">,
  together = 1,
): void {
  if (role === "none") return removeOccupant(engine, room, occupant, { ...telling, statuses: ["kicked"] }, together);
  const before = occupant.role;
  if (before === role) return;
  occupant.role = role;
  if (role !== "moderator") rememberVoice(engine, room, occupant, role);
  saveOccupant(engine, room, occupant);
  broadcastRoleChange(engine, room, occupant, before, telling, together);
}

/** §5.1: what is as usual needs no memory. */
function rememberVoice({ voiceGrants }: Engine, room: Room, { account, affiliation }: Occupant, role: VoiceRole): void {
  if (role === defaultRole(affiliation, room.config.moderatedroom)) voiceGrants.forget(room, account);
  else voiceGrants.remember(room, account, role);
}
