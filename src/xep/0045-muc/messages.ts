/** What was said in rooms, as the room has reflected it: what who enters is shown (§7.2.13), and the room's archive. */
import type { Database, Statement } from "../../store/database.ts";

/** `id` is the time in microseconds since 1970, no two have the same. */
export interface RoomMessage {
  readonly id: number;
  /** The message as the occupants got it, without `to`. */
  readonly xml: string;
}

type InRoom = { readonly id: number };

export interface RoomMessages {
  /** `sender` is the bare JID of who has said it. */
  add(room: InRoom, message: RoomMessage & { readonly sender: string }): void;
  /** The last ones, at most so many, with an id above `after`; the newest first. */
  newest(room: InRoom, after: number, max: number): RoomMessage[];
  /** The highest id of all; 0 where nothing was said yet. */
  last(): number;
}

export function openMessages(db: Database): RoomMessages {
  const add = db.write("INSERT INTO rooms_message (id, room, sender, xml) VALUES (?, ?, ?, ?)");
  const newest: Statement<RoomMessage> = db.read(
    "SELECT id, xml FROM rooms_message WHERE room = ? AND id > ? ORDER BY id DESC LIMIT ?",
  );
  const last = db.read<{ id: number | null }>("SELECT max(id) AS id FROM rooms_message");
  return {
    add: (room, { id, sender, xml }) => void add.run(id, room.id, sender, xml),
    newest: (room, after, max) => newest.all(room.id, after, max),
    last: () => last.get()?.id ?? 0,
  };
}
