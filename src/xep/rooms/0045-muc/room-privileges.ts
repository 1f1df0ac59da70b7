/** XEP-0045 §5: what an occupant may do as a room is configured: the tables of privileges.ts, changed by its settings. */
import {
  type Affiliation,
  affiliationHas,
  defaultRole,
  isAtLeast,
  type Privileges,
  ROLES,
  type Role,
  roleHas,
} from "./privileges.ts";
import type { Room } from "./state/room.ts";
import type { VoiceGrants } from "./state/voice-grants.ts";

/** §5.1.2: the role on entering: by affiliation, and by what moderators have decided before (§5.1). `account` is a bare JID. */
export function initialRole(
  voiceGrants: VoiceGrants,
  room: Room,
  { account, affiliation }: { readonly account: string; readonly affiliation: Affiliation },
): Role {
  const role = defaultRole(affiliation, room.config.moderatedroom);
  return role === "moderator" ? role : (voiceGrants.of(room, account) ?? role);
}

/** §5.1.3: a new affiliation raises the role to its default; losing "admin" or "owner" lowers it to that. */
export function roleAfterChange(role: Role, before: Affiliation, affiliation: Affiliation, isModerated: boolean): Role {
  const initial = defaultRole(affiliation, isModerated);
  const isDemoted = isAtLeast(before, "admin") && !isAtLeast(affiliation, "admin");
  return isDemoted || ROLES.indexOf(initial) > ROLES.indexOf(role) ? initial : role;
}

/** §7.8.2, §9.5: into a members-only room, only admins and owners invite, and members where the settings let them. */
export function mayInvite({ config }: Pick<Room, "config">, { role, affiliation }: Privileges): boolean {
  if (!roleHas(role, "invite other users")) return false;
  if (!config.membersonly || isAtLeast(affiliation, "admin")) return true;
  return config.allowinvites && isAtLeast(affiliation, "member");
}

/** §8.1. */
export const mayChangeSubject = ({ config }: Pick<Room, "config">, { role }: Pick<Privileges, "role">): boolean =>
  roleHas(role, "modify subject") || (config.changesubject && roleHas(role, "send messages to all"));

/** For each value of the setting, the lowest role that may send private messages. */
const PRIVATE_MESSAGE_ROLES: Readonly<Record<Room["config"]["allowpm"], Role | undefined>> = {
  anyone: "visitor",
  participants: "participant",
  moderators: "moderator",
  none: undefined,
};

/** §7.5. */
export function maySendPrivateMessage({ config }: Pick<Room, "config">, { role }: Pick<Privileges, "role">): boolean {
  const minimum = PRIVATE_MESSAGE_ROLES[config.allowpm];
  return minimum !== undefined && ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}

/**
 * §9.2, §9.5, §10.5, §10.8: whether the list of an affiliation may be retrieved. Beside those who edit it, those may who
 * belong to a non-anonymous room: they see the addresses anyway.
 */
export function maySeeList(
  room: Pick<Room, "config">,
  {
    affiliation,
    occupant,
  }: { readonly affiliation: Affiliation; readonly occupant: Pick<Privileges, "role"> | undefined },
  list: Affiliation,
): boolean {
  if (list === "outcast") return affiliationHas(affiliation, "ban members and unaffiliated users");
  if (affiliationHas(affiliation, LIST_EDITORS[list])) return true;
  if (room.config.whois !== "anyone") return false;
  if (!occupant && !affiliationHas(affiliation, "retrieve member list")) return false;
  // The setting is by role: outside of the room, it is the one that entering would give.
  const role = occupant?.role ?? defaultRole(affiliation, room.config.moderatedroom);
  return room.config.getmemberlist.some((allowed) => allowed === role);
}

const LIST_EDITORS = {
  none: "edit member list",
  member: "edit member list",
  admin: "edit admin list",
  owner: "edit owner list",
} as const;
