/** What is sent leaves with the commit, which comes early where too much waits. */
import { describe, expect, test } from "bun:test";
import { addressed, xml } from "../stanza.ts";
import { openDatabase } from "../store/database.ts";
import { Outbox } from "./outbox.ts";

const quiet = (): void => {};

function play() {
  const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const db = openDatabase(":memory:", { log });
  const outbox = new Outbox(db, log);
  const delivered: string[] = [];
  const recipient = {
    deliver: (stanza: { attrs: Record<string, string> }) => void delivered.push(stanza.attrs.id ?? ""),
  };
  const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
  return { db, outbox, recipient, delivered, committed };
}

test("stanzas that were rolled back are not delivered, the others are, in order", async () => {
  const { outbox, recipient, delivered, committed } = play();
  outbox.send(recipient, xml("message", { id: "1" }));
  const { length } = outbox;
  outbox.send(recipient, xml("message", { id: "2" }));
  outbox.truncate(length);
  outbox.send(recipient, xml("message", { id: "3" }));
  await committed();
  expect(delivered).toEqual(["1", "3"]);
});

test("what is withdrawn is not delivered, and later work that fails takes back its own alone", async () => {
  const { outbox, recipient, delivered, committed } = play();
  const other = { deliver: recipient.deliver };
  outbox.send(recipient, xml("message", { id: "1" }));
  outbox.send(other, xml("message", { id: "2" }));
  const { length } = outbox;
  outbox.send(recipient, xml("message", { id: "3" }));
  expect(outbox.withdraw(recipient).map(({ attrs }) => attrs.id)).toEqual(["1", "3"]);
  outbox.send(other, xml("message", { id: "4" }));
  outbox.truncate(length);
  outbox.send(other, xml("message", { id: "5" }));
  await committed();
  expect(delivered).toEqual(["2", "5"]);
});

describe("what waits for the disk", () => {
  /** A database whose disk is synced by `sync`. */
  function slowDisk() {
    const syncs: (() => void)[] = [];
    const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
    const db = openDatabase(":memory:", { log, sync: () => new Promise((resolve) => void syncs.push(resolve)) });
    db.migrate("test", ["CREATE TABLE t (x INTEGER) STRICT;"]);
    const outbox = new Outbox(db, log);
    const write = db.write("INSERT INTO t VALUES (1)");
    const delivered: string[] = [];
    const recipientOf = (name: string) => ({
      deliver: ({ attrs }: { attrs: Record<string, string> }) => void delivered.push(`${name}${attrs.id}`),
    });
    const committed = (): Promise<void> => new Promise((resolve) => db.afterCommit(resolve));
    const sync = async (): Promise<void> => {
      for (const resolve of syncs.splice(0)) resolve();
      await Bun.sleep(0);
    };
    return { db, outbox, write, delivered, recipientOf, committed, sync, syncs };
  }
  const iq = (id: string) => xml("iq", { id });

  test("leaves after the sync; what is sent to the same recipient comes behind it, to others it does not wait", async () => {
    const { outbox, write, delivered, recipientOf, committed, sync } = slowDisk();
    const [a, b] = [recipientOf("a"), recipientOf("b")];
    outbox.send(a, iq("1"));
    write.run();
    outbox.send(a, iq("2"), "synced");
    outbox.send(a, iq("3"));
    outbox.send(b, iq("4"));
    await committed();
    outbox.send(a, iq("5"));
    await committed();
    expect(delivered).toEqual(["a1", "b4"]);
    expect(outbox.heldWeight(a)).toBeGreaterThan(0);
    await sync();
    expect(delivered).toEqual(["a1", "b4", "a2", "a3", "a5"]);
    expect(outbox.heldWeight(a)).toBe(0);
  });

  test("of several ticks, each leaves after a sync that has begun after its own commit", async () => {
    const { outbox, write, delivered, recipientOf, committed, sync, syncs } = slowDisk();
    const a = recipientOf("a");
    for (const id of ["1", "2"]) {
      write.run();
      outbox.send(a, iq(id), "synced");
      await committed();
    }
    expect(syncs.length).toBe(1);
    await sync();
    expect(delivered).toEqual(["a1"]);
    await sync();
    expect(delivered).toEqual(["a1", "a2"]);
  });

  test("many of one tick share one sync", async () => {
    const { outbox, write, delivered, recipientOf, committed, sync, syncs } = slowDisk();
    for (let n = 0; n < 100; n++) {
      write.run();
      outbox.send(recipientOf(`${n % 3}`), iq(""), "synced");
    }
    await committed();
    expect(syncs.length).toBe(1);
    await sync();
    expect([delivered.length, syncs.length]).toEqual([100, 0]);
  });

  test("where nothing waits for the disk, it leaves with the tick", async () => {
    const { outbox, delivered, recipientOf, committed } = slowDisk();
    outbox.send(recipientOf("a"), iq("1"), "synced");
    await committed();
    await Bun.sleep(0);
    expect(delivered).toEqual(["a1"]);
  });

  test("a session that ends takes it along, in front of the rest, and it is not delivered any more", async () => {
    const { outbox, write, delivered, recipientOf, committed, sync } = slowDisk();
    const a = recipientOf("a");
    write.run();
    outbox.send(a, iq("1"), "synced");
    outbox.send(a, iq("2"));
    await committed();
    outbox.send(a, iq("3"));
    expect(outbox.withdraw(a).map(({ attrs }) => attrs.id)).toEqual(["1", "2", "3"]);
    await sync();
    expect(delivered).toEqual([]);
  });

  test("what is rolled back is not sent, and holds nothing up", async () => {
    const { db, outbox, write, delivered, recipientOf, committed } = slowDisk();
    const a = recipientOf("a");
    expect(() =>
      db.atomically(() => {
        write.run();
        outbox.send(a, iq("1"), "synced");
        throw new Error("no");
      }),
    ).toThrow("no");
    outbox.send(a, iq("2"));
    await committed();
    expect(delivered).toEqual(["a2"]);
  });
});

describe("it is full", () => {
  test("with two thousand stanzas, until they have left", async () => {
    const { outbox, recipient, committed } = play();
    for (let n = 0; n < 1999; n++) outbox.send(recipient, xml("presence"));
    expect(outbox.isFull).toBe(false);
    outbox.send(recipient, xml("presence"));
    expect(outbox.isFull).toBe(true);
    await committed();
    expect(outbox.isFull).toBe(false);
  });

  test("with a megabyte of them, each counted though they share what is in them", async () => {
    const { outbox, recipient } = play();
    const message = xml("message", {}, xml("body", {}, "x".repeat(100_000)));
    for (let n = 0; n < 9; n++) outbox.send(recipient, addressed(message, { to: `${n}` }));
    expect(outbox.isFull).toBe(false);
    outbox.send(recipient, message);
    expect(outbox.isFull).toBe(true);
    outbox.truncate(5);
    expect(outbox.isFull).toBe(false);
  });
});

test("work that failed after sending leaves the outbox empty", async () => {
  const { db, outbox, recipient, committed } = play();
  const send = (): void => {
    for (let n = 0; n < 2000; n++) outbox.send(recipient, xml("presence"));
    throw new Error("no");
  };
  expect(() => db.atomically(send)).toThrow("no");
  await committed();
  expect([outbox.isFull, outbox.length]).toEqual([false, 0]);
});
