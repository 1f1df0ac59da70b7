/** The size of each archive in bytes: what is in the index by owner is counted as it changes, and written once a tick. */
import { BoundedMap } from "../../../bounded-map.ts";
import type { Database } from "../../../store/database.ts";
import type { Unlisted } from "./unlisted.ts";

export interface ArchiveSizes {
  /** Adds to the size of an owner's archive (`bytes` may be negative), but for messages that are not in the index yet. */
  add(owner: number, bytes: number): void;
  /** The size of the archive of an account or a room (a bare JID). */
  of(account: string): number;
  ofOwner(owner: number): number;
  /** The size of all archives at the last commit. */
  total(): number;
  /** Owners whose archives had more than so many bytes at the last commit. */
  ownersAbove(bytes: number): readonly number[];
  /** The account or room of an owner; undefined for an abandoned archive. */
  accountOf(owner: number): string | undefined;
}

/** Stored sizes in memory. */
const MAX_CACHED = 2000;

/** The changes of a tick, in order, so that those of work that fails can be undone. */
class Changes {
  readonly #entries: { readonly owner: number; readonly bytes: number }[] = [];
  readonly #sums = new Map<number, number>();

  get length(): number {
    return this.#entries.length;
  }

  add(owner: number, bytes: number): void {
    this.#entries.push({ owner, bytes });
    this.#sums.set(owner, this.of(owner) + bytes);
  }

  of(owner: number): number {
    return this.#sums.get(owner) ?? 0;
  }

  truncate(length: number): void {
    for (const { owner, bytes } of this.#entries.splice(length)) this.#sums.set(owner, this.of(owner) - bytes);
  }

  /** Returns the sums by owner, and forgets them. */
  take(): readonly (readonly [owner: number, bytes: number])[] {
    const sums = [...this.#sums];
    this.#entries.length = 0;
    this.#sums.clear();
    return sums;
  }
}

export function openArchiveSizes(db: Database, unlisted: Pick<Unlisted, "bytesOf" | "owners">): ArchiveSizes {
  const add = db.write("UPDATE archive_owner SET bytes = bytes + ? WHERE id = ?");
  const ofAccount = db.read<{ id: number; bytes: number }>("SELECT id, bytes FROM archive_owner WHERE account = ?");
  const ofOwner = db.read<{ bytes: number }>("SELECT bytes FROM archive_owner WHERE id = ?");
  const sum = db.read<{ bytes: number | null }>("SELECT sum(bytes) AS bytes FROM archive_owner");
  const beyond = db.read<{ id: number }>("SELECT id FROM archive_owner WHERE bytes > ?");
  const account = db.read<{ account: string | null }>("SELECT account FROM archive_owner WHERE id = ?");
  const changes = new Changes();
  /** By owner, the stored size. Nothing but `add` changes it, at the end of a tick. */
  const stored = new BoundedMap<number, number>(MAX_CACHED);
  db.truncateOnRollback(changes);
  db.beforeCommit(() => {
    for (const [owner, bytes] of changes.take()) {
      if (bytes === 0) continue;
      add.run(bytes, owner);
      stored.delete(owner);
    }
  });
  db.onTick((lost) => {
    changes.take();
    if (lost) stored.clear();
  });

  const bytesOf = (owner: number): number => {
    let known = stored.get(owner);
    if (known === undefined) {
      known = ofOwner.get(owner)?.bytes ?? 0;
      stored.set(owner, known);
    }
    return known + changes.of(owner) + unlisted.bytesOf(owner);
  };

  return {
    add: (owner, bytes) => changes.add(owner, bytes),
    of: (address) => {
      const found = ofAccount.get(address);
      return found ? found.bytes + changes.of(found.id) + unlisted.bytesOf(found.id) : 0;
    },
    ofOwner: bytesOf,
    total: () => (sum.get()?.bytes ?? 0) + unlisted.bytesOf(),
    ownersAbove: (bytes) => [
      ...new Set([
        ...beyond.all(bytes).map(({ id }) => id),
        ...unlisted.owners().filter((owner) => bytesOf(owner) > bytes),
      ]),
    ],
    accountOf: (owner) => account.get(owner)?.account ?? undefined,
  };
}
