import { expect, test } from "bun:test";
import { CommitQueue } from "./commit-queue.ts";

function play() {
  const left: string[] = [];
  const commits: (() => void)[] = [];
  const leaving = new CommitQueue<{ readonly name: string }>(({ name }) => void left.push(name));
  const numbered = (name: string): void => leaving.pushNumbered({ name }, (callback) => void commits.push(callback));
  /** So many of those that were numbered first are committed. */
  const commit = (count: number): void => {
    for (const callback of commits.splice(0, count)) callback();
  };
  return { leaving, left, numbered, commit };
}

test("what was numbered after a commit does not leave with it", () => {
  const { left, numbered, commit } = play();
  numbered("1");
  numbered("2");
  commit(1);
  expect(left).toEqual(["1"]);
  commit(1);
  expect(left).toEqual(["1", "2"]);
});

test("what needs no number leaves behind what is in front of it, and no later", () => {
  const { leaving, left, numbered, commit } = play();
  numbered("1");
  leaving.push({ name: "a" });
  leaving.push({ name: "b" });
  numbered("2");
  leaving.push({ name: "c" });
  expect(left).toEqual([]);
  commit(1);
  expect([left.join(), leaving.isEmpty]).toEqual(["1,a,b", false]);
  commit(1);
  expect([left.join(), leaving.isEmpty]).toEqual(["1,a,b,2,c", true]);
});

test("what was cleared leaves no more, whatever is committed", () => {
  const { leaving, left, numbered, commit } = play();
  numbered("1");
  leaving.clear();
  leaving.push({ name: "a" });
  numbered("2");
  commit(1);
  expect(left).toEqual([]);
  commit(1);
  expect(left).toEqual(["a", "2"]);
});
