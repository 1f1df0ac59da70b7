/** XEP-0313 §6.1.2: the archive of a room, from which the discussion history (XEP-0045 §7.2.13) is read. */
import type { Element } from "ltx";
import { parseElement } from "../../../../xml/parse-element.ts";
import { weightOf } from "../../../../xml/weight.ts";
import type { Archive } from "../../../history/0313-mam/archive.ts";
import { correctedIn } from "../../../history/0313-mam/index-keys.ts";
import type { Row } from "../../../history/0313-mam/message-store.ts";
import { type Sender, splitSender, withSender } from "./archived-sender.ts";
import type { Room } from "./room.ts";

export interface HistoryMessage {
  /** In the order of arrival: the number of its id (XEP-0359). */
  readonly id: number;
  /** As the occupants got it, without `to`. */
  readonly message: Element;
}

export interface ArchivedMessage extends HistoryMessage {
  /** Undefined for a message of the room itself. */
  readonly sender: Sender | undefined;
  readonly row: Row;
}

type InRoom = Pick<Room, "jid">;

/** Weight of the discussion history that an entering client is sent, in bytes: some hundreds of ordinary messages. */
const MAX_HISTORY_WEIGHT = 1_048_576;

export interface RoomArchive {
  add(room: InRoom, message: HistoryMessage & { readonly sender?: Sender }): void;
  get(room: InRoom, id: number): ArchivedMessage | undefined;
  /** The message with this id (XEP-0359), which the room has given here or at another server. */
  withId(room: InRoom, id: string): ArchivedMessage | undefined;
  /** The other versions by the same sender (XEP-0308): the original, and its corrections. */
  otherVersions(room: InRoom, archived: ArchivedMessage): Iterable<ArchivedMessage>;
  /** Indexes the latest messages, in portions: `otherVersions` then finds them. */
  catchUp(): Generator<void, void>;
  /** Puts another message in its place, by the same sender. */
  replace(archived: ArchivedMessage, message: Element): void;
  /** The newest messages with an id above `after`, newest first: at most `max`, and less than MAX_HISTORY_WEIGHT. */
  newest(room: InRoom, after: number, max: number): HistoryMessage[];
  /** Removes the whole archive of the room. */
  removeAll(room: InRoom): void;
}

type ArchiveDeps = Pick<
  Archive,
  "add" | "get" | "numberOf" | "catchUp" | "withSenderId" | "corrections" | "replace" | "newest" | "forget"
>;

export function openRoomArchive(archive: ArchiveDeps): RoomArchive {
  const { add, get, replace, newest, forget } = archive;
  const archivedIn = (row: Row): ArchivedMessage => ({ id: row.id, row, ...splitSender(parseElement(row.xml)) });
  const withOptionalSender = (message: Element, sender: Sender | undefined): Element =>
    sender ? withSender(message, sender) : message;
  const getArchived = ({ jid }: InRoom, id: number): ArchivedMessage | undefined => {
    const row = get(jid.bare, id);
    return row && archivedIn(row);
  };
  return {
    add: ({ jid: { bare } }, { id, message, sender }) => {
      // XEP-0313 §4.1.1: the filter `with` finds occupant JIDs.
      const resource = message.attrs.from.slice(bare.length + 1);
      add(id, bare, { bare, resource }, withOptionalSender(message, sender));
    },
    get: getArchived,
    withId: (room, id) => {
      const number = archive.numberOf(room.jid.bare, id);
      return number === undefined ? undefined : getArchived(room, number);
    },
    otherVersions: function* ({ jid: { bare } }, archived) {
      const corrected = correctedIn(archived.message);
      const name = corrected ?? archived.message.attrs.id;
      const isVersion = ({ id, sender }: ArchivedMessage): boolean =>
        id !== archived.id && sender?.jid.bare === archived.sender?.jid.bare;
      for (const row of archive.corrections(bare, bare, name)) {
        const correction = archivedIn(row);
        if (isVersion(correction)) yield correction;
      }
      if (corrected === undefined) return;
      // Ids may repeat: the original is the last one before the correction.
      for (const row of archive.withSenderId(bare, bare, name)) {
        if (row.id > archived.id) continue;
        const original = archivedIn(row);
        if (!isVersion(original)) continue;
        yield original;
        return;
      }
    },
    catchUp: () => archive.catchUp(),
    replace: ({ row, sender }, message) => replace(row, withOptionalSender(message, sender)),
    newest: ({ jid }, after, max) => {
      const messages: HistoryMessage[] = [];
      let weight = 0;
      for (const { id, xml } of newest(jid.bare, after, max).toReversed()) {
        const archived = parseElement(xml);
        weight += weightOf(archived, Buffer.byteLength(xml));
        if (weight > MAX_HISTORY_WEIGHT && messages.length > 0) break;
        messages.push({ id, message: splitSender(archived).message });
      }
      return messages;
    },
    removeAll: ({ jid }) => forget(jid.bare),
  };
}
