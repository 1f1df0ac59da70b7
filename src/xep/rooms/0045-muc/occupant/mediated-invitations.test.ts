/** XEP-0045 §5.1.1, §9.5: who may invite, by role, by affiliation, and by what the room's owners let members do. */
import { expect, test } from "bun:test";
import { AFFILIATIONS, ROLES } from "../privileges.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import { mayInvite } from "./mediated-invitations.ts";

/** Those of an affiliation who may, by the role that they have. */
const inviting = (membersonly: boolean, allowinvites: boolean): string[] =>
  AFFILIATIONS.flatMap((affiliation) => {
    const room = { config: { membersonly, allowinvites } } as Room;
    const roles = ROLES.filter((role) => mayInvite(room, { role, affiliation } as Occupant));
    return roles.length === 0 ? [] : [`${affiliation}: ${roles.join(" ")}`];
  });

const all = (affiliation: string): string => `${affiliation}: visitor participant moderator`;

test("§5.1.1: into an open room, whoever is in it", () => {
  expect(inviting(false, false)).toEqual(AFFILIATIONS.map(all));
});

test("§9.5: into a room for members, admins and owners, and members where they are let", () => {
  expect(inviting(true, false)).toEqual([all("admin"), all("owner")]);
  expect(inviting(true, true)).toEqual([all("member"), all("admin"), all("owner")]);
});
