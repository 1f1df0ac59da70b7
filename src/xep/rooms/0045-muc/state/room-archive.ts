/** What was said in rooms: their archives (XEP-0313), of which who enters is shown the end (§7.2.13). */
import type { Element } from "ltx";
import { parseElement } from "../../../../xml/parse-element.ts";
import { weightOf } from "../../../../xml/weight.ts";
import type { Archive } from "../../../history/0313-mam/archive.ts";
import { correctedIn } from "../../../history/0313-mam/index-keys.ts";
import type { Row } from "../../../history/0313-mam/message-store.ts";
import { type Sender, splitSender, withSender } from "./archived-sender.ts";
import type { Room } from "./room.ts";

/** `id` is the time in microseconds since 1970, no two have the same. */
export interface HistoryMessage {
  readonly id: number;
  /** The message as the occupants got it, without `to`. */
  readonly message: Element;
}

export interface ArchivedMessage extends HistoryMessage {
  /** Undefined for what the room itself has said. */
  readonly sender: Sender | undefined;
  readonly row: Row;
}

type InRoom = Pick<Room, "jid">;

/** What the messages weigh that are shown to who enters, in bytes: some hundreds of those that people write. */
const MAX_HISTORY_WEIGHT = 1_048_576;

export interface RoomArchive {
  add(room: InRoom, message: HistoryMessage & { readonly sender?: Sender }): void;
  get(room: InRoom, id: number): ArchivedMessage | undefined;
  /** The others of the versions that its sender has made of it (XEP-0308): the first, and what corrects it. */
  otherVersions(room: InRoom, kept: ArchivedMessage): Iterable<ArchivedMessage>;
  /** Lets what was said last be among them, in steps between which others may come in. */
  catchUp(): Generator<void, void>;
  /** Puts something else in its place, of the same sender. */
  replace(kept: ArchivedMessage, message: Element): void;
  /** The last ones, at most so many and fewer where they are heavy, with an id above `after`; the newest first. */
  newest(room: InRoom, after: number, max: number): HistoryMessage[];
  /** All that the room has kept is gone. */
  removeAll(room: InRoom): void;
}

type ArchiveDeps = Pick<
  Archive,
  "add" | "get" | "catchUp" | "withSenderId" | "corrections" | "replace" | "newest" | "forget"
>;

export function openRoomArchive(archive: ArchiveDeps): RoomArchive {
  const { add, get, replace, newest, forget } = archive;
  const archivedIn = (row: Row): ArchivedMessage => ({ id: row.id, row, ...splitSender(parseElement(row.xml)) });
  const withOptionalSender = (message: Element, sender: Sender | undefined): Element =>
    sender ? withSender(message, sender) : message;
  return {
    add: ({ jid: { bare } }, { id, message, sender }) => {
      // XEP-0313 §4.1.1: `with` finds what was said under a nickname.
      const resource = message.attrs.from.slice(bare.length + 1);
      add(id, bare, { bare, resource }, withOptionalSender(message, sender));
    },
    get: ({ jid }, id) => {
      const row = get(jid.bare, id);
      return row && archivedIn(row);
    },
    otherVersions: function* ({ jid: { bare } }, kept) {
      const corrected = correctedIn(kept.message);
      const name = corrected ?? kept.message.attrs.id;
      const isSame = ({ id, sender }: ArchivedMessage): boolean =>
        id !== kept.id && sender?.jid.bare === kept.sender?.jid.bare;
      for (const row of archive.corrections(bare, bare, name)) {
        const correction = archivedIn(row);
        if (isSame(correction)) yield correction;
      }
      if (corrected === undefined) return;
      // Of those that bear its id, the last one before it.
      for (const row of archive.withSenderId(bare, bare, name)) {
        if (row.id > kept.id) continue;
        const first = archivedIn(row);
        if (!isSame(first)) continue;
        yield first;
        return;
      }
    },
    catchUp: () => archive.catchUp(),
    replace: ({ row, sender }, message) => replace(row, withOptionalSender(message, sender)),
    newest: ({ jid }, after, max) => {
      const messages: HistoryMessage[] = [];
      let weight = 0;
      for (const { id, xml } of newest(jid.bare, after, max).toReversed()) {
        const kept = parseElement(xml);
        weight += weightOf(kept, Buffer.byteLength(xml));
        if (weight > MAX_HISTORY_WEIGHT && messages.length > 0) break;
        messages.push({ id, message: splitSender(kept).message });
      }
      return messages;
    },
    removeAll: ({ jid }) => forget(jid.bare),
  };
}
