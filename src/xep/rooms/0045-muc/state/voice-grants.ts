/** XEP-0045 §5.1: who was given a voice, or has lost it, has it or lacks it at the next visit, too. */
import type { Database } from "../../../../store/database.ts";
import type { Role } from "../privileges.ts";

type InRoom = { readonly id: number };
export type VoiceRole = Extract<Role, "visitor" | "participant">;

/** So many are remembered of each room; the oldest are forgotten. */
const MAX_GRANTS = 1000;

export interface VoiceGrants {
  /** What a moderator has decided on an account; undefined where nobody has. */
  of(room: InRoom, account: string): VoiceRole | undefined;
  remember(room: InRoom, account: string, role: VoiceRole): void;
  forget(room: InRoom, account: string): void;
  /** In all rooms. */
  forgetAll(account: string): void;
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
  const forget = (room: InRoom, account: string): void => void remove.run(room.id, account);
  return {
    of: (room, account) => one.get(room.id, account)?.role,
    remember: (room, account, role) => {
      forget(room, account);
      add.run(room.id, account, role);
      trim.run(room.id);
    },
    forget,
    forgetAll: (account) => void removeAll.run(account),
  };
}
