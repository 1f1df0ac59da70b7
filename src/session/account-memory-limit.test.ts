/** The sessions of an account share one memory limit, however many they are. */
import { expect, test } from "bun:test";
import type { StreamError } from "../stream-error.ts";
import { AccountMemoryLimit, type WeighedSession } from "./account-memory-limit.ts";

function setUp(...weights: readonly number[]) {
  const ended: string[] = [];
  const sessions = new Set<WeighedSession>();
  for (const [n, weight] of weights.entries()) {
    const session: WeighedSession = {
      account: "romeo@localhost",
      weight,
      end: ({ condition }: StreamError) => {
        ended.push(`${n} ${condition}`);
        sessions.delete(session);
      },
    };
    sessions.add(session);
  }
  const budget = new AccountMemoryLimit({ max: 100, sessionsOf: () => sessions });
  return { budget, ended, grown: (n: number) => budget.enforce([...sessions][n] as WeighedSession) };
}

test("no session ends while all together are within the limit", () => {
  for (const weights of [[100], [50, 50], [10, 20, 70], [1, 98]]) {
    const { ended, grown } = setUp(...weights);
    for (const n of weights.keys()) grown(n);
    expect(ended).toEqual([]);
  }
});

test("over the limit the heaviest session ends, whichever has grown", () => {
  for (const n of [0, 1, 2]) {
    const { ended, grown } = setUp(40, 60, 35);
    grown(n);
    expect(ended).toEqual(["1 resource-constraint"]);
  }
});

test("a single session over the limit ends, too", () => {
  const { ended, grown } = setUp(101);
  grown(0);
  expect(ended).toEqual(["0 resource-constraint"]);
});

test("a session within an equal share does not weigh the others: at most twice the limit is held", () => {
  const little = Array.from({ length: 50 }, () => 1);
  const { ended, grown } = setUp(101, ...little);
  grown(1);
  expect(ended).toEqual([]);
  const { ended: equal, grown: share } = setUp(99, 50);
  share(1);
  expect(equal).toEqual([]);
  const { ended: over, grown: more } = setUp(101, 3, ...little);
  more(1);
  expect(over).toEqual(["0 resource-constraint"]);
});
