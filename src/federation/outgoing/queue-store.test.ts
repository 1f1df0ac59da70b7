/** What waits for other servers, after a restart. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { nextTick, openFullDisk } from "../../store/testing.ts";
import { openQueueStore } from "./queue-store.ts";

const ROMEO = { local: "capulet.example", remote: "montague.example" };
const NURSE = { local: "capulet.example", remote: "verona.example" };

function setUp() {
  const db = memoryDatabase({});
  const before = openQueueStore(db);
  return { before, restarted: () => openQueueStore(db) };
}

/** How many stanzas there are in each portion. */
function portions(store: ReturnType<typeof openQueueStore>, pair: typeof ROMEO): number[] {
  const sizes: number[] = [];
  for (let kept = store.portion(pair, 0); kept.length > 0; kept = store.portion(pair, kept.at(-1)?.id ?? 0))
    sizes.push(kept.length);
  return sizes;
}

test("it is read in portions, limited in number and in size", () => {
  const { before, restarted } = setUp();
  for (let n = 0; n < 250; n++) before.add(ROMEO, n, `<message id="${n}"/>`);
  for (let n = 0; n < 5; n++) before.add(NURSE, n, `<message>${"x".repeat(150_000)}</message>`);
  const store = restarted();
  expect(portions(store, ROMEO)).toEqual([100, 100, 50]);
  expect(portions(store, NURSE)).toEqual([2, 2, 1]);
  expect(store.portion(ROMEO, 0)[99]?.xml).toBe('<message id="99"/>');
});

test("each pair is listed once, whether stanzas, a stream, or both are stored for it", () => {
  const { before, restarted } = setUp();
  for (let n = 0; n < 3; n++) before.add(ROMEO, n, "<message/>");
  for (const pair of [ROMEO, NURSE]) before.setOutgoingStream(pair, { id: "sm1", received: 3, isBidirectional: true });
  expect(restarted().pairs()).toEqual([ROMEO, NURSE]);
  expect(restarted().outgoingStream(NURSE)).toEqual({ id: "sm1", received: 3, isBidirectional: true });
});

test("what is stored after the start is not read, and has greater ids", () => {
  const { before, restarted } = setUp();
  const last = before.add(NURSE, 1, "<message/>");
  const store = restarted();
  expect(store.add(ROMEO, 2, "<message/>")).toBe(last + 1);
  expect(store.pairs()).toEqual([NURSE]);
  expect(store.portion(ROMEO, 0)).toEqual([]);
});

test("what a full disk has not taken of a stream is stored with what arrives next over it", async () => {
  using full = openFullDisk();
  const { db, nextTickIsLost } = full;
  const store = openQueueStore(db);
  await nextTick();
  await nextTickIsLost(() => store.setOutgoingStream(ROMEO, { id: "sm1", received: 0, isBidirectional: true }));
  expect(store.outgoingStream(ROMEO)).toBeUndefined();
  for (const received of [1, 2]) store.setReceived(ROMEO, received);
  await nextTick();
  expect(store.outgoingStream(ROMEO)).toEqual({ id: "sm1", received: 2, isBidirectional: true });
  store.removeOutgoingStream(ROMEO);
  store.setReceived(ROMEO, 3);
  expect(store.outgoingStream(ROMEO)).toBeUndefined();
  await db.close();
});

test("a stream over which nothing arrives is stored with what is sent, in place of the former one and its numbers", async () => {
  using full = openFullDisk();
  const { db, nextTickIsLost } = full;
  const store = openQueueStore(db);
  const [first, second] = [store.add(ROMEO, 0, "<a/>"), store.add(ROMEO, 0, "<b/>")];
  store.setOutgoingStream(ROMEO, { id: "former", received: 9, isBidirectional: false });
  store.setNumber(ROMEO, first, 40);
  await nextTick();
  await nextTickIsLost(() => {
    store.removeOutgoingStream(ROMEO);
    store.clearNumbers(ROMEO);
    store.setOutgoingStream(ROMEO, { id: "next", received: 0, isBidirectional: true });
    store.setReceived(ROMEO, 3);
  });
  expect(store.outgoingStream(ROMEO)?.id).toBe("former");
  store.setNumber(ROMEO, second, 1);
  await nextTick();
  expect(store.outgoingStream(ROMEO)).toEqual({ id: "next", received: 3, isBidirectional: true });
  const numbers = openQueueStore(db)
    .portion(ROMEO, 0)
    .map(({ number }) => number);
  expect(numbers).toEqual([0, 1]);
  await db.close();
});

test("a stream of the other server that a full disk has not taken is stored with what is sent over it", async () => {
  using full = openFullDisk();
  const { db, nextTickIsLost } = full;
  const store = openQueueStore(db);
  const id = store.add(ROMEO, 0, "<a/>");
  store.setOutgoingStream(ROMEO, { id: "ours", received: 0, isBidirectional: true });
  await nextTick();
  await nextTickIsLost(() => {
    store.removeOutgoingStream(ROMEO);
    store.setBidiStream(ROMEO, "theirs");
  });
  expect([store.outgoingStream(ROMEO)?.id, store.bidiStream(ROMEO)]).toEqual(["ours", undefined]);
  store.setNumber(ROMEO, id, 1);
  await nextTick();
  expect([store.outgoingStream(ROMEO), store.bidiStream(ROMEO)]).toEqual([undefined, "theirs"]);
  await db.close();
});

test("a stream whose removal a full disk has not taken is removed when the pair has another", async () => {
  using full = openFullDisk();
  const { db, nextTickIsLost } = full;
  const store = openQueueStore(db);
  store.setOutgoingStream(ROMEO, { id: "ours", received: 0, isBidirectional: true });
  await nextTick();
  await nextTickIsLost(() => store.removeOutgoingStream(ROMEO));
  store.setBidiStream(ROMEO, "theirs");
  await nextTick();
  expect([store.outgoingStream(ROMEO), store.bidiStream(ROMEO)]).toEqual([undefined, "theirs"]);
  await db.close();
});
