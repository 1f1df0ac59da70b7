/** XEP-0045 §5.1.2: the role with which somebody is in a room unless a moderator says otherwise during the visit. */
import type { Engine } from "../engine.ts";
import { type Affiliation, defaultRole, type Role } from "../privileges.ts";
import type { Room } from "../state/room.ts";

/** By affiliation, and by what moderators have decided in earlier visits (§5.1). `account` is a bare JID. */
export function initialRole(
  { voiceGrants }: Pick<Engine, "voiceGrants">,
  room: Room,
  { account, affiliation }: { readonly account: string; readonly affiliation: Affiliation },
): Role {
  const role = defaultRole(affiliation, room.config.moderatedroom);
  return role === "moderator" ? role : (voiceGrants.of(room, account) ?? role);
}
