/** XEP-0045 §7.8.2: pending mediated invitations: only invitees can decline, and only to their inviters. */
import type { Database } from "../../../../store/database.ts";

type InRoom = { readonly id: number };

/** Of one room; the oldest are removed. */
const MAX_INVITATIONS = 1000;

export interface Invitations {
  /** Both are bare JIDs. */
  add(room: InRoom, invitation: { readonly invitee: string; readonly inviter: string; readonly time: number }): void;
  /** The bare JIDs that `inviter` has invited after a time, until `now` (milliseconds since 1970). */
  since(room: InRoom, inviter: string, time: number, now: number): string[];
  /** Removes the invitation and returns its inviter; undefined where there is none. */
  take(room: InRoom, invitee: string): string | undefined;
  /** Removes the invitations of and by an account, in all rooms. */
  removeAccount(account: string): void;
}

export function openInvitations(db: Database): Invitations {
  const put = db.write("INSERT OR REPLACE INTO rooms_invitation (room, invitee, inviter, time) VALUES (?, ?, ?, ?)");
  const trim = db.write(
    `DELETE FROM rooms_invitation WHERE room = ?1 AND time <
      (SELECT time FROM rooms_invitation WHERE room = ?1 ORDER BY time DESC LIMIT 1 OFFSET ${MAX_INVITATIONS})`,
  );
  const take = db.write<{ inviter: string }>(
    "DELETE FROM rooms_invitation WHERE room = ? AND invitee = ? RETURNING inviter",
  );
  const recent = db.read<{ invitee: string }>(
    "SELECT invitee FROM rooms_invitation WHERE room = ? AND inviter = ? AND time > ? AND time <= ?",
  );
  const forget = db.write("DELETE FROM rooms_invitation WHERE invitee = ?1 OR inviter = ?1");
  return {
    add: (room, { invitee, inviter, time }) => {
      put.run(room.id, invitee, inviter, time);
      trim.run(room.id);
    },
    since: (room, inviter, time, now) => recent.all(room.id, inviter, time, now).map(({ invitee }) => invitee),
    take: (room, invitee) => take.get(room.id, invitee)?.inviter,
    removeAccount: (account) => void forget.run(account),
  };
}
