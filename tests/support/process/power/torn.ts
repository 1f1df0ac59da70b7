/** What a power cut leaves of what was not synced: some of the names, some of the sectors. */

/** A number from 0 up to 1, without 1. */
export type Chance = () => number;

/** Bytes that a disk writes whole or not at all. */
export const SECTOR = 512;

/**
 * The entries of a folder, by name the file: those that were synced, and of each that has changed since the former or the present.
 * A file that was renamed has one of its names at least. Without `chance` all are the synced ones.
 */
export function tornNames(
  synced: ReadonlyMap<string, string>,
  present: ReadonlyMap<string, string>,
  chance: Chance | undefined,
): Map<string, string> {
  if (!chance) return new Map(synced);
  const names = new Map<string, string>();
  for (const name of new Set([...synced.keys(), ...present.keys()])) {
    const file = (chance() < 0.5 ? synced : present).get(name);
    if (file !== undefined) names.set(name, file);
  }
  const isLinked = new Set(names.values());
  const exists = new Set(present.values());
  for (const [name, file] of synced) if (exists.has(file) && !isLinked.has(file)) names.set(name, file);
  return names;
}

/** A file of which `synced` was on the disk and `present` in the cache; undefined where it was deleted. */
export function tornContent(synced: Buffer, present: Buffer | undefined, chance: Chance | undefined): Buffer {
  if (!chance || present === undefined || synced.equals(present)) return synced;
  const length = tornLength(synced.length, present.length, chance);
  const content = Buffer.alloc(length);
  synced.copy(content);
  // Nearly all, half or nearly nothing of it: each is another damage.
  const share = [0, 0.1, 0.5, 0.9, 1][Math.floor(chance() * 5)] ?? 1;
  for (let at = 0; at < Math.min(length, present.length); at += SECTOR)
    if (chance() < share) present.copy(content, at, at, Math.min(at + SECTOR, length));
  return content;
}

/** A file grows by sectors, or not at all, or wholly; it is truncated at once. */
function tornLength(synced: number, present: number, chance: Chance): number {
  const choice = Math.floor(chance() * 3);
  if (choice === 0) return synced;
  if (choice === 1 || present < synced) return present;
  return Math.min(present, synced + Math.floor((chance() * (present - synced)) / SECTOR) * SECTOR);
}
