/** XEP-0045 §5.1.1, §9.5: who may invite: by role, by affiliation, and by the settings of the room. */
import { expect, test } from "bun:test";
import { AFFILIATIONS, ROLES } from "./privileges.ts";
import { mayInvite } from "./room-privileges.ts";
import { DEFAULT_CONFIG } from "./settings.ts";

/** The affiliations that may invite, each with the roles in which they may. */
const inviting = (membersonly: boolean, allowinvites: boolean): string[] =>
  AFFILIATIONS.flatMap((affiliation) => {
    const room = { config: { ...DEFAULT_CONFIG, membersonly, allowinvites } };
    const roles = ROLES.filter((role) => mayInvite(room, { role, affiliation }));
    return roles.length === 0 ? [] : [`${affiliation}: ${roles.join(" ")}`];
  });

const all = (affiliation: string): string => `${affiliation}: visitor participant moderator`;

test("§5.1.1: every occupant may invite to an open room", () => {
  expect(inviting(false, false)).toEqual(AFFILIATIONS.map(all));
});

test("§9.5: admins and owners may invite to a members-only room, and members where allowinvites is set", () => {
  expect(inviting(true, false)).toEqual([all("admin"), all("owner")]);
  expect(inviting(true, true)).toEqual([all("member"), all("admin"), all("owner")]);
});
