/** XEP-0045 §5: roles, affiliations and the privileges of each: the tables of the standard, as data. */

/** §5.1, lowest first. */
export const ROLES = ["none", "visitor", "participant", "moderator"] as const;
export type Role = (typeof ROLES)[number];

/** §5.2, lowest first. */
export const AFFILIATIONS = ["outcast", "none", "member", "admin", "owner"] as const;
export type Affiliation = (typeof AFFILIATIONS)[number];

export const isRole = (text: string | undefined): text is Role => ROLES.some((known) => known === text);
export const isAffiliation = (text: string | undefined): text is Affiliation =>
  AFFILIATIONS.some((known) => known === text);

/** Higher affiliations have higher ranks. */
export const rankOf = (affiliation: Affiliation): number => AFFILIATIONS.indexOf(affiliation);
export const isAtLeast = (affiliation: Affiliation, minimum: Affiliation): boolean =>
  rankOf(affiliation) >= rankOf(minimum);

/** §5.1.1: the lowest role that has a privilege, unless a setting of the room changes that (room-privileges.ts). */
export const ROLE_PRIVILEGES = {
  "present in room": "visitor",
  "receive messages": "visitor",
  "receive occupant presence": "visitor",
  "broadcast presence to all occupants": "visitor",
  "change availability status": "visitor",
  "change room nickname": "visitor",
  "send private messages": "visitor",
  "invite other users": "visitor",
  "send messages to all": "participant",
  "modify subject": "moderator",
  "kick participants and visitors": "moderator",
  "grant voice": "moderator",
  "revoke voice": "moderator",
} as const satisfies Record<string, Role>;

/** §5.2.1: the lowest affiliation that has a privilege. */
export const AFFILIATION_PRIVILEGES = {
  "enter open room": "none",
  "register with open room": "none",
  "retrieve member list": "member",
  "enter members-only room": "member",
  "ban members and unaffiliated users": "admin",
  "edit member list": "admin",
  "assign and remove moderator role": "admin",
  "edit admin list": "owner",
  "edit owner list": "owner",
  "change room configuration": "owner",
  "destroy room": "owner",
} as const satisfies Record<string, Affiliation>;

export type RolePrivilege = keyof typeof ROLE_PRIVILEGES;
export type AffiliationPrivilege = keyof typeof AFFILIATION_PRIVILEGES;

export const roleHas = (role: Role, privilege: RolePrivilege): boolean =>
  ROLES.indexOf(role) >= ROLES.indexOf(ROLE_PRIVILEGES[privilege]);

export const affiliationHas = (affiliation: Affiliation, privilege: AffiliationPrivilege): boolean =>
  isAtLeast(affiliation, AFFILIATION_PRIVILEGES[privilege]);

/** §5.1.2: the role on entering; "none" for those who may not enter. */
const DEFAULT_ROLES: Readonly<Record<"moderated" | "unmoderated", Readonly<Record<Affiliation, Role>>>> = {
  moderated: { outcast: "none", none: "visitor", member: "participant", admin: "moderator", owner: "moderator" },
  unmoderated: { outcast: "none", none: "participant", member: "participant", admin: "moderator", owner: "moderator" },
};

export const defaultRole = (affiliation: Affiliation, isModerated: boolean): Role =>
  DEFAULT_ROLES[isModerated ? "moderated" : "unmoderated"][affiliation];

/** §5.2.2: who may edit each list. Changing an affiliation takes the privilege for the old list and for the new one. */
const EDITORS: Readonly<Record<Affiliation, Affiliation>> = {
  outcast: AFFILIATION_PRIVILEGES["ban members and unaffiliated users"],
  none: AFFILIATION_PRIVILEGES["edit member list"],
  member: AFFILIATION_PRIVILEGES["edit member list"],
  admin: AFFILIATION_PRIVILEGES["edit admin list"],
  owner: AFFILIATION_PRIVILEGES["edit owner list"],
};

export const mayChangeAffiliation = (actor: Affiliation, from: Affiliation, to: Affiliation): boolean =>
  isAtLeast(actor, EDITORS[from]) && isAtLeast(actor, EDITORS[to]);

/** With which a request is made. */
export interface Privileges {
  readonly role: Role;
  readonly affiliation: Affiliation;
}

/** Of the sender of a request; admins and owners are moderators even while they are not in the room. */
export const privilegesOf = (request: {
  readonly affiliation: Affiliation;
  readonly occupant: { readonly role: Role } | undefined;
}): Privileges => ({
  affiliation: request.affiliation,
  role: request.occupant?.role ?? (isAtLeast(request.affiliation, "admin") ? "moderator" : "none"),
});
