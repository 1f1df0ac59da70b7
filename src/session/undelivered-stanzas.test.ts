import { expect, test } from "bun:test";
import type { Server } from "../server/module.ts";
import { registerOf, testSession } from "../server/testing.ts";
import { xml } from "../stanza.ts";
import { UndeliveredStanzas } from "./undelivered-stanzas.ts";

function setUp() {
  const given: string[] = [];
  /** How many sessions were available, as the router is told. */
  const seen: (number | undefined)[] = [];
  const errors: unknown[] = [];
  const works: { readonly owner: string; readonly step: () => boolean; readonly undo: () => void }[] = [];
  const inTurns: Server["inTurns"] = (owner, work) =>
    new Promise((resolve, reject) => {
      const step = (): boolean => {
        try {
          const { done, value } = work.next();
          if (done) resolve(value);
          return !done;
        } catch (error) {
          reject(error);
          return false;
        }
      };
      works.push({ owner, step, undo: () => reject(new Error("lost")) });
    });
  /** The disk takes nothing: before the tick's end, or at it. */
  const disk = { isFull: false, isLost: false, refuses: "", isUndone: false };
  const register = registerOf(testSession("romeo@localhost/here", 0), testSession("romeo@localhost/away"));
  const undelivered = new UndeliveredStanzas({
    afterCommit: (kept, lost) => {
      if (!disk.isUndone) (disk.isLost ? lost : kept)();
    },
    maxWeight: 10_000,
    retryMs: 10,
    router: {
      redeliver: ({ attrs }, account, original, there) => {
        if (attrs.id === "bad") throw new Error("no");
        if (disk.isFull || attrs.id === disk.refuses) return "refused";
        seen.push(there?.size);
        given.push(`${account} ${attrs.id} ${original?.attrs.id}`);
        return undefined;
      },
    },
    register,
    inTurns,
    log: { error: (event) => void errors.push(event) },
  });
  return { undelivered, given, seen, works, errors, disk, register };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    stanza: xml("message", { id: `${n}` }),
    original: xml("message", { id: `o${n}` }),
  }));

test("a few are redelivered at once, in order", async () => {
  const { undelivered, given, works } = setUp();
  undelivered.add("romeo@localhost", many(500));
  expect(given).toEqual(Array.from({ length: 500 }, (_, n) => `romeo@localhost ${n} o${n}`));
  expect(works).toEqual([]);
  await undelivered.idle();
});

test("many are redelivered in portions, in the account's turns; `idle` resolves after the last", async () => {
  const { undelivered, given, seen, works } = setUp();
  undelivered.add("romeo@localhost", many(503));
  expect([given.length, works.map(({ owner }) => owner)]).toEqual([500, ["romeo@localhost"]]);
  let isSettled = false;
  const settled = undelivered.idle().then(() => {
    isSettled = true;
  });
  expect([works[0]?.step(), works[0]?.step(), given.length]).toEqual([true, true, 502]);
  // What is added later comes behind it.
  undelivered.add("romeo@localhost", many(1));
  await Promise.resolve();
  expect(isSettled).toBe(false);
  while (works[0]?.step());
  // Nor is it lost if the last one has just been redelivered.
  undelivered.add("romeo@localhost", many(1));
  await settled;
  undelivered.add("romeo@localhost", many(1));
  expect(works).toHaveLength(1);
  expect(given.slice(-3)).toEqual(["romeo@localhost 0 o0", "romeo@localhost 0 o0", "romeo@localhost 0 o0"]);
  expect(seen).toEqual(Array.from({ length: 506 }, () => 1));
});

test("a failure is logged, and does not stop other accounts", async () => {
  const { undelivered, works, errors } = setUp();
  const bad = { stanza: xml("message", { id: "bad" }), original: xml("message") };
  undelivered.add("romeo@localhost", [...many(500), bad]);
  works[0]?.step();
  await undelivered.idle();
  expect(errors).toHaveLength(1);
});

