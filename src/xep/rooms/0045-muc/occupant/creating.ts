/** XEP-0045 §10.1: a room begins: private and locked, until its maker has said how it is to be. */
import type { Jid } from "../../../../jid/jid.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import { DEFAULTS, type RoomConfig } from "../settings.ts";
import type { Room } from "../state/room.ts";

/**
 * Throws StanzaError not-allowed (§10.1.1), resource-constraint for who has made too many. Not those are counted that
 * somebody owns: others could make them an owner of as many as they like.
 */
export function checkMayCreate({ config, accounts, rooms }: Engine, creator: Jid): void {
  const { bare } = creator;
  const isAllowed =
    config.creators === "everybody" ||
    (config.creators === "administrators" ? accounts.isAdmin(bare) : accounts.exists(bare));
  if (!isAllowed) throw new StanzaError("not-allowed", { text: "you cannot make rooms here" });
  if (rooms.countCreatedBy(bare) >= config.max_rooms)
    throw new StanzaError("resource-constraint", {
      text: `you have made ${config.max_rooms} rooms, which is all you may`,
    });
}

/** A new room of the creator's; `config` is what is asked for beyond a private room. */
export function createRoom(
  { rooms, affiliations, now }: Engine,
  jid: Jid,
  creator: Pick<Jid, "bare">,
  isLocked: boolean,
  config: Partial<RoomConfig> = {},
): Room {
  const room = rooms.creator({
    jid,
    maker: creator.bare,
    created: now(),
    config: { ...DEFAULTS, ...config },
    isLocked,
  });
  affiliations.set(room, { jid: creator.bare, affiliation: "owner", reason: null, since: now() });
  return room;
}

/** §10.1.1: a maker who never comes back to the settings does not keep the others out for good. */
export function unlockIfAbandoned({ rooms, config, now }: Engine, room: Room): void {
  if (!room.isLocked || now() - room.created < config.configuration_time) return;
  room.isLocked = false;
  rooms.save(room);
}
