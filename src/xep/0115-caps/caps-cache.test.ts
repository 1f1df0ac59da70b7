/** XEP-0115 §8.2: the cache, and its limit. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { capsTables, openCapsCache } from "./caps-cache.ts";

test("XEP-0115 §8.2: features are cached by their hash, across restarts of the server", () => {
  const db = memoryDatabase({ caps: capsTables });
  openCapsCache(db, 10, () => 0).put("caps sha-1 A=", "client/pc//<a<b<");
  const again = openCapsCache(db, 10, () => 0);
  expect([...(again.featuresOf("caps sha-1 A=") ?? [])]).toEqual(["client/pc//", "a", "b"]);
  expect(again.featuresOf("caps sha-256 A=")).toBeUndefined();
  expect(again.featuresOf("")).toBeUndefined();
});

test("XEP-0390: the features are read from the first part of the hash input", () => {
  const cache = openCapsCache(memoryDatabase({ caps: capsTables }), 10, () => 0);
  cache.put("caps2 sha-256 A=", "a\x1fb\x1f\x1cclient\x1fpc\x1f\x1f\x1f\x1e\x1c\x1c");
  expect([...(cache.featuresOf("caps2 sha-256 A=") ?? [])]).toEqual(["a", "b"]);
});

test("beyond the limit, the entries that were announced longest ago are deleted", () => {
  const db = memoryDatabase({ caps: capsTables });
  let now = 0;
  const clock = (): number => (now += 1);
  const cache = openCapsCache(db, 3, clock);
  for (const name of ["a", "b", "c"]) cache.put(name, `${name}<`);
  // After a restart "a" is announced again.
  const again = openCapsCache(db, 3, clock);
  again.featuresOf("a");
  again.put("d", "d<");
  const last = openCapsCache(db, 3, clock);
  expect(["a", "b", "c", "d"].filter((name) => last.featuresOf(name))).toEqual(["a", "c", "d"]);
});
