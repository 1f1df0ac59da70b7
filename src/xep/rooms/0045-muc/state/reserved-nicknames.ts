/** XEP-0045 §7.10: reserved nicknames: nobody else may use one that is confusable with them. */
import type { Database } from "../../../../store/database.ts";
import { confusableKeys } from "../confusables.ts";

type InRoom = { readonly id: number };

export interface ReservedNicknames {
  /** The nickname of an account. */
  of(room: InRoom, account: string): string | undefined;
  /** The account that has reserved this nickname, regardless of case and script. */
  holder(room: InRoom, nick: string): string | undefined;
  /** Whether another account has reserved a nickname that is confusable with this one. */
  isReservedByOther(room: InRoom, nick: string, account: string): boolean;
  reserve(room: InRoom, account: string, nick: string): void;
  release(room: InRoom, account: string): void;
  /** Of an account, in all rooms. */
  removeAccount(account: string): void;
}

export function openReservedNicknames(db: Database): ReservedNicknames {
  const one = db.read<{ nick: string }>("SELECT nick FROM rooms_nickname WHERE room = ? AND jid = ?");
  const holder = db.read<{ jid: string }>("SELECT jid FROM rooms_nickname WHERE room = ? AND skeleton = ?");
  const other = db.read(
    "SELECT 1 FROM rooms_nickname WHERE room = ?1 AND jid != ?2 AND (skeleton = ?3 OR drawing = ?4) LIMIT 1",
  );
  const put = db.write(
    "INSERT OR REPLACE INTO rooms_nickname (room, jid, nick, skeleton, drawing) VALUES (?, ?, ?, ?, ?)",
  );
  const remove = db.write("DELETE FROM rooms_nickname WHERE room = ? AND jid = ?");
  const removeAll = db.write("DELETE FROM rooms_nickname WHERE jid = ?");
  return {
    of: (room, account) => one.get(room.id, account)?.nick,
    holder: (room, nick) => holder.get(room.id, confusableKeys(nick)[0])?.jid,
    isReservedByOther: (room, nick, account) => other.get(room.id, account, ...confusableKeys(nick)) != null,
    reserve: (room, account, nick) => void put.run(room.id, account, nick, ...confusableKeys(nick)),
    release: (room, account) => void remove.run(room.id, account),
    removeAccount: (account) => void removeAll.run(account),
  };
}
