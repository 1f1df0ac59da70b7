/** XEP-0198 §4: how many stanzas were sent over a stream, and how many of them the peer has handled. */
import { expect, test } from "bun:test";
import { Count } from "./count.ts";

test("a peer handles no more than it was sent, and never less than before", () => {
  const count = new Count();
  for (const number of [1, 2, 3]) expect(count.next()).toBe(number);
  expect(count.acknowledge(4)).toBeUndefined();
  expect([count.acknowledge(2), count.acknowledge(2)]).toEqual([2, 2]);
  expect(count.acknowledge(1)).toBeUndefined();
  expect([count.acknowledge(3), count.acknowledged, count.sent]).toEqual([3, 3, 3]);
});

test("what it tells is modulo 2^32, and what is counted is not", () => {
  const count = new Count({ sent: 2 ** 32 + 5, acknowledged: 2 ** 32 - 2 });
  expect(count.acknowledge(2 ** 32 - 1)).toBe(2 ** 32 - 1);
  expect(count.acknowledge(3)).toBe(2 ** 32 + 3);
  expect(count.acknowledge(6)).toBeUndefined();
  expect(count.next()).toBe(2 ** 32 + 6);
});

test("§5: where the stream goes on, what has not been handled is sent again under the same numbers", () => {
  const count = new Count({ sent: 9, acknowledged: 4 });
  expect(count.resumeAt(3)).toBeUndefined();
  expect([count.resumeAt(6), count.sent, count.next()]).toEqual([6, 6, 7]);
});
