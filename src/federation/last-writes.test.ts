/** Writes of a tick that a full disk has not taken. */
import { expect, test } from "bun:test";
import type { Database } from "../store/database.ts";
import { fullError } from "../store/errors.ts";
import { LastWrites } from "./last-writes.ts";

function opened() {
  const disk = { isFull: false };
  const waiting: { readonly kept: () => void; readonly lost: () => void }[] = [];
  const written: string[] = [];
  const afterCommit: Database["afterCommit"] = (kept, lost) =>
    void waiting.push({ kept, lost: () => lost?.(fullError()) });
  const writes = new LastWrites<string>({ afterCommit }, (value) => {
    if (disk.isFull) throw fullError();
    written.push(value);
  });
  const tickEnds = (outcome: "kept" | "lost"): void => {
    for (const waiter of waiting.splice(0)) waiter[outcome]();
  };
  return { writes, written, disk, tickEnds };
}

test("of what was lost the last of each key is written again, until it is kept", () => {
  const { writes, written, tickEnds } = opened();
  for (const [key, value] of [
    ["a", "a1"],
    ["b", "b1"],
    ["a", "a2"],
  ] as const)
    writes.write(key, value);
  expect([writes.uncommitted("a"), writes.lost("a")]).toEqual(["a2", undefined]);
  tickEnds("lost");
  expect([writes.uncommitted("a"), writes.lost("a")]).toEqual(["a2", "a2"]);
  written.length = 0;
  for (const outcome of ["lost", "kept", "kept"] as const) {
    writes.again();
    tickEnds(outcome);
  }
  expect(written.toSorted()).toEqual(["a2", "a2", "b1", "b1"]);
  expect([writes.uncommitted("a"), writes.lost("a")]).toEqual([undefined, undefined]);
});

test("what cannot be written in the middle of a tick is lost, and not what was written before it", () => {
  const { writes, written, disk, tickEnds } = opened();
  writes.write("a", "a1");
  disk.isFull = true;
  expect(() => writes.write("a", "a2")).toThrow(fullError().message);
  tickEnds("lost");
  disk.isFull = false;
  writes.again();
  expect(written).toEqual(["a1", "a2"]);
});

test("what a full disk does not take is bounded: the newest of ten thousand keys are kept", () => {
  const { writes, disk } = opened();
  disk.isFull = true;
  for (let n = 0; n < 10_100; n++) expect(() => writes.write(String(n), "x")).toThrow(fullError().message);
  expect([writes.lost("99"), writes.lost("100"), writes.lost("10099")]).toEqual([undefined, "x", "x"]);
});
