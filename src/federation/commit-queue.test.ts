/** XEP-0198 §5: stanzas leave once their numbers are committed. */
import { expect, test } from "bun:test";
import { CommitQueue } from "./commit-queue.ts";

function setUp() {
  const sent: string[] = [];
  const commits: (() => void)[] = [];
  const queue = new CommitQueue<{ readonly name: string }>(({ name }) => void sent.push(name));
  const pushNumbered = (name: string): void => queue.pushNumbered({ name }, (callback) => void commits.push(callback));
  /** Commits the first `count` of those that are numbered. */
  const commit = (count: number): void => {
    for (const callback of commits.splice(0, count)) callback();
  };
  return { queue, sent, pushNumbered, commit };
}

test("an item that was pushed after the commit of another one waits for its own", () => {
  const { sent, pushNumbered, commit } = setUp();
  pushNumbered("1");
  pushNumbered("2");
  commit(1);
  expect(sent).toEqual(["1"]);
  commit(1);
  expect(sent).toEqual(["1", "2"]);
});

test("items without a number leave with the numbered one in front of them", () => {
  const { queue, sent, pushNumbered, commit } = setUp();
  pushNumbered("1");
  queue.push({ name: "a" });
  queue.push({ name: "b" });
  pushNumbered("2");
  queue.push({ name: "c" });
  expect(sent).toEqual([]);
  commit(1);
  expect([sent.join(), queue.isEmpty]).toEqual(["1,a,b", false]);
  commit(1);
  expect([sent.join(), queue.isEmpty]).toEqual(["1,a,b,2,c", true]);
});

test("items that were cleared do not leave, whatever is committed", () => {
  const { queue, sent, pushNumbered, commit } = setUp();
  pushNumbered("1");
  queue.clear();
  queue.push({ name: "a" });
  pushNumbered("2");
  commit(1);
  expect(sent).toEqual([]);
  commit(1);
  expect(sent).toEqual(["a", "2"]);
});
