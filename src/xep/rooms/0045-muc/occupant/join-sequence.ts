/** XEP-0045 §7.1: what a client is sent on entering, in order: the room, the occupants, itself, the history, the subject. */
import type { Stanza } from "../../../../stanza.ts";
import { broadcastToOthers, occupantPresence, SELF_VIEW, sendOccupantsTo } from "../broadcast/occupant-presence.ts";
import { sendRoomPresence } from "../broadcast/room-announcements.ts";
import type { Engine } from "../engine.ts";
import { isPubliclyLogged } from "../settings.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { sendHistory } from "./discussion-history.ts";
import { subjectMessage } from "./room-subject.ts";

export interface JoinDetails {
  readonly selfStatuses: readonly Status[];
  /** Whether the presence differs from what the others were sent last. */
  readonly isPresenceNew: boolean;
}

/** To the client that has sent the presence `join`, a session of the occupant; and the occupant's presence to everybody else. */
export function sendJoinSequence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  join: Stanza,
  { selfStatuses, isPresenceNew }: JoinDetails,
): void {
  const client = join.from;
  const ofRoom = engine.features.flatMap(({ roomPresence }) => roomPresence?.(room) ?? []);
  sendRoomPresence(engine, room, ofRoom, [client.full]);
  sendOccupantsTo(engine, room, occupant, client.full);
  if (isPresenceNew) {
    broadcastToOthers(engine, room, occupant, "available");
    const otherSessions = [...occupant.sessions.keys()].filter((full) => full !== client.full);
    engine.multicast(occupantPresence(engine, room, occupant, "available", {}, SELF_VIEW), otherSessions);
  }
  const details = { answers: join, selfStatuses: [...roomStatuses(room), ...selfStatuses] };
  engine.multicast(occupantPresence(engine, room, occupant, "available", details, SELF_VIEW), [client.full]);
  sendHistory(engine, room, client.full, join.xml);
  engine.multicast(subjectMessage(room), [client.full]);
}

/** §7.2.3, §7.2.12: the warnings about privacy. */
function roomStatuses({ config }: Room): Status[] {
  const statuses: Status[] = [];
  if (config.whois === "anyone") statuses.push("occupants see full JIDs");
  if (isPubliclyLogged(config)) statuses.push("logging is on");
  return statuses;
}
