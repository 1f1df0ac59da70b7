/** XEP-0045 §7.2.13, §7.2.14: what was said before, to who enters: as much as is wanted, and no more than is allowed. */
import type { Element } from "ltx";
import { withDelay } from "../../../../server/delay.ts";
import { addressed } from "../../../../stanza.ts";
import { print } from "../../../../xml/print.ts";
import type { Engine } from "../engine.ts";
import { MUC } from "../namespaces.ts";
import type { Room } from "../state/room.ts";
import type { HistoryMessage, RoomArchive } from "../state/room-archive.ts";
import { isSubjectChange } from "./room-subject.ts";

/** So many changes of the subject among what was said take nothing away from it. */
const EXTRA_FOR_SUBJECTS = 50;
/** XEP-0082: date and time in UTC. */
const DATE_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

interface HistoryRequest {
  readonly chars: number;
  readonly stanzas: number;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** Limits that are no numbers are none. */
export function requestedHistory(join: Element, now: number): HistoryRequest {
  const { maxchars, maxstanzas, seconds, since } = join.getChild("x", MUC)?.getChild("history")?.attrs ?? {};
  const age = numberIn(seconds);
  const time = DATE_TIME.test(since ?? "") ? Date.parse(since) : Number.NaN;
  return {
    chars: numberIn(maxchars),
    stanzas: numberIn(maxstanzas),
    since: Math.max(Number.isFinite(age) ? now - age * 1000 : 0, Number.isNaN(time) ? 0 : time),
  };
}

const numberIn = (text: string | undefined): number => (/^[0-9]{1,15}$/.test(text ?? "") ? Number(text) : Infinity);

/** Sends it to one client (its full JID). */
export function sendHistory({ archive, config, now, multicast }: Engine, room: Room, to: string, join: Element): void {
  const { chars, stanzas, since } = requestedHistory(join, now());
  const most = Math.min(stanzas, room.config.maxhistoryfetch, config.max_history);
  if (most === 0 || chars === 0) return;
  const shown: Element[] = [];
  let length = 0;
  for (const { id, message: kept } of latestMessages(archive, room, since * 1000 - 1, most)) {
    const message = withDelay(kept, room.jid.bare, Math.floor(id / 1000));
    if (chars !== Infinity) length += print(addressed(message, { to })).length;
    if (length > chars) break;
    shown.unshift(message);
  }
  for (const message of shown) multicast(message, [to]);
}

/** §7.2.15: the subject comes at the end, and by itself: its changes are not among what was said. */
function latestMessages(archive: RoomArchive, room: Room, after: number, most: number): readonly HistoryMessage[] {
  const said = (max: number): HistoryMessage[] =>
    archive.newest(room, after, max).filter(({ message }) => !isSubjectChange(message));
  const last = said(most);
  // Either that is all there is, or subjects were among them.
  return last.length === most ? last : said(most + EXTRA_FOR_SUBJECTS).slice(0, most);
}
