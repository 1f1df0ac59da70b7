/** What has been verified is remembered, and forgotten when there is too much of it. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { capsTables, openCapsCache } from "./caps-cache.ts";

test("XEP-0115 §8.2: it is known by its hash, also to a server that has been started again", () => {
  const db = memoryDatabase({ caps: capsTables });
  openCapsCache(db, 10, () => 0).put("caps sha-1 A=", "client/pc//<a<b<");
  const again = openCapsCache(db, 10, () => 0);
  expect([...(again.featuresOf("caps sha-1 A=") ?? [])]).toEqual(["client/pc//", "a", "b"]);
  expect(again.featuresOf("caps sha-256 A=")).toBeUndefined();
  expect(again.featuresOf("")).toBeUndefined();
});

test("XEP-0390: of its text the features alone count", () => {
  const knowledge = openCapsCache(memoryDatabase({ caps: capsTables }), 10, () => 0);
  knowledge.put("caps2 sha-256 A=", "a\x1fb\x1f\x1cclient\x1fpc\x1f\x1f\x1f\x1e\x1c\x1c");
  expect([...(knowledge.featuresOf("caps2 sha-256 A=") ?? [])]).toEqual(["a", "b"]);
});

test("beyond so many, those that nobody has shown for the longest time go", () => {
  const db = memoryDatabase({ caps: capsTables });
  let now = 0;
  const clock = (): number => (now += 1);
  const knowledge = openCapsCache(db, 3, clock);
  for (const name of ["a", "b", "c"]) knowledge.put(name, `${name}<`);
  // Shown again after a restart: "a" is in use.
  const again = openCapsCache(db, 3, clock);
  again.featuresOf("a");
  again.put("d", "d<");
  const last = openCapsCache(db, 3, clock);
  expect(["a", "b", "c", "d"].filter((name) => last.featuresOf(name))).toEqual(["a", "c", "d"]);
});
