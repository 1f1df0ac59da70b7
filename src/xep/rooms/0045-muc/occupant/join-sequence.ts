/** XEP-0045 §7.1: what a client is sent when it has entered, in this order: the room, the others, itself, history, the subject. */
import type { Element } from "ltx";
import type { Jid } from "../../../../jid/jid.ts";
import { OWN, presenceOf, showOthers, showRoom, tellOthers } from "../broadcast/occupant-presence.ts";
import type { Engine } from "../engine.ts";
import type { Occupant } from "../state/occupants.ts";
import { isLoggedForAll } from "../state/public-logging.ts";
import type { Room } from "../state/room.ts";
import type { Status } from "../status-codes.ts";
import { sendHistory } from "./discussion-history.ts";
import { subjectMessage } from "./room-subject.ts";

export interface Welcome {
  /** The id of the presence that asked to enter. */
  readonly id: string | undefined;
  readonly own: readonly Status[];
  /** The presence that asked to enter: how much of what was said it wants. */
  readonly history: Element;
  /** Whether the others do not know yet what the client says of itself. */
  readonly isNews: boolean;
}

/** `client` is one of the occupant's own. */
export function welcome(
  engine: Engine,
  room: Room,
  occupant: Occupant,
  client: Jid,
  { id, own, history, isNews }: Welcome,
): void {
  const ofRoom = engine.features.flatMap(({ itself }) => itself?.(room) ?? []);
  showRoom(engine, room, ofRoom, [client.full]);
  showOthers(engine, room, occupant, client.full);
  if (isNews) {
    tellOthers(engine, room, occupant, "available");
    const elsewhere = [...occupant.visits.keys()].filter((full) => full !== client.full);
    engine.multicast(presenceOf(engine, room, occupant, "available", {}, OWN), elsewhere);
  }
  const telling = { id, own: [...profile(room), ...own] };
  engine.multicast(presenceOf(engine, room, occupant, "available", telling, OWN), [client.full]);
  sendHistory(engine, room, client.full, history);
  engine.multicast(subjectMessage(room), [client.full]);
}

/** §7.2.3, §7.2.12: what one has to know before one says a word. */
function profile({ config }: Room): Status[] {
  const statuses: Status[] = [];
  if (config.whois === "anyone") statuses.push("occupants see full addresses");
  if (isLoggedForAll(config)) statuses.push("logging is on");
  return statuses;
}
