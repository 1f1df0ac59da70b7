/** XEP-0198 §5: which streams of other servers can be resumed, for how long, and how many of one domain. */
import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { openIncomingStreamStore } from "./stream-store.ts";

const TIME = 1000;
const pairOf = (remote: string) => ({ local: "here.example", remote });

function opened() {
  const db = memoryDatabase({});
  const clock = { now: 0 };
  const open = () => openIncomingStreamStore(db, { resumptionTime: TIME, maxPerDomain: 2, now: () => clock.now });
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
  clock.now = 5000;
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
  clock.now = TIME + 1;
  streams.add("b", pairOf("b.example"), true);
  expect(count()).toBe(1);
});
