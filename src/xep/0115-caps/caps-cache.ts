/** XEP-0115 §8.2: what has been verified, by hash: in memory what is in use, in the store what has been. */
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

/** In memory. */
const MAX_REMEMBERED = 1000;

export interface CapsCache {
  /** The features of those who announce this key; undefined while nobody has proven what it stands for. */
  featuresOf(key: string): ReadonlySet<string> | undefined;
  /** `input` is what was hashed, and has been verified. */
  put(key: string, input: string): void;
}

/** At most `most` are stored: those not seen for the longest time go. */
export function openCapsCache(db: Database, most: number, now: () => number): CapsCache {
  const one = db.read<{ input: string }>("SELECT input FROM caps_known WHERE key = ?");
  const seen = db.write("UPDATE caps_known SET seen = ? WHERE key = ?");
  const put = db.write("INSERT OR REPLACE INTO caps_known (key, input, seen) VALUES (?, ?, ?)");
  const trim = db.write(
    "DELETE FROM caps_known WHERE key IN (SELECT key FROM caps_known ORDER BY seen DESC LIMIT -1 OFFSET ?)",
  );
  const remembered = new BoundedMap<string, ReadonlySet<string>>(MAX_REMEMBERED);

  const remember = (key: string, input: string): ReadonlySet<string> => {
    const features = methodOf(key).features(input);
    remembered.set(key, features);
    return features;
  };

  return {
    featuresOf: (key) => {
      const known = remembered.get(key);
      if (known) return known;
      const stored = key === "" ? undefined : one.get(key);
      if (!stored) return undefined;
      seen.run(now(), key);
      return remember(key, stored.input);
    },
    put: (key, input) => {
      put.run(key, input, now());
      trim.run(most);
      remember(key, input);
    },
  };
}
