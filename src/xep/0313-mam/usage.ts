/** How many bytes the messages of each archive have: the count is kept, not summed. */
import type { Database } from "../../store/database.ts";

export interface Usage {
  /** An owner's archive has so many bytes more, or less. Returns what it has now. */
  add(owner: number, bytes: number): number;
  /** Of an account or a room: a bare JID. */
  of(account: string): number;
  ofOwner(owner: number): number;
  /** Whose archives have more than so many bytes. */
  beyond(bytes: number): readonly number[];
  /** The account or room of an owner; undefined where it is gone. */
  accountOf(owner: number): string | undefined;
}

export function openUsage(db: Database): Usage {
  const add = db.write<{ bytes: number }>("UPDATE archive_owner SET bytes = bytes + ? WHERE id = ? RETURNING bytes");
  const ofAccount = db.read<{ bytes: number }>("SELECT bytes FROM archive_owner WHERE account = ?");
  const ofOwner = db.read<{ bytes: number }>("SELECT bytes FROM archive_owner WHERE id = ?");
  const beyond = db.read<{ id: number }>("SELECT id FROM archive_owner WHERE bytes > ?");
  const account = db.read<{ account: string | null }>("SELECT account FROM archive_owner WHERE id = ?");
  return {
    add: (owner, bytes) => add.get(bytes, owner)?.bytes ?? 0,
    of: (address) => ofAccount.get(address)?.bytes ?? 0,
    ofOwner: (owner) => ofOwner.get(owner)?.bytes ?? 0,
    beyond: (bytes) => beyond.all(bytes).map(({ id }) => id),
    accountOf: (owner) => account.get(owner)?.account ?? undefined,
  };
}
