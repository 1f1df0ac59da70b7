/** XEP-0198 §5: which streams of other servers can be resumed, for how long, and how many of one domain. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { nextTick, openFullDisk } from "../../store/testing.ts";
import { openIncomingStreamStore } from "./stream-store.ts";

const TIME = 1000;
const pairOf = (remote: string) => ({ local: "here.example", remote });

function opened() {
  const db = memoryDatabase({});
  const clock = { now: 7_000_000.25 };
  const open = () => openIncomingStreamStore(db, { resumptionTime: TIME, maxPerDomain: 2, monotonic: () => clock.now });
  const streams = open();
  const known = (...ids: string[]): string => ids.filter((id) => streams.find(id)).join();
  const count = (): number => db.read<{ n: number }>("SELECT count(*) AS n FROM incoming_stream").get()?.n ?? 0;
  return { streams, clock, open, known, count };
}

test("a stream is found by its id, with its pair and what has arrived", () => {
  const { streams } = opened();
  streams.add("a", pairOf("a.example"), true);
  streams.add("b", pairOf("b.example"), false);
  streams.setReceived("a", 7);
  expect(streams.find("a")).toEqual({ pair: pairOf("a.example"), isBidirectional: true, received: 7 });
  expect(streams.find("b")).toEqual({ pair: pairOf("b.example"), isBidirectional: false, received: 0 });
  streams.remove("a");
  expect(streams.find("a")).toBeUndefined();
});

test("its time begins when the connection, or the process, ends, and stops when it is resumed", () => {
  const { streams, clock, open } = opened();
  streams.add("a", pairOf("a.example"), true);
  clock.now += 5000;
  streams.disconnected("a");
  clock.now += TIME;
  expect(streams.find("a")).toBeDefined();
  clock.now += 1;
  expect(streams.find("a")).toBeUndefined();
  streams.resumed("a");
  expect(streams.find("a")).toBeDefined();
  const next = open();
  clock.now += TIME;
  expect(next.find("a")).toBeDefined();
  clock.now += 1;
  expect(next.find("a")).toBeUndefined();
});

test("of one domain only the latest without a connection are kept; others are not affected", () => {
  const { streams, clock, known } = opened();
  for (const id of ["a", "b", "c"]) {
    streams.add(id, pairOf("a.example"), true);
    streams.disconnected(id);
    clock.now += 1;
  }
  streams.add("other", pairOf("b.example"), true);
  expect(known("a", "b", "c", "other")).toBe("b,c,other");
  for (const id of ["d", "e", "f"]) streams.add(id, pairOf("a.example"), true);
  expect(known("a", "b", "c", "d", "e", "f", "other")).toBe("c,d,e,f,other");
});

test("expired streams are removed when one is added", () => {
  const { streams, clock, count } = opened();
  streams.add("a", pairOf("a.example"), true);
  streams.disconnected("a");
  clock.now += TIME + 1;
  streams.add("b", pairOf("b.example"), true);
  expect(count()).toBe(1);
});

test("after a restart the time of each begins anew, whenever that was: the clock may have been set, or be another one", () => {
  const { streams, clock, open } = opened();
  streams.add("a", pairOf("a.example"), true);
  streams.disconnected("a");
  clock.now = 10.5;
  const next = open();
  clock.now += TIME - 1;
  expect(next.find("a")).toBeDefined();
  clock.now += 1;
  expect(next.find("a")).toBeUndefined();
});

test("after a restart those that were connected are kept, and those of former starts go first", () => {
  const { streams, open } = opened();
  for (const id of ["z", "y"]) streams.add(id, pairOf("a.example"), true);
  for (const id of ["z", "y"]) streams.disconnected(id);
  let next = open();
  for (const id of ["c", "b", "a"]) {
    next.add(id, pairOf("a.example"), true);
    next = open();
  }
  next.add("new", pairOf("a.example"), true);
  expect(["z", "y", "c", "b", "a", "new"].filter((id) => next.find(id)).join()).toBe("a,new");
});

test.each([
  ["x", "y"],
  ["y", "x"],
] as const)(
  "after a restart, of those without a connection the one goes first that lost it first (%s)",
  (first, second) => {
    const { streams, clock, open } = opened();
    for (const id of ["x", "y"]) streams.add(id, pairOf("a.example"), true);
    streams.disconnected(first);
    clock.now += 5000;
    streams.disconnected(second);
    const next = open();
    next.add("new", pairOf("a.example"), true);
    next.disconnected("new");
    expect(["x", "y", "new"].filter((id) => next.find(id))).toEqual([second, "new"]);
  },
);

/** With a disk that is full when the test says so. */
async function openedOnFullDisk() {
  const full = openFullDisk();
  const { db } = full;
  const clock = { now: 0 };
  const streams = openIncomingStreamStore(db, { resumptionTime: TIME, maxPerDomain: 2, monotonic: () => clock.now });
  await nextTick();
  const stored = (): readonly string[] =>
    db
      .read<{ id: string }>("SELECT id FROM incoming_stream ORDER BY id")
      .all()
      .map(({ id }) => id);
  const foundOf = (remote: string, received: number) => ({ pair: pairOf(remote), isBidirectional: true, received });
  return { ...full, streams, clock, stored, foundOf };
}

