/** An account is removed: it is nobody in any room any more, and no room is left without an owner. */
import { affiliate } from "../effects/affiliating.ts";
import type { Engine } from "../engine.ts";
import { isAtLeast, rankOf } from "../privileges.ts";
import type { AffiliationEntry } from "../state/affiliations.ts";
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
  const others = engine.affiliations.all(room).filter(({ jid }) => jid !== account);
  const isOrphaned = !others.some(({ affiliation }) => affiliation === "owner");
  const heir = isOrphaned ? heirAmong(others) : undefined;
  if (isOrphaned && !heir) return destroyRoom(engine, room);
  if (heir) affiliate(engine, room, { jid: heir.jid, affiliation: "owner" });
  affiliate(engine, room, { jid: account, affiliation: "none" });
}

/** An admin, else a member: who has been one for longest. `others` are in that order. */
function heirAmong(others: readonly AffiliationEntry[]): AffiliationEntry | undefined {
  const possible = others.filter(({ jid, affiliation }) => isAtLeast(affiliation, "member") && jid.includes("@"));
  return possible.sort((a, b) => rankOf(b.affiliation) - rankOf(a.affiliation))[0];
}
