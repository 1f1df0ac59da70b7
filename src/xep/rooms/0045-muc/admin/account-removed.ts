/** An account is removed: it is nobody in any room any more, and no room is left without an owner. */
import { affiliate } from "../broadcast/affiliation-changes.ts";
import type { Engine } from "../engine.ts";
import type { Affiliation } from "../privileges.ts";
import type { Room } from "../state/room.ts";
import { destroyRoom } from "./destroying.ts";

/** `account` is a bare JID; whoever gets this address later begins anew. */
export function forgetAccount(engine: Engine, account: string): void {
  for (const id of engine.affiliations.roomsOf(account)) {
    const room = engine.rooms.byId(id);
    if (room) forgetIn(engine, room, account);
  }
  engine.rooms.forgetMaker(account);
  engine.nicknames.forgetAll(account);
  engine.voices.forgetAll(account);
  engine.invitations.forget(account);
}

function forgetIn(engine: Engine, room: Room, account: string): void {
  const { affiliations } = engine;
  const isOrphaned = affiliations.holding(room, "owner", 2).every((jid) => jid === account);
  // An admin, else a member: who has been one for longest.
  const eldest = (affiliation: Affiliation): string | undefined => affiliations.eldest(room, affiliation, account);
  const heir = isOrphaned ? (eldest("admin") ?? eldest("member")) : undefined;
  if (isOrphaned && heir === undefined) return destroyRoom(engine, room);
  if (heir !== undefined) affiliate(engine, room, { jid: heir, affiliation: "owner" });
  affiliate(engine, room, { jid: account, affiliation: "none" });
}