test("what a full disk has not taken of a stream is stored with what arrives next, and with all that has arrived", async () => {
  const { streams, nextTickIsLost, stored, foundOf, db } = await openedOnFullDisk();
  await nextTickIsLost(() => {
    streams.add("a", pairOf("a.example"), true);
    streams.setReceived("a", 4);
  });
  expect(stored()).toEqual([]);
  expect(streams.find("a")).toEqual(foundOf("a.example", 4));
  for (const count of [5, 6]) streams.setReceived("a", count);
  await nextTick();
  streams.setReceived("a", 7);
  await nextTick();
  expect(stored()).toEqual(["a"]);
  expect(streams.find("a")).toEqual(foundOf("a.example", 7));
  await db.close();
});

test("a stream that a full disk has not taken can be resumed when it has lost its connection", async () => {
  const { streams, nextTickIsLost, stored, foundOf, clock, db } = await openedOnFullDisk();
  await nextTickIsLost(() => {
    streams.add("a", pairOf("a.example"), true);
    streams.setReceived("a", 4);
  });
  streams.disconnected("a");
  await nextTick();
  expect(stored()).toEqual(["a"]);
  expect(streams.find("a")).toEqual(foundOf("a.example", 4));
  clock.now = TIME + 1;
  expect(streams.find("a")).toBeUndefined();
  await db.close();
});

test("a resumed stream stays, where a full disk has not taken that it was", async () => {
  const { streams, nextTickIsLost, clock, foundOf, db } = await openedOnFullDisk();
  streams.add("a", pairOf("a.example"), true);
  streams.disconnected("a");
  await nextTick();
  await nextTickIsLost(() => streams.resumed("a"));
  streams.setReceived("a", 1);
  await nextTick();
  clock.now = TIME + 1;
  streams.add("b", pairOf("b.example"), true);
  expect(streams.find("a")).toEqual(foundOf("a.example", 1));
  await db.close();
});

test("a stream that has ended does not return, where a full disk has not taken that it has", async () => {
  const { streams, nextTickIsLost, stored, clock, db } = await openedOnFullDisk();
  streams.add("stored", pairOf("a.example"), true);
  await nextTick();
  await nextTickIsLost(() => {
    streams.remove("stored");
    for (const id of ["new", "lost"]) streams.add(id, pairOf("b.example"), true);
    streams.remove("new");
    streams.disconnected("lost");
  });
  for (const id of ["stored", "new"]) expect(streams.find(id)).toBeUndefined();
  expect(streams.find("lost")).toBeDefined();
  for (const id of ["stored", "new"]) streams.setReceived(id, 1);
  await nextTick();
  expect(stored()).toEqual(["lost"]);
  clock.now = TIME + 1;
  streams.add("next", pairOf("c.example"), true);
  expect(stored()).toEqual(["next"]);
  await db.close();
});
