/** XEP-0045 §5.1: voice that moderators have granted or revoked: it applies when the account enters again. */
import type { Database } from "../../../../store/database.ts";
import type { Role } from "../privileges.ts";

type InRoom = { readonly id: number };
export type VoiceRole = Extract<Role, "visitor" | "participant">;

/** Of one room; the oldest are removed. */
const MAX_GRANTS = 1000;

export interface VoiceGrants {
  /** The role that a moderator has given to an account; undefined where none has. */
  of(room: InRoom, account: string): VoiceRole | undefined;
  set(room: InRoom, account: string, role: VoiceRole): void;
  remove(room: InRoom, account: string): void;
  /** Of an account, in all rooms. */
  removeAccount(account: string): void;
}

export function openVoiceGrants(db: Database): VoiceGrants {
  const one = db.read<{ role: VoiceRole }>("SELECT role FROM rooms_voice WHERE room = ? AND jid = ?");
  const remove = db.write("DELETE FROM rooms_voice WHERE room = ? AND jid = ?");
  const removeAll = db.write("DELETE FROM rooms_voice WHERE jid = ?");
  const add = db.write("INSERT INTO rooms_voice (room, jid, role) VALUES (?, ?, ?)");
  const trim = db.write(
    `DELETE FROM rooms_voice WHERE sequence IN
      (SELECT sequence FROM rooms_voice WHERE room = ? ORDER BY sequence DESC LIMIT -1 OFFSET ${MAX_GRANTS})`,
  );
  const removeOne = (room: InRoom, account: string): void => void remove.run(room.id, account);
  return {
    of: (room, account) => one.get(room.id, account)?.role,
    set: (room, account, role) => {
      removeOne(room, account);
      add.run(room.id, account, role);
      trim.run(room.id);
    },
    remove: removeOne,
    removeAccount: (account) => void removeAll.run(account),
  };
}
