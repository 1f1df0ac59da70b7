/** An account is removed: it is nobody in any room any more, and no room is left without an owner. */
import { setAffiliation } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import type { Affiliation } from "../privileges.ts";
import type { Room } from "../state/room.ts";
import { destroyRoom } from "./destroying.ts";

/** `account` is a bare JID; whoever gets this address later begins anew. */
export function removeAccount(engine: Engine, account: string): void {
  for (const id of engine.affiliations.roomsOf(account)) {
    const room = engine.rooms.byId(id);
    if (room) removeFromRoom(engine, room, account);
  }
  engine.rooms.forgetCreator(account);
  engine.reservedNicknames.forgetAll(account);
  engine.voiceGrants.forgetAll(account);
  engine.invitations.forget(account);
}

function removeFromRoom(engine: Engine, room: Room, account: string): void {
  const { affiliations } = engine;
  const isOrphaned = affiliations.holders(room, "owner", 2).every((jid) => jid === account);
  // An admin, else a member: who has been one for longest.
  const eldest = (affiliation: Affiliation): string | undefined =>
    affiliations.longestHolder(room, affiliation, account);
  const heir = isOrphaned ? (eldest("admin") ?? eldest("member")) : undefined;
  if (isOrphaned && heir === undefined) return destroyRoom(engine, room);
  if (heir !== undefined) setAffiliation(engine, room, { jid: heir, affiliation: "owner" });
  setAffiliation(engine, room, { jid: account, affiliation: "none" });
}
