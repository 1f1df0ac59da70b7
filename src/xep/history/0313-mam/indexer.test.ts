import { expect, test } from "bun:test";
import { StoreError } from "../../../store/errors.ts";
import { Indexer } from "./indexer.ts";
import { done, testArchive } from "./testing.ts";

const ROMEO = "romeo@localhost";
const JULIET = "juliet@localhost";
const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };
const PAUSE = 300_000;

test("messages wait, and are indexed together after the delay", () => {
  const archive = testArchive();
  for (let id = 1; id <= 400; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.pass(PAUSE - 1);
  expect(archive.indexed("light")).toBe(0);
  expect(archive.pass(PAUSE)).toBe(1);
  expect(archive.indexed("light")).toBe(400);
});

test("however many messages are added at once, each turn indexes as many as one step allows", () => {
  const archive = testArchive();
  for (let id = 1; id <= 5000; id++) archive.say(id, ROMEO, JULIET, "light");
  expect(archive.pass(0)).toBe(3);
  expect(archive.indexed("light")).toBe(5000);
});

test("a step with long texts has fewer rows: its cost is bounded", () => {
  const archive = testArchive();
  for (let id = 1; id <= 20; id++) archive.say(id, ROMEO, JULIET, "光".repeat(20_000));
  expect(archive.pass(PAUSE)).toBe(10);
  expect(archive.indexed("光")).toBe(20);
});

test("when many messages wait, they are indexed at once", () => {
  const archive = testArchive();
  for (let id = 1; id <= 1000; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.pass(0);
  expect(archive.indexed("light")).toBe(1000);
  archive.say(1001, ROMEO, JULIET, "light");
  archive.pass(0);
  expect(archive.indexed("light")).toBe(1000);
});

test("a search does not wait for the delay", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, "light");
  expect(archive.search.page(ROMEO, { ...ALL, text: "light" }, 9, "oldest").messages.length).toBe(1);
});

test("a search indexes the messages of before in steps, and not those that are added meanwhile", () => {
  const archive = testArchive();
  for (let id = 1; id <= 6000; id++) archive.say(id, ROMEO, JULIET, "light");
  let [id, steps] = [6000, 0];
  const among = (): void => {
    steps += 1;
    for (let n = 0; n < 2000; n++) archive.say(++id, ROMEO, JULIET, "light");
  };
  const search = archive.opened.page(ROMEO, { ...ALL, text: "light" }, 9, "newest");
  const { messages } = done(search, among);
  expect(messages.length).toBe(9);
  expect(messages[0]?.id).toBeGreaterThan(5990);
  expect(steps).toBeLessThan(6);
});

test("after a restart indexing continues: no message is missing, none is indexed twice", () => {
  const archive = testArchive();
  for (let id = 1; id <= 150; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.catchUp();
  for (let id = 151; id <= 300; id++) archive.say(id, ROMEO, JULIET, "light");
  const later: (() => void)[] = [];
  const again = new Indexer({ ...archive, schedule: (_, callback) => void later.push(callback) });
  expect(again.upTo).toBe(150);
  again.start();
  while (later.length > 0) later.shift()?.();
  expect(archive.indexed("light")).toBe(300);
  expect(again.upTo).toBe(300);
});

test("a step that is rolled back is repeated", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, "light");
  const failing = (): void => {
    archive.db.atomically(() => {
      archive.catchUp();
      throw new Error("refused");
    });
  };
  expect(failing).toThrow("refused");
  expect([archive.indexed("light"), archive.indexer.upTo]).toEqual([0, 0]);
  archive.catchUp();
  expect([archive.indexed("light"), archive.indexer.upTo]).toEqual([1, 1]);
});

test("`upTo` does not fall when messages are deleted", () => {
  const archive = testArchive();
  archive.say(7, ROMEO, JULIET, "light");
  archive.catchUp();
  archive.messages.remove(7);
  archive.indexer.removed([7]);
  expect(archive.indexer.upTo).toBe(7);
});

test("up to two thousand short messages are kept in memory until they are indexed; others are read from the archive", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, `light ${"x".repeat(4000)}`);
  for (let id = 2; id <= 3000; id++) archive.say(id, ROMEO, JULIET, "light");
  // Reading them from the archive yields another text.
  for (let id = 1; id <= 3000; id++) archive.messages.replace(id, "<message><body>dark</body></message>");
  archive.catchUp();
  expect([archive.indexed("light"), archive.indexed("dark")]).toEqual([2000, 1000]);
});

test("indexed messages leave the memory to the next ones", () => {
  const archive = testArchive();
  for (let id = 1; id <= 2000; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.catchUp();
  for (let id = 2001; id <= 2010; id++) archive.say(id, ROMEO, JULIET, "light");
  for (let id = 2001; id <= 2010; id++) archive.messages.replace(id, "<message><body>dark</body></message>");
  archive.catchUp();
  expect(archive.indexed("light")).toBe(2010);
});

test("a message that was replaced before it was indexed is found by its new text", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, "light");
  const row = archive.messages.get(1);
  if (!row) throw new Error("no row");
  const xml = "<message><body>dark</body></message>";
  archive.messages.replace(1, xml);
  archive.indexer.changed({ ...row, xml });
  archive.catchUp();
  expect([archive.indexed("light"), archive.indexed("dark")]).toEqual([0, 1]);
});

test("a step with long messages from the archive has fewer rows, however short their texts", () => {
  const archive = testArchive();
  for (let id = 1; id <= 20; id++) archive.say(id, ROMEO, JULIET, "x".repeat(400_000));
  expect(archive.pass(PAUSE)).toBe(10);
  expect(archive.indexer.upTo).toBe(20);
});

test("after a failed commit nothing is kept in memory, as another message may get the id", () => {
  const listeners: ((lost: StoreError | undefined) => void)[] = [];
  const archive = testArchive((db) => ({ ...db, onTick: (listener) => void listeners.push(listener) }));
  archive.say(1, ROMEO, JULIET, "light");
  archive.messages.replace(1, "<message><body>dark</body></message>");
  for (const listener of listeners) listener(new StoreError("full", "no room"));
  archive.catchUp();
  expect([archive.indexed("light"), archive.indexed("dark")]).toEqual([0, 1]);
});
