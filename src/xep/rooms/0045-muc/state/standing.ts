/** XEP-0045 §8: as what somebody asks a room to do something. */
import type { RoomRequest } from "../feature.ts";
import type { Affiliation, Role } from "../privileges.ts";

export interface Privileges {
  readonly role: Role;
  readonly affiliation: Affiliation;
}

/** Admins and owners moderate whether they are in the room or not. */
export const privilegesOf = ({ affiliation, occupant }: RoomRequest): Privileges => ({
  affiliation,
  role: occupant?.role ?? (affiliation === "admin" || affiliation === "owner" ? "moderator" : "none"),
});
