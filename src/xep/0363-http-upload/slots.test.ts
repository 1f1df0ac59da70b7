import { expect, test } from "bun:test";
import { StanzaError } from "../../stanza-error.ts";
import { openSlots, SLOT_MS } from "./slots.ts";

const START = Date.parse("2026-11-30T12:00:00Z");

function opened() {
  const clock = { now: START };
  const slots = openSlots(() => clock.now);
  const open = (token: string, owner = "romeo@localhost", bytes = 10): void =>
    slots.open({
      token,
      type: undefined,
      file: { id: `id-${token}`, owner, name: "a", bytes, until: undefined, isLasting: false },
    });
  return { ...slots, clock, give: open };
}

const errorOf = (work: () => void): StanzaError => {
  try {
    work();
  } catch (error) {
    if (error instanceof StanzaError) return error;
    throw error;
  }
  throw new Error("nothing thrown");
};

test("§9: a slot is good for at least 300 s, and not for ever", () => {
  const slots = opened();
  slots.give("one");
  slots.clock.now += 300_000;
  expect(slots.get("one")?.file.owner).toBe("romeo@localhost");
  slots.clock.now = START + SLOT_MS;
  expect(slots.get("one")).toBeUndefined();
});

test("a clock that is set back keeps no slot alive", () => {
  const slots = opened();
  slots.give("one");
  slots.clock.now -= 1;
  expect(slots.get("one")).toBeUndefined();
});

test("§7: 100 unused slots of one owner are enough: then it has to wait until the first one expires; others do not", () => {
  const slots = opened();
  for (let n = 0; n < 100; n++) slots.give(`${n}`);
  const { condition, type, application } = errorOf(() => slots.give("more"));
  expect([condition, type]).toEqual(["resource-constraint", "wait"]);
  expect(application).toMatchObject({ name: "retry", attributes: { stamp: "2026-11-30T12:10:00Z" } });
  slots.give("hers", "juliet@localhost");
  const used = slots.get("7");
  if (used) used.state = "used";
  slots.give("more");
  expect(() => slots.give("again")).toThrow(StanzaError);
  slots.clock.now += SLOT_MS;
  slots.give("again");
});

test("what an owner may still upload is known, and forgotten with the account", () => {
  const slots = opened();
  slots.give("one", "romeo@localhost", 10);
  slots.give("two", "romeo@localhost", 20);
  slots.give("hers", "juliet@localhost", 40);
  expect(slots.pendingOf("romeo@localhost")).toEqual({ bytes: 30, files: 2 });
  const one = slots.get("one");
  if (one) one.state = "used";
  expect(slots.pendingOf("romeo@localhost")).toEqual({ bytes: 20, files: 1 });
  slots.forget("romeo@localhost");
  expect(slots.get("two")).toBeUndefined();
  expect(slots.pendingOf("romeo@localhost")).toEqual({ bytes: 0, files: 0 });
  expect(slots.get("hers")).toBeDefined();
});

test("who uploads many files takes no slots from others: the oldest used ones are forgotten", () => {
  const slots = opened();
  for (let n = 0; n < 10_000; n++) {
    slots.give(`${n}`);
    const slot = slots.get(`${n}`);
    if (slot) slot.state = "used";
  }
  slots.give("hers", "juliet@localhost");
  expect([slots.get("9899"), slots.get("9900")?.state]).toEqual([undefined, "used"]);
});

test("the slots of all owners together are bounded", () => {
  const slots = opened();
  for (let owner = 0; owner < 100; owner++) for (let n = 0; n < 100; n++) slots.give(`${owner} ${n}`, `a${owner}`);
  expect(errorOf(() => slots.give("more", "somebody")).condition).toBe("resource-constraint");
});
