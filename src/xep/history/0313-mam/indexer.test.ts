import { expect, test } from "bun:test";
import { StoreError } from "../../../store/errors.ts";
import { Indexer } from "./indexer.ts";
import { done, testArchive } from "./testing.ts";

const ROMEO = "romeo@localhost";
const JULIET = "juliet@localhost";
const ALL = { after: -1, before: Number.MAX_SAFE_INTEGER };
const PAUSE = 30_000;

test("messages wait, and are indexed together when the pause is over", () => {
  const archive = testArchive();
  for (let id = 1; id <= 400; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.pass(PAUSE - 1);
  expect(archive.indexed("light")).toBe(0);
  expect(archive.pass(PAUSE)).toBe(1);
  expect(archive.indexed("light")).toBe(400);
});

test("however many come between two turns, one turn follows with as many as it can", () => {
  const archive = testArchive();
  for (let id = 1; id <= 5000; id++) archive.say(id, ROMEO, JULIET, "light");
  expect(archive.pass(0)).toBe(3);
  expect(archive.indexed("light")).toBe(5000);
});

test("long texts make small steps: what one costs is bounded, not how many there are", () => {
  const archive = testArchive();
  for (let id = 1; id <= 20; id++) archive.say(id, ROMEO, JULIET, "光".repeat(20_000));
  expect(archive.pass(PAUSE)).toBe(10);
  expect(archive.indexed("光")).toBe(20);
});

test("when many wait, they are not left waiting", () => {
  const archive = testArchive();
  for (let id = 1; id <= 500; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.pass(0);
  expect(archive.indexed("light")).toBe(500);
  archive.say(501, ROMEO, JULIET, "light");
  archive.pass(0);
  expect(archive.indexed("light")).toBe(500);
});

test("who searches does not wait", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, "light");
  expect(archive.search.page(ROMEO, { ...ALL, text: "light" }, 9, "oldest").messages.length).toBe(1);
});

test("a search catches up with what has come, in steps, and waits for nothing that comes meanwhile", () => {
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

test("a server that has stopped in between goes on where it was: nothing is missing, nothing is there twice", () => {
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

test("what is rolled back is indexed another time", () => {
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

test("how far it has got does not fall back when messages are removed", () => {
  const archive = testArchive();
  archive.say(7, ROMEO, JULIET, "light");
  archive.catchUp();
  archive.messages.remove(7);
  archive.indexer.removed([7]);
  expect(archive.indexer.upTo).toBe(7);
});

test("no more than two thousand short messages are remembered until they are indexed: the others are read again", () => {
  const archive = testArchive();
  archive.say(1, ROMEO, JULIET, `light ${"x".repeat(4000)}`);
  for (let id = 2; id <= 3000; id++) archive.say(id, ROMEO, JULIET, "light");
  // Whoever reads them again finds something else.
  for (let id = 1; id <= 3000; id++) archive.messages.replace(id, "<message><body>dark</body></message>");
  archive.catchUp();
  expect([archive.indexed("light"), archive.indexed("dark")]).toEqual([2000, 1000]);
});

test("what was indexed is remembered no longer: there is room for what comes next", () => {
  const archive = testArchive();
  for (let id = 1; id <= 2000; id++) archive.say(id, ROMEO, JULIET, "light");
  archive.catchUp();
  for (let id = 2001; id <= 2010; id++) archive.say(id, ROMEO, JULIET, "light");
  for (let id = 2001; id <= 2010; id++) archive.messages.replace(id, "<message><body>dark</body></message>");
  archive.catchUp();
  expect(archive.indexed("light")).toBe(2010);
});

test("a message that has changed before it was indexed is found by what it is now", () => {
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

test("long messages that are read again make small steps, however little of them is text", () => {
  const archive = testArchive();
  for (let id = 1; id <= 20; id++) archive.say(id, ROMEO, JULIET, "x".repeat(400_000));
  expect(archive.pass(PAUSE)).toBe(10);
  expect(archive.indexer.upTo).toBe(20);
});

test("of what the disk did not take, nothing is remembered: another message may get its number", () => {
  const listeners: ((lost: StoreError | undefined) => void)[] = [];
  const archive = testArchive((db) => ({ ...db, onTick: (listener) => void listeners.push(listener) }));
  archive.say(1, ROMEO, JULIET, "light");
  archive.messages.replace(1, "<message><body>dark</body></message>");
  for (const listener of listeners) listener(new StoreError("full", "no room"));
  archive.catchUp();
  expect([archive.indexed("light"), archive.indexed("dark")]).toEqual([0, 1]);
});
