/** XEP-0045 §7.1: what a client is sent when it has entered, in this order: the room, the others, itself, history, the subject. */
import type { Element } from "ltx";
import type { Jid } from "../../../../jid/jid.ts";
import {
  broadcastToOthers,
  occupantPresence,
  SELF_VIEW,
  sendOccupantsTo,
  sendRoomPresence,
} from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import type { Occupant } from "../state/occupants.ts";
import { isPubliclyLogged } from "../state/public-logging.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { sendHistory } from "./discussion-history.ts";
import { subjectMessage } from "./room-subject.ts";

export interface JoinDetails {
  /** The id of the presence that asked to enter. */
  readonly id: string | undefined;
  readonly selfStatuses: readonly Status[];
  /** The presence that asked to enter: how much of what was said it wants. */
  readonly join: Element;
  /** Whether the others do not know yet what the client says of itself. */
  readonly isPresenceNew: boolean;
}

/** `client` is one of the occupant's own. */
export function sendJoinSequence(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  client: Jid,
  { id, selfStatuses, join, isPresenceNew }: JoinDetails,
): void {
  const ofRoom = engine.features.flatMap(({ roomPresence }) => roomPresence?.(room) ?? []);
  sendRoomPresence(engine, room, ofRoom, [client.full]);
  sendOccupantsTo(engine, room, occupant, client.full);
  if (isPresenceNew) {
    broadcastToOthers(engine, room, occupant, "available");
    const elsewhere = [...occupant.sessions.keys()].filter((full) => full !== client.full);
    engine.multicast(occupantPresence(engine, room, occupant, "available", {}, SELF_VIEW), elsewhere);
  }
  const details = { id, selfStatuses: [...roomStatuses(room), ...selfStatuses] };
  engine.multicast(occupantPresence(engine, room, occupant, "available", details, SELF_VIEW), [client.full]);
  sendHistory(engine, room, client.full, join);
  engine.multicast(subjectMessage(room), [client.full]);
}

/** §7.2.3, §7.2.12: what one has to know before one says a word. */
function roomStatuses({ config }: Room): Status[] {
  const statuses: Status[] = [];
  if (config.whois === "anyone") statuses.push("occupants see full addresses");
  if (isPubliclyLogged(config)) statuses.push("logging is on");
  return statuses;
}
