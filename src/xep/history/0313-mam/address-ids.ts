/** Accounts and their peers have numbers in the archive's tables. */
import { BoundedMap } from "../../../bounded-map.ts";
import type { Database } from "../../../store/database.ts";

export interface AddressIds {
  /** Undefined for an account whose archive is empty. */
  ownerIdOf(account: string): number | undefined;
  peerIdOf(owner: number, jid: string): number | undefined;
  /** The same; an address without a number gets one. */
  ensureOwnerId(account: string): number;
  ensurePeerId(owner: number, jid: string): number;
  /** Separates the account from its archive, whose rows are still to be deleted. */
  abandon(account: string): void;
  /** The owner number of an abandoned archive. */
  nextAbandoned(): number | undefined;
  /** Deletes the numbers of an abandoned archive and of its peers. */
  remove(owner: number): void;
}

/** Numbers of accounts and peers in memory. */
const MAX_CACHED = 2000;

export function openAddressIds(db: Database): AddressIds {
  const owner = db.read<{ id: number }>("SELECT id FROM archive_owner WHERE account = ?");
  const addOwner = db.write<{ id: number }>("INSERT INTO archive_owner (account) VALUES (?) RETURNING id");
  const peer = db.read<{ id: number }>("SELECT id FROM archive_peer WHERE owner = ? AND jid = ?");
  const addPeer = db.write<{ id: number }>("INSERT INTO archive_peer (owner, jid) VALUES (?, ?) RETURNING id");
  const abandon = db.write("UPDATE archive_owner SET account = NULL WHERE account = ?");
  const abandoned = db.read<{ id: number }>("SELECT id FROM archive_owner WHERE account IS NULL LIMIT 1");
  const removePeers = db.write("DELETE FROM archive_peer WHERE owner = ?");
  const removeOwner = db.write("DELETE FROM archive_owner WHERE id = ?");
  /** Of committed numbers: others may be rolled back. */
  const cache = new BoundedMap<string, number>(MAX_CACHED);

  const idOf = (key: string, find: () => { id: number } | undefined): number | undefined => {
    const id = cache.get(key) ?? find()?.id;
    if (id !== undefined && !cache.has(key)) db.afterCommit(() => cache.set(key, id));
    return id;
  };
  const added = (row: { id: number } | undefined): number => {
    if (!row) throw new Error("SQLite returned no id");
    return row.id;
  };

  const ownerIdOf = (account: string): number | undefined => idOf(account, () => owner.get(account));
  const peerIdOf = (ownerId: number, jid: string): number | undefined =>
    idOf(`${ownerId} ${jid}`, () => peer.get(ownerId, jid));

  return {
    ownerIdOf,
    peerIdOf,
    ensureOwnerId: (account) => ownerIdOf(account) ?? added(addOwner.get(account)),
    ensurePeerId: (ownerId, jid) => peerIdOf(ownerId, jid) ?? added(addPeer.get(ownerId, jid)),
    abandon: (account) => {
      abandon.run(account);
      cache.clear();
      // Also the numbers that are about to be cached at this commit.
      db.afterCommit(() => cache.clear());
    },
    nextAbandoned: () => abandoned.get()?.id,
    remove: (ownerId) => {
      removePeers.run(ownerId);
      removeOwner.run(ownerId);
    },
  };
}
