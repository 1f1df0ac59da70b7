/** XEP-0045 §10.1: creating a room, which is locked until its creator has configured it. */
import { age } from "../../../../clock.ts";
import type { Jid } from "../../../../jid/jid.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import type { Engine } from "../engine.ts";
import { DEFAULT_CONFIG, type RoomConfig } from "../settings.ts";
import type { Room } from "../state/room.ts";

/**
 * Throws StanzaError not-allowed (§10.1.1), resource-constraint for an account that has created too many rooms. Owned rooms
 * are not counted: others could make an account the owner of many.
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

/** `config`: the settings that are not the default. */
export function createRoom(
  { rooms, affiliations, now }: Engine,
  jid: Jid,
  creator: Pick<Jid, "bare">,
  isLocked: boolean,
  config: Partial<RoomConfig> = {},
): Room {
  const room = rooms.create({
    jid,
    creator: creator.bare,
    created: now(),
    config: { ...DEFAULT_CONFIG, ...config },
    isLocked,
  });
  affiliations.set(room, { jid: creator.bare, affiliation: "owner", reason: null, since: now() });
  return room;
}

/** §10.1.1: a room whose creator does not configure it in time is unlocked as it is. */
export function unlockIfAbandoned({ rooms, config, now }: Engine, room: Room): void {
  if (!room.isLocked || age(room.created, now()) < config.configuration_time) return;
  room.isLocked = false;
  rooms.save(room);
}
