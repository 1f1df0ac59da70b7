import { Database as Sqlite } from "bun:sqlite";
import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { StoreError } from "./errors.ts";
import { nextTick } from "./testing.ts";
import { Tick } from "./tick.ts";

function openTick() {
  const sqlite = new Sqlite(":memory:");
  sqlite.run("CREATE TABLE t (n INTEGER, text TEXT) STRICT");
  const ends: string[] = [];
  let onEnding = (): void => {};
  const tick: Tick = new Tick({
    sqlite,
    log: memoryLog(),
    committed: (wrote, synced) => ends.push(`${wrote ? "written" : "read"}, ${synced.length} wait`),
    ending: () => {
      if (tick.isBusy) onEnding();
    },
    ended: (lost) => ends.push(lost?.reason ?? "kept"),
    failed: ({ reason }) => ends.push(reason),
  });
  const write = (): unknown => tick.write(() => sqlite.run("INSERT INTO t VALUES (1, '')"));
  /** Too much for what the database may be, so that SQLite takes back all of the transaction. */
  const lose = (): void => {
    const { page_count: pages } = sqlite.query<{ page_count: number }, []>("PRAGMA page_count").get() ?? {};
    sqlite.run(`PRAGMA max_page_count = ${pages}`);
    expect(() => tick.write(() => sqlite.run("INSERT INTO t VALUES (1, hex(zeroblob(500000)))"))).toThrow("full");
  };
  /** What is done at the end of a tick, as a part of it. */
  const atTheEnd = (work: () => void): void => {
    onEnding = work;
  };
  return { sqlite, tick, ends, write, lose, atTheEnd };
}

test("a tick is busy while something is written or a callback waits, and until a loss was reported", () => {
  const { tick, write, lose, ends } = openTick();
  const nothing = (): void => {};
  const busyAfter = (work: () => void): [boolean, boolean] => {
    work();
    const before = tick.isBusy;
    tick.finish();
    return [before, tick.isBusy];
  };
  expect(tick.isBusy).toBe(false);
  expect(busyAfter(write)).toEqual([true, false]);
  expect(busyAfter(() => tick.afterCommit(nothing))).toEqual([true, false]);
  expect(busyAfter(() => tick.afterSync(nothing))).toEqual([true, false]);
  expect(busyAfter(lose)).toEqual([true, false]);
  expect(ends).toEqual(
    [["kept", "written, 0 wait"], ["kept", "read, 0 wait"], ["kept", "read, 1 wait"], ["full"]].flat(),
  );
});

test("callbacks of afterSync without `lost` wait for the next tick where one is lost, in the same order", () => {
  const { tick, lose, ends } = openTick();
  const called: string[] = [];
  tick.afterSync(() => called.push("first"));
  tick.afterSync(
    () => called.push("never"),
    () => called.push("lost"),
  );
  tick.afterSync(() => called.push("second"));
  lose();
  tick.finish();
  expect(called).toEqual(["lost"]);
  expect(tick.isBusy).toBe(true);
  tick.finish();
  expect(ends).toEqual(["full", "kept", "read, 2 wait"]);
});

test("after its end every use throws, with the first reason", () => {
  const { tick, ends, write } = openTick();
  write();
  tick.fail(new Error("EIO"));
  tick.fail(new Error("again"));
  expect(ends).toEqual(["failed"]);
  for (const use of [write, () => tick.read(() => 1), () => tick.afterCommit(() => {}), () => tick.afterSync(() => {})])
    expect(use).toThrow("EIO");
  tick.end(new StoreError("closed", "the database is closed"));
  expect(write).toThrow("EIO");
});

test("a tick ends once, however much is written and however many callbacks wait", async () => {
  const { tick, ends, write } = openTick();
  for (let time = 0; time < 3; time++) {
    write();
    tick.afterCommit(() => {});
  }
  await nextTick();
  expect(ends).toEqual(["kept", "written, 0 wait"]);
});

test("a tick ends by itself also where a callback waits and nothing is written", async () => {
  for (const waits of ["afterCommit", "afterSync"] as const) {
    const { tick, ends } = openTick();
    tick[waits](() => {});
    await nextTick();
    expect(ends).toEqual(["kept", waits === "afterSync" ? "read, 1 wait" : "read, 0 wait"]);
  }
});

test("a transaction that SQLite rolls back for another reason than a full disk is the end, and that reason is thrown", () => {
  const { sqlite, tick, ends } = openTick();
  const statement = (): void => {
    sqlite.run("ROLLBACK");
    throw new Error("EIO");
  };
  expect(() => tick.write(statement)).toThrow("EIO");
  expect(ends).toEqual(["failed"]);
});

test("truncateOnRollback: a list is truncated to its length before the work that fails", () => {
  const { tick } = openTick();
  const list = { length: 0, truncate: (length: number) => void Object.assign(list, { length }) };
  tick.truncateOnRollback(list);
  list.length = 2;
  const work = (): void => {
    list.length = 5;
    throw new Error("no");
  };
  expect(() => tick.atomically(work)).toThrow("no");
  expect(list.length).toBe(2);
});

test("a commit that fails for another reason than a full disk is the end: no callback runs", () => {
  const { sqlite, tick, ends, write } = openTick();
  sqlite.run("PRAGMA foreign_keys = ON");
  sqlite.run("CREATE TABLE parent (id INTEGER PRIMARY KEY) STRICT");
  sqlite.run("CREATE TABLE child (of INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED) STRICT");
  tick.write(() => sqlite.run("INSERT INTO child VALUES (1)"));
  tick.afterCommit(() => ends.push("told"));
  tick.finish();
  expect([ends, sqlite.inTransaction]).toEqual([["failed"], false]);
  expect(write).toThrow("could not be written");
});

test("writes of beforeCommit are committed with the tick, and a lost tick makes none", async () => {
  const { sqlite, tick, ends, write, lose, atTheEnd } = openTick();
  let endings = 0;
  atTheEnd(() => {
    endings += 1;
    tick.write(() => sqlite.run("INSERT INTO t VALUES (2, 'sum')"));
  });
  write();
  await nextTick();
  expect(ends).toEqual(["kept", "written, 0 wait"]);
  expect(sqlite.query("SELECT count(*) AS n FROM t").get()).toEqual({ n: 2 });
  write();
  lose();
  await nextTick();
  expect([endings, ends.at(-1)]).toEqual([1, "full"]);
  expect(sqlite.query("SELECT count(*) AS n FROM t").get()).toEqual({ n: 2 });
});
