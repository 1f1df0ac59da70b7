/** XEP-0045 §7.10: nicknames that are registered: nobody else has one that looks like it. */
import type { Database } from "../../../../store/database.ts";
import { confusableKeys } from "../confusables.ts";

type InRoom = { readonly id: number };

export interface ReservedNicknames {
  /** The nickname that an account has registered. */
  of(room: InRoom, account: string): string | undefined;
  /** The account that has registered a nickname that is read like this one. */
  holder(room: InRoom, nick: string): string | undefined;
  /** Whether somebody else than this account has registered a nickname that looks like this one. */
  isReservedByOther(room: InRoom, nick: string, account: string): boolean;
  register(room: InRoom, account: string, nick: string): void;
  forget(room: InRoom, account: string): void;
  /** In all rooms. */
  forgetAll(account: string): void;
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
    register: (room, account, nick) => void put.run(room.id, account, nick, ...confusableKeys(nick)),
    forget: (room, account) => void remove.run(room.id, account),
    forgetAll: (account) => void removeAll.run(account),
  };
}
