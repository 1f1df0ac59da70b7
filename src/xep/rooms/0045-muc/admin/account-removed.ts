/** An account of this server is removed: from all rooms, none of which stays without an owner (XEP-0045 §10.4). */
import { setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import type { Affiliation } from "../privileges.ts";
import type { Room } from "../state/room.ts";
import { destroyRoom } from "./destroying.ts";

/** `account` is a bare JID. Nothing of it is left for an account that has the same address later. */
export function removeAccount(engine: Engine, account: string): void {
  for (const id of engine.affiliations.roomsOf(account)) {
    const room = engine.rooms.byId(id);
    if (room) removeFromRoom(engine, room, account);
  }
  engine.rooms.removeCreator(account);
  engine.reservedNicknames.removeAccount(account);
  engine.voiceGrants.removeAccount(account);
  engine.invitations.removeAccount(account);
}

/** A room without another owner goes to the longest-serving admin, else to such a member, else it is destroyed. */
function removeFromRoom(engine: Engine, room: Room, account: string): void {
  const { affiliations } = engine;
  const isOnlyOwner = affiliations.holders(room, "owner", 2).every((jid) => jid === account);
  const longest = (affiliation: Affiliation): string | undefined =>
    affiliations.longestHolder(room, affiliation, account);
  const successor = isOnlyOwner ? (longest("admin") ?? longest("member")) : undefined;
  if (isOnlyOwner && successor === undefined) return destroyRoom(engine, room);
  if (successor !== undefined) setAffiliation(engine, room, { jid: successor, affiliation: "owner" });
  setAffiliation(engine, room, { jid: account, affiliation: "none" });
}
