import { expect, test } from "bun:test";
import { openSemaphore } from "./semaphore.ts";
import { nextTick } from "./testing.ts";

test("at most so many at once, the others in order, also after one that fails", async () => {
  const enter = openSemaphore(2);
  const inside: string[] = [];
  const leave = new Map<string, PromiseWithResolvers<void>>();
  const visit = (name: string): Promise<void> =>
    enter(() => {
      const stay = Promise.withResolvers<void>();
      leave.set(name, stay);
      inside.push(name);
      return stay.promise;
    });
  const all = Promise.allSettled(["a", "b", "c", "d"].map(visit));
  expect(inside).toEqual(["a", "b"]);
  leave.get("b")?.reject(new Error("thrown out"));
  await nextTick();
  expect(inside).toEqual(["a", "b", "c"]);
  leave.get("a")?.resolve();
  leave.get("c")?.resolve();
  await nextTick();
  expect(inside).toEqual(["a", "b", "c", "d"]);
  leave.get("d")?.resolve();
  expect((await all).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
});
