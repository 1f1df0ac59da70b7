/** XEP-0045 §7.2: entering a room. */
import { parseJid } from "../../../../jid/jid.ts";
import type { Stanza } from "../../../../stanza.ts";
import { StanzaError } from "../../../../stanza-error.ts";
import { print } from "../../../../xml/print.ts";
import type { Engine } from "../engine.ts";
import { initialRole } from "../room-privileges.ts";
import { NEW_ROOM } from "../settings.ts";
import type { Occupant, OccupantSession } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { checkMayCreate, createRoom, unlockIfAbandoned } from "./creating.ts";
import { checkMayEnter, checkNicknameConflict, checkRoomNotFull, preparedNickname } from "./entry-rules.ts";
import { sendJoinSequence } from "./join-sequence.ts";
import { sanitizedPresence } from "./sanitizing.ts";

/** Adds a client to the room, which is created where there is none (`existing` is undefined). Throws StanzaError. */
export function enter(engine: Engine, stanza: Stanza, existing: Room | undefined): void {
  const { from, to } = stanza;
  // §7.2.1: no nickname.
  if (!to?.resource) throw new StanzaError("jid-malformed", { text: "a nickname is missing" });
  const nick = preparedNickname(to.resource);
  const statuses: Status[] = nick === to.resource ? [] : ["nickname assigned"];
  if (existing) {
    checkMayJoin(engine, existing, stanza, nick);
    const presence = sanitizedPresence(engine, existing, stanza.xml);
    engine.broadcastLimiter.spend(from.bare, Buffer.byteLength(print(presence)), existing.occupants.sessionCount + 1);
    return sendJoinSequence(engine, existing, addSession(engine, existing, stanza, nick), stanza, {
      selfStatuses: statuses,
      isPresenceNew: true,
    });
  }
  checkMayCreate(engine, from);
  const room = createRoom(engine, parseJid(to.bare), from, true, NEW_ROOM[engine.config.new]);
  const occupant = addSession(engine, room, stanza, nick);
  sendJoinSequence(engine, room, occupant, stanza, {
    selfStatuses: ["room created", ...statuses],
    isPresenceNew: true,
  });
}

/** Throws StanzaError where the client may not enter, or not with this nickname. */
function checkMayJoin(engine: Engine, room: Room, { from, xml: join }: Stanza, nick: string): void {
  unlockIfAbandoned(engine, room);
  const affiliation = engine.affiliations.of(room, from.bare);
  checkMayEnter(room, affiliation, join);
  checkNicknameConflict(engine, room, nick, from);
  checkRoomNotFull(engine, room, affiliation, !room.occupants.byNick(nick));
  let sessions = 0;
  for (const occupant of room.occupants.byAccount(from.bare)) sessions += occupant.sessions.size;
  if (sessions >= engine.config.max_sessions)
    throw new StanzaError("resource-constraint", { text: `you are in this room with ${sessions} apps already` });
}

/** §7.2.8: to the occupant with this nickname, where the account is in the room with it already. */
function addSession(engine: Engine, room: Room, { from, xml: join }: Stanza, nick: string): Occupant {
  const session: OccupantSession = { jid: from, presence: sanitizedPresence(engine, room, join) };
  const affiliation = engine.affiliations.of(room, from.bare);
  const role = initialRole(engine.voiceGrants, room, { account: from.bare, affiliation });
  const present = room.occupants.byNick(nick);
  const occupant: Occupant = present ?? { nick, account: from.bare, role, affiliation, sessions: new Map() };
  if (!present) room.occupants.add(occupant);
  room.occupants.addSession(occupant, session);
  engine.occupantSessions.save(room, occupant, session);
  engine.rooms.keepWhileOccupied(room);
  return occupant;
}
