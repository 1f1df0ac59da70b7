import { expect, test } from "bun:test";
import { Indexing } from "./indexing.ts";
import { testArchive } from "./testing.ts";

const ROMEO = "romeo@localhost";
const JULIET = "juliet@localhost";
const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };
const PAUSE = 30_000;

const found = ({ index }: ReturnType<typeof testArchive>, text: string): number =>
  index.find([], text, ALL, 10_000, "oldest").length;

test("messages wait, and are indexed together when the pause is over", () => {
  const archive = testArchive();
  for (let id = 1; id <= 400; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.pass(PAUSE - 1);
  expect(found(archive, "light")).toBe(0);
  // No more than 250 at a time.
  expect(archive.pass(PAUSE)).toBe(2);
  expect(found(archive, "light")).toBe(400);
});

test("when many wait, they are not left waiting", () => {
  const archive = testArchive();
  for (let id = 1; id <= 500; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.pass(0);
  expect(found(archive, "light")).toBe(500);
  archive.say(501, ROMEO, JULIET, "light");
  archive.pass(0);
  expect(found(archive, "light")).toBe(500);
});

test("who searches does not wait", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, "light");
  expect(archive.finding.page(ROMEO, { ...ALL, text: "light" }, 9, "oldest").messages.length).toBe(1);
});

test("a search that would take too long says so, and what it waits for goes on", () => {
  const archive = testArchive();
  for (let id = 1; id <= 6000; id++) archive.say(id, ROMEO, JULIET, "light");
  const search = () => archive.finding.page(ROMEO, { ...ALL, text: "light" }, 9, "oldest");
  expect(search).toThrow("still being indexed");
  archive.pass(0);
  expect(search().messages.length).toBe(9);
});

test("a server that has stopped in between goes on where it was: nothing is missing, nothing is there twice", () => {
  const archive = testArchive();
  for (let id = 1; id <= 150; id++) archive.say(id, ROMEO, JULIET, "light");
  expect(archive.indexing.caughtUp()).toBe(true);
  for (let id = 151; id <= 300; id++) archive.say(id, ROMEO, JULIET, "light");
  const later: (() => void)[] = [];
  const again = new Indexing({ ...archive, later: (_, callback) => void later.push(callback) });
  expect(again.upTo).toBe(150);
  again.begin();
  while (later.length > 0) later.shift()?.();
  expect(found(archive, "light")).toBe(300);
  expect(again.upTo).toBe(300);
});

test("what is rolled back is indexed another time", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, "light");
  const failing = (): void => {
    archive.db.atomically(() => {
      archive.indexing.caughtUp();
      throw new Error("refused");
    });
  };
  expect(failing).toThrow("refused");
  expect([found(archive, "light"), archive.indexing.upTo]).toEqual([0, 0]);
  archive.indexing.caughtUp();
  expect([found(archive, "light"), archive.indexing.upTo]).toEqual([1, 1]);
});

test("how far it has got does not fall back when messages are removed", () => {
  const archive = testArchive();
  archive.say(7, ROMEO, JULIET, "light");
  archive.indexing.caughtUp();
  archive.messages.remove(7);
  archive.indexing.removed(7);
  expect([found(archive, "light"), archive.indexing.upTo]).toEqual([0, 7]);
});
