/** XEP-0045 §7.2.13, §7.2.14: the discussion history: as much as the client requests and the room allows. */
import type { Element } from "ltx";
import { withDelay } from "../../../../server/delay.ts";
import { addressed } from "../../../../stanza.ts";
import { print } from "../../../../xml/print.ts";
import { parseDateTime } from "../../../kit/0082-date-time.ts";
import type { Engine } from "../engine.ts";
import { NS_MUC } from "../namespaces.ts";
import type { Room } from "../state/room.ts";
import type { HistoryMessage, RoomArchive } from "../state/room-archive.ts";
import { isSubjectChange } from "./room-subject.ts";

/** How many more messages are read where subject changes are among them. */
const EXTRA_FOR_SUBJECTS = 50;

interface HistoryRequest {
  /** Characters of XML. */
  readonly chars: number;
  readonly stanzas: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Of the presence by which a client enters. Attributes with invalid values are ignored. */
export function requestedHistory(join: Element, now: number): HistoryRequest {
  const { maxchars, maxstanzas, seconds, since } = join.getChild("x", NS_MUC)?.getChild("history")?.attrs ?? {};
  const age = numberIn(seconds);
  return {
    chars: numberIn(maxchars),
    stanzas: numberIn(maxstanzas),
    since: Math.max(Number.isFinite(age) ? now - age * 1000 : 0, parseDateTime(since ?? "") ?? 0),
  };
}

const numberIn = (text: string | undefined): number => (/^[0-9]{1,15}$/.test(text ?? "") ? Number(text) : Infinity);

/** Sends it to one client (its full JID). */
export function sendHistory(
  { archive, stanzaIds, config, now, multicast }: Engine,
  room: Room,
  to: string,
  join: Element,
): void {
  const { chars, stanzas, since } = requestedHistory(join, now());
  const max = Math.min(stanzas, room.config.maxhistoryfetch, config.max_history);
  if (max === 0 || chars === 0) return;
  const messages: Element[] = [];
  let length = 0;
  const [earliest] = since === 0 ? [] : stanzaIds.between(since, Number.POSITIVE_INFINITY);
  for (const { id, message: archived } of latestMessages(archive, room, earliest?.after ?? -1, max)) {
    const time = stanzaIds.timeOf(id);
    if (time < since) continue;
    const message = withDelay(archived, room.jid.bare, time);
    if (chars !== Infinity) length += print(addressed(message, { to })).length;
    if (length > chars) break;
    messages.unshift(message);
  }
  for (const message of messages) multicast(message, [to]);
}

/** Newest first, without subject changes: the subject is sent after the history (§7.2.15). `after` is an id. */
function latestMessages(archive: RoomArchive, room: Room, after: number, max: number): readonly HistoryMessage[] {
  const newest = (count: number): HistoryMessage[] =>
    archive.newest(room, after, count).filter(({ message }) => !isSubjectChange(message));
  const messages = newest(max);
  // Otherwise the archive has no more, or subject changes were among them.
  return messages.length === max ? messages : newest(max + EXTRA_FOR_SUBJECTS).slice(0, max);
}
