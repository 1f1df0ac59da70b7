/** What has been verified is remembered, and forgotten when there is too much of it. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { knowledgeTables, openKnowledge } from "./knowledge.ts";

test("XEP-0115 §8.2: it is known by its hash, also to a server that has been started again", () => {
  const db = memoryDatabase({ caps: knowledgeTables });
  openKnowledge(db, 10, () => 0).keep("caps sha-1 A=", "client/pc//<a<b<");
  const again = openKnowledge(db, 10, () => 0);
  expect([...(again.featuresOf("caps sha-1 A=") ?? [])]).toEqual(["client/pc//", "a", "b"]);
  expect(again.featuresOf("caps sha-256 A=")).toBeUndefined();
  expect(again.featuresOf("")).toBeUndefined();
});

test("XEP-0390: of its text the features alone count", () => {
  const knowledge = openKnowledge(memoryDatabase({ caps: knowledgeTables }), 10, () => 0);
  knowledge.keep("caps2 sha-256 A=", "a\x1fb\x1f\x1cclient\x1fpc\x1f\x1f\x1f\x1e\x1c\x1c");
  expect([...(knowledge.featuresOf("caps2 sha-256 A=") ?? [])]).toEqual(["a", "b"]);
});

test("beyond so many, those that nobody has shown for the longest time go", () => {
  const db = memoryDatabase({ caps: knowledgeTables });
  let now = 0;
  const clock = (): number => (now += 1);
  const knowledge = openKnowledge(db, 3, clock);
  for (const name of ["a", "b", "c"]) knowledge.keep(name, `${name}<`);
  // Shown again after a restart: "a" is in use.
  const again = openKnowledge(db, 3, clock);
  again.featuresOf("a");
  again.keep("d", "d<");
  const last = openKnowledge(db, 3, clock);
  expect(["a", "b", "c", "d"].filter((name) => last.featuresOf(name))).toEqual(["a", "c", "d"]);
});
