import { expect, test } from "bun:test";
import { DAY } from "../../../clock.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { JULIET, ROMEO, testFiles } from "./testing.ts";
import type { UploadLimits, Wish } from "./upload-limits.ts";

/** "allowed", or why not. */
function outcomeOf(limits: UploadLimits, wish: Partial<Wish> = {}): string {
  try {
    limits.assertAllowed({ owner: ROMEO, bytes: 100, isLasting: false, pending: { bytes: 0, files: 0 }, ...wish });
    return "allowed";
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    const { name, attributes, children } = error.application ?? {};
    return [error.condition, name, attributes?.stamp, children?.["max-file-size"]].filter(Boolean).join(" ");
  }
}

test("XEP-0363 §7: a file that is too large: not-acceptable, with the maximum size", () => {
  const { limits } = testFiles();
  expect(outcomeOf(limits, { bytes: 100 })).toBe("allowed");
  expect(outcomeOf(limits, { bytes: 101 })).toBe("not-acceptable file-too-large 100");
});

test("§7: the quota of a day: resource-constraint, to be tried again tomorrow; deleting a file does not lift it", () => {
  const { limits, add, store, clock } = testFiles();
  for (let n = 0; n < 4; n++) store.remove(add(ROMEO, 100).id);
  expect(outcomeOf(limits)).toBe("allowed");
  expect(outcomeOf(limits, { pending: { bytes: 1, files: 1 } })).toBe("resource-constraint retry 2026-12-01T00:00:00Z");
  add(ROMEO, 100);
  expect(outcomeOf(limits, { bytes: 1 })).toBe("resource-constraint retry 2026-12-01T00:00:00Z");
  expect(outcomeOf(limits, { owner: JULIET })).toBe("allowed");
  clock.now += DAY / 2;
  expect(outcomeOf(limits)).toBe("allowed");
});

test("the quota of an owner: what is older than 30 days makes room, what is younger or lasting does not", () => {
  const { limits, add, clock } = testFiles({ daily_quota: 1e9 });
  const old = [1, 2, 3].map(() => add(ROMEO, 100, { uploaded: clock.now - 31 * DAY }));
  add(ROMEO, 200, { uploaded: clock.now - 31 * DAY, isLasting: true });
  add(ROMEO, 500, { uploaded: clock.now - 29 * DAY });
  expect(outcomeOf(limits, { bytes: 100 })).toBe("allowed");
  expect(outcomeOf(limits, { bytes: 100, pending: { bytes: 200, files: 2 } })).toBe("allowed");
  expect(outcomeOf(limits, { bytes: 100, pending: { bytes: 201, files: 2 } })).toBe("resource-constraint");
  expect(limits.excess(ROMEO, 1)).toEqual([]);
  add(ROMEO, 1);
  expect(limits.excess(ROMEO, 1)).toEqual([old[0]?.id ?? ""]);
  clock.isDoubtful = true;
  expect([limits.excess(ROMEO, 1), outcomeOf(limits)]).toEqual([[], "resource-constraint"]);
});

test("however small files are, an owner has at most 10,000", () => {
  const { limits, add, db } = testFiles({ quota: 1e9, daily_quota: 1e9 });
  db.atomically(() => {
    for (let n = 0; n < 9999; n++) add(ROMEO, 1);
  });
  expect(outcomeOf(limits)).toBe("allowed");
  expect(outcomeOf(limits, { pending: { bytes: 1, files: 1 } })).toBe("resource-constraint");
});

test("XEP-0363 §5: a quarter of the quota is for files that stay for good, so that they never take all", () => {
  const { limits, add } = testFiles();
  add(ROMEO, 150, { isLasting: true });
  expect(outcomeOf(limits, { isLasting: true })).toBe("allowed");
  add(ROMEO, 50, { isLasting: true });
  expect(outcomeOf(limits, { isLasting: true })).toBe("resource-constraint");
  expect(outcomeOf(limits)).toBe("allowed");
});

test("files have their share of the disk: of what is free above the reserve, and what they have already", () => {
  const { limits, add, disk, log } = testFiles();
  disk.reserve = 100;
  disk.free = 300;
  expect([limits.capacity(), outcomeOf(limits, { bytes: 100 })]).toEqual([100, "allowed"]);
  add(JULIET, 100);
  disk.free = 200;
  expect([limits.capacity(), outcomeOf(limits, { bytes: 1 })]).toEqual([100, "resource-constraint"]);
  expect(outcomeOf(limits, { bytes: 1 })).toBe("resource-constraint");
  // Said once, until there is room again.
  expect(log.events).toMatchObject([{ event: "files-have-no-room", bytes: 100, capacity: 100 }]);
  disk.free = 1000;
  expect(outcomeOf(limits)).toBe("allowed");
  disk.isLow = true;
  expect(outcomeOf(limits, { bytes: 1 })).toBe("resource-constraint");
});

test("uploads under way hold their room, so that together they do not exceed it", () => {
  const { limits, disk } = testFiles();
  disk.free = 1000;
  const held = Array.from({ length: 20 }, () => limits.reserve(100));
  expect(held.filter((release) => release !== undefined)).toHaveLength(5);
  expect(outcomeOf(limits, { bytes: 1 })).toBe("resource-constraint");
  // What is given back twice counts once.
  held[0]?.();
  held[0]?.();
  expect([limits.reserve(100), limits.reserve(100)].map((release) => release !== undefined)).toEqual([true, false]);
});
