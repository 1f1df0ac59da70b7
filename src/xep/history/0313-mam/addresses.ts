/** The numbers that stand for accounts and their peers in the archive. */
import { BoundedMap } from "../../../bounded-map.ts";
import type { Database } from "../../../store/database.ts";

export interface Addresses {
  /** Of an account whose archive has something in it; undefined where it has not. */
  ownerOf(account: string): number | undefined;
  peerOf(owner: number, jid: string): number | undefined;
  /** The same, given where there was none. */
  newOwnerOf(account: string): number;
  newPeerOf(owner: number, jid: string): number;
  /** The account's archive is nobody's from now on, to be cleared away. */
  abandon(account: string): void;
  /** The owner number of an archive that has been abandoned. */
  abandoned(): number | undefined;
  forget(owner: number): void;
}

/** How many numbers of accounts, and of peers, are remembered at once. */
const MAX_REMEMBERED = 2000;

export function openAddresses(db: Database): Addresses {
  const owner = db.read<{ id: number }>("SELECT id FROM archive_owner WHERE account = ?");
  const addOwner = db.write<{ id: number }>("INSERT INTO archive_owner (account) VALUES (?) RETURNING id");
  const peer = db.read<{ id: number }>("SELECT id FROM archive_peer WHERE owner = ? AND jid = ?");
  const addPeer = db.write<{ id: number }>("INSERT INTO archive_peer (owner, jid) VALUES (?, ?) RETURNING id");
  const abandon = db.write("UPDATE archive_owner SET account = NULL WHERE account = ?");
  const abandoned = db.read<{ id: number }>("SELECT id FROM archive_owner WHERE account IS NULL LIMIT 1");
  const removePeers = db.write("DELETE FROM archive_peer WHERE owner = ?");
  const removeOwner = db.write("DELETE FROM archive_owner WHERE id = ?");
  /** Committed numbers alone: what is rolled back is not remembered. */
  const known = new BoundedMap<string, number>(MAX_REMEMBERED);

  const numberOf = (key: string, find: () => { id: number } | undefined): number | undefined => {
    const id = known.get(key) ?? find()?.id;
    if (id !== undefined && !known.has(key)) db.afterCommit(() => known.set(key, id));
    return id;
  };
  const added = (row: { id: number } | undefined): number => {
    if (!row) throw new Error("SQLite returned no id");
    return row.id;
  };

  const ownerOf = (account: string): number | undefined => numberOf(account, () => owner.get(account));
  const peerOf = (of: number, jid: string): number | undefined => numberOf(`${of} ${jid}`, () => peer.get(of, jid));

  return {
    ownerOf,
    peerOf,
    newOwnerOf: (account) => ownerOf(account) ?? added(addOwner.get(account)),
    newPeerOf: (of, jid) => peerOf(of, jid) ?? added(addPeer.get(of, jid)),
    abandon: (account) => {
      abandon.run(account);
      known.clear();
      // Also what is about to be remembered of before.
      db.afterCommit(() => known.clear());
    },
    abandoned: () => abandoned.get()?.id,
    forget: (of) => {
      removePeers.run(of);
      removeOwner.run(of);
    },
  };
}
