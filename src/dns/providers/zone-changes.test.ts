import { expect, test } from "bun:test";
import { applyChanges, changesTo } from "./zone-changes.ts";

const present = [
  { id: 1, value: "a" },
  { id: 2, value: "b" },
  { id: 3, value: "b" },
];
const changes = changesTo(["b", "c"], present, ({ value }) => value);

test("what is right stays, once; what is missing comes, the rest goes", () => {
  expect(changes.added).toEqual(["c"]);
  expect(changes.removed.map(({ id }) => id)).toEqual([1, 3]);
});

const orderFor = async (type: string): Promise<string> => {
  const done: string[] = [];
  await applyChanges(type, changes, {
    add: async (value) => void done.push(`+${value}`),
    remove: async ({ id }) => void done.push(`-${id}`),
  });
  return done.join(" ");
};

test("a name is never without an answer, but for an alias, of which there is one (RFC 1034 §3.6.2)", async () => {
  expect(await orderFor("A")).toBe("+c -1 -3");
  expect(await orderFor("CNAME")).toBe("-1 -3 +c");
});