test("a queue that begins at the moment when another has run out keeps its order", async () => {
  const { undelivered, given, works } = setUp();
  undelivered.add("romeo@localhost", many(501));
  while (works[0]?.step());
  undelivered.add("romeo@localhost", many(501));
  await Bun.sleep(0);
  undelivered.add("romeo@localhost", [{ stanza: xml("message", { id: "last" }), original: xml("message") }]);
  expect(given.at(-1)).not.toContain("last");
  while (works[1]?.step());
  expect(given.at(-1)).toContain("last");
});

test.each([["isFull"], ["isLost"]] as const)("what the disk has not taken is redelivered later (%s)", async (state) => {
  const { undelivered, given, disk } = setUp();
  const told: boolean[] = [];
  disk[state] = true;
  undelivered.add("romeo@localhost", many(3), (isLast) => void told.push(isLast));
  expect([told, await undelivered.idle()]).toEqual([[], false]);
  // It is tried again by itself.
  undelivered.add("juliet@localhost", many(1));
  given.length = 0;
  disk[state] = false;
  while (given.length < 4) await Bun.sleep(1);
  expect([told, await undelivered.idle()]).toEqual([[false, false, true], true]);
  expect(given.filter((text) => text.startsWith("romeo"))).toEqual([0, 1, 2].map((n) => `romeo@localhost ${n} o${n}`));
});

test("behind one that the disk has not taken the others wait, those that come later too, and the order is kept", async () => {
  const { undelivered, given, disk } = setUp();
  const told: boolean[] = [];
  disk.refuses = "1";
  undelivered.add("romeo@localhost", many(3), (isLast) => void told.push(isLast));
  const last = { stanza: xml("message", { id: "last" }), original: xml("message", { id: "last" }) };
  undelivered.add("romeo@localhost", [last], (isLast) => void told.push(isLast));
  expect([given, told]).toEqual([["romeo@localhost 0 o0"], [false]]);
  disk.refuses = "";
  expect(await undelivered.idle()).toBe(true);
  expect(given.map((text) => text.split(" ")[1])).toEqual(["0", "1", "2", "last"]);
  expect(told).toEqual([false, false, true, true]);
});

test("who has come since the disk did not take it gets it as well", async () => {
  const { undelivered, seen, disk, register } = setUp();
  disk.isFull = true;
  undelivered.add("juliet@localhost", many(1));
  register.add(testSession("juliet@localhost/new", 0));
  disk.isFull = false;
  expect(await undelivered.idle()).toBe(true);
  expect(seen).toEqual([0]);
});

test("what a portion had redelivered is tried again where the portion is undone", async () => {
  const { undelivered, given, works, disk } = setUp();
  const told: boolean[] = [];
  undelivered.add("romeo@localhost", many(502), (isLast) => void told.push(isLast));
  disk.isUndone = true;
  works[0]?.step();
  works[0]?.undo();
  disk.isUndone = false;
  expect([given.length, told.length]).toEqual([501, 500]);
  expect(await undelivered.idle()).toBe(true);
  expect(given.slice(500).map((text) => text.split(" ")[1])).toEqual(["500", "500", "501"]);
  expect([told.length, told.at(-1), told.filter(Boolean).length]).toEqual([502, true, 1]);
});

test("once more than its limit waits for an account, it is full until the disk has taken that", async () => {
  const { undelivered, disk } = setUp();
  disk.isFull = true;
  undelivered.add("romeo@localhost", many(5));
  expect(undelivered.isFull("romeo@localhost")).toBe(false);
  undelivered.add("romeo@localhost", many(30));
  expect([undelivered.isFull("romeo@localhost"), undelivered.isFull("juliet@localhost")]).toEqual([true, false]);
  await undelivered.idle();
  expect(undelivered.isFull("romeo@localhost")).toBe(true);
  disk.isFull = false;
  await undelivered.idle();
  expect(undelivered.isFull("romeo@localhost")).toBe(false);
});
