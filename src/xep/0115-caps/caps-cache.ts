/** XEP-0115 §8.2: the cache of verified capabilities, by hash: those in use in memory, the others in the store. */
import { BoundedMap } from "../../bounded-map.ts";
import type { Database } from "../../store/database.ts";
import { methodOf } from "./announcement.ts";

export const capsTables = [
  `CREATE TABLE caps_known (
    key TEXT PRIMARY KEY,
    input TEXT NOT NULL,
    seen INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX caps_known_by_age ON caps_known (seen);`,
] as const;

/** Entries in memory. */
const MAX_IN_MEMORY = 1000;

export interface CapsCache {
  /** The features that a key stands for; undefined while they are not verified. */
  featuresOf(key: string): ReadonlySet<string> | undefined;
  /** `input` is the verified hash input. */
  put(key: string, input: string): void;
}

/** Stores at most `max` entries: those that were announced longest ago are deleted. */
export function openCapsCache(db: Database, max: number, now: () => number): CapsCache {
  const one = db.read<{ input: string }>("SELECT input FROM caps_known WHERE key = ?");
  const seen = db.write("UPDATE caps_known SET seen = ? WHERE key = ?");
  const put = db.write("INSERT OR REPLACE INTO caps_known (key, input, seen) VALUES (?, ?, ?)");
  const trim = db.write(
    "DELETE FROM caps_known WHERE key IN (SELECT key FROM caps_known ORDER BY seen DESC LIMIT -1 OFFSET ?)",
  );
  const inMemory = new BoundedMap<string, ReadonlySet<string>>(MAX_IN_MEMORY);

  const load = (key: string, input: string): ReadonlySet<string> => {
    const features = methodOf(key).features(input);
    inMemory.set(key, features);
    return features;
  };

  return {
    featuresOf: (key) => {
      const known = inMemory.get(key);
      if (known) return known;
      const stored = key === "" ? undefined : one.get(key);
      if (!stored) return undefined;
      seen.run(now(), key);
      return load(key, stored.input);
    },
    put: (key, input) => {
      put.run(key, input, now());
      trim.run(max);
      load(key, input);
    },
  };
}
