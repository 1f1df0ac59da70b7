import { Database as Sqlite } from "bun:sqlite";
import { expect, spyOn, test } from "bun:test";
import { existsSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { openLines } from "../../tests/support/in-memory/lines.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openDatabase } from "./database.ts";
import type { StoreError } from "./errors.ts";
import { nextTick, slowDisk, temporaryFolder } from "./testing.ts";

test("a tick's writes are visible inside the tick, and to other connections after its end", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  const { db, addLine, lines } = openLines(path);
  const other = openDatabase(path, { log: memoryLog(), readonly: true });
  const seen = other.read<{ text: string }>("SELECT text FROM lines");
  addLine("But soft!");
  expect(lines()).toEqual(["But soft!"]);
  expect(seen.all()).toEqual([]);
  await nextTick();
  expect(seen.all()).toEqual([{ text: "But soft!" }]);
  await other.close();
  await db.close();
});

test("each: a visitor that stops or throws leaves no open statement behind", async () => {
  using folder = temporaryFolder();
  const { db, addLine } = openLines(folder.file("data.sqlite"));
  for (const text of ["a", "b", "c"]) addLine(text);
  await nextTick();
  const rows = db.read<{ text: string }>("SELECT text FROM lines WHERE text > ? ORDER BY n");
  const seen: string[] = [];
  const upTo = (last: string) => rows.each(({ text }) => seen.push(text) > 0 && text !== last, "");
  upTo("b");
  upTo("nobody");
  expect(seen).toEqual(["a", "b", "a", "b", "c"]);
  expect(() =>
    rows.each(() => {
      throw new Error("no more");
    }, "a"),
  ).toThrow("no more");
  // A statement that is still at work would keep the table, and the log.
  db.write("DROP TABLE lines").run();
  await nextTick();
  await db.close();
});

test("callbacks of afterCommit run in order, after the commit, once", async () => {
  const { db, addLine, lines } = openLines();
  const called: string[] = [];
  db.afterCommit(() => called.push("first"));
  addLine("a");
  db.afterCommit(() => called.push(`second, after ${lines().join()}`));
  expect(called).toEqual([]);
  await nextTick();
  await nextTick();
  expect(called).toEqual(["first", "second, after a"]);
  await db.close();
});

test("a callback of afterCommit may write: that belongs to the next tick", async () => {
  const { db, addLine, lines } = openLines();
  const called: string[] = [];
  db.afterCommit(() => {
    addLine("reply");
    db.afterCommit(() => called.push("reply kept"));
    called.push("kept");
  });
  addLine("question");
  await nextTick();
  await nextTick();
  expect(called).toEqual(["kept", "reply kept"]);
  expect(lines()).toEqual(["question", "reply"]);
  await db.close();
});

test("a callback that throws is logged, and the others run", async () => {
  const { db, events } = openLines();
  let called = false;
  db.afterCommit(() => {
    throw new Error("a poor player");
  });
  db.afterCommit(() => {
    called = true;
  });
  await nextTick();
  expect(called).toBe(true);
  expect(events.map(({ event }) => event)).toEqual(["store-callback-failed"]);
  await db.close();
});

test("atomically: work that throws loses its writes and callbacks, and nothing else", async () => {
  const { db, addLine, lines } = openLines();
  const called: string[] = [];
  addLine("before");
  db.afterCommit(() => called.push("before"));
  const broken = () =>
    db.atomically(() => {
      addLine("broken");
      db.afterCommit(() => called.push("broken"));
      db.afterSync(() => called.push("broken sync"));
      throw new Error("broken");
    });
  expect(broken).toThrow("broken");
  addLine("after");
  db.afterCommit(() => called.push("after"));
  await nextTick();
  expect(lines()).toEqual(["before", "after"]);
  expect(called).toEqual(["before", "after"]);
  await db.close();
});

test("atomically may be nested: inner work fails alone, outer work with all that is inside it", async () => {
  const { db, addLine, lines } = openLines();
  const fail = () => {
    throw new Error("no");
  };
  db.atomically(() => {
    const inner = () =>
      db.atomically(() => {
        db.atomically(() => addLine("innermost"));
        addLine("inner");
        fail();
      });
    expect(inner).toThrow("no");
    addLine("outer");
  });
  const outer = () =>
    db.atomically(() => {
      db.atomically(() => addLine("kept by the inner one"));
      fail();
    });
  expect(outer).toThrow("no");
  await nextTick();
  expect(lines()).toEqual(["outer"]);
  await db.close();
});

test("atomically without a write opens no transaction: another connection may write meanwhile", async () => {
  using folder = temporaryFolder();
  const { db, lines } = openLines(folder.file("data.sqlite"));
  const other = openLines(folder.file("data.sqlite"));
  db.atomically(() => {
    lines();
    other.addLine("a word");
  });
  await nextTick();
  expect(lines()).toEqual(["a word"]);
  await other.db.close();
  await db.close();
});

test("RETURNING is inside the tick, too", async () => {
  const { db, addLine, lines } = openLines();
  const take = db.write<{ text: string }>("DELETE FROM lines RETURNING text");
  expect([take.get(), take.all()]).toEqual([undefined, []]);
  addLine("a");
  await nextTick();
  expect(() =>
    db.atomically(() => {
      expect(take.all()).toEqual([{ text: "a" }]);
      throw new Error("undone");
    }),
  ).toThrow("undone");
  expect(lines()).toEqual(["a"]);
  expect(() => db.read("DELETE FROM lines RETURNING text")).toThrow("not a query");
  await db.close();
});

test("a commit that fails: no callback runs, the failure is reported once, every later use throws", async () => {
  using folder = temporaryFolder();
  const failures: StoreError[] = [];
  const { db, addLine } = openLines(folder.file("data.sqlite"), { onFailure: (error) => failures.push(error) });
  // Deferred constraints are checked by COMMIT: a failure like that of a full disk, without filling one.
  db.migrate("acts", ["CREATE TABLE acts (scene INTEGER REFERENCES lines (n) DEFERRABLE INITIALLY DEFERRED) STRICT"]);
  const called: string[] = [];
  addLine("lost");
  db.write("INSERT INTO acts VALUES (?)").run(99);
  db.afterCommit(() => called.push("commit"));
  db.afterSync(() => called.push("sync"));
  await nextTick();
  await nextTick();
  expect(called).toEqual([]);
  expect(failures.map(({ reason }) => reason)).toEqual(["failed"]);
  expect(() => addLine("more")).toThrow(failures[0]);
  expect(() => db.afterCommit(() => {})).toThrow(failures[0]);
  await db.close();
  const { db: again, lines } = openLines(folder.file("data.sqlite"));
  expect(lines()).toEqual([]);
  await again.close();
});

test("an fsync that fails: no callback runs, every later use throws", async () => {
  using folder = temporaryFolder();
  const disk = slowDisk();
  const failures: StoreError[] = [];
  const { db, addLine } = openLines(folder.file("data.sqlite"), {
    sync: disk.sync,
    onFailure: (e) => failures.push(e),
  });
  let called = false;
  addLine("a");
  db.afterSync(() => {
    called = true;
  });
  await nextTick();
  await disk.finish(new Error("EIO"));
  expect(failures.map(({ reason }) => reason)).toEqual(["failed"]);
  expect(called).toBe(false);
  expect(() => addLine("b")).toThrow("EIO");
  await db.close();
});

test("close commits the tick, runs the callbacks that wait for the disk, and leaves one file with mode 0600", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  const { db, addLine } = openLines(path);
  const called: string[] = [];
  addLine("a");
  db.afterSync(() => {
    called.push("on disk");
    addLine("b");
  });
  await db.close();
  expect(called).toEqual(["on disk"]);
  expect(existsSync(`${path}-wal`)).toBe(false);
  if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
  const { db: again, lines } = openLines(path);
  expect(lines()).toEqual(["a", "b"]);
  await again.close();
  expect(() => again.afterCommit(() => {})).toThrow("closed");
});

test("a file that is no database and a folder that does not exist are refused as such", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  await Bun.write(path, "To be, or not to be".repeat(100));
  const log = memoryLog();
  expect(() => openDatabase(path, { log })).toThrow(expect.objectContaining({ reason: "unusable", about: { path } }));
  const nowhere = folder.file("nowhere/data.sqlite");
  expect(() => openDatabase(nowhere, { log })).toThrow(expect.objectContaining({ reason: "unusable" }));
});

test.skipIf(process.platform !== "linux")("nothing of a closed database stays open", async () => {
  using folder = temporaryFolder();
  const opened = (): number =>
    readdirSync("/proc/self/fd").filter((file) => {
      try {
        return readlinkSync(`/proc/self/fd/${file}`).startsWith(folder.path);
      } catch {
        return false;
      }
    }).length;
  const { db, addLine } = openLines(folder.file("data.sqlite"));
  addLine("a");
  await nextTick();
  expect(opened()).toBeGreaterThan(0);
  await db.close();
  expect(opened()).toBe(0);
});

test("a statement is prepared once, when it is first used", async () => {
  const { db } = openLines();
  const prepare = spyOn(Sqlite.prototype, "prepare");
  try {
    const count = db.read<{ n: number }>("SELECT count(*) AS n FROM lines");
    const clear = db.write("DELETE FROM lines");
    expect(prepare).toHaveBeenCalledTimes(0);
    for (let time = 0; time < 3; time++) {
      clear.run();
      expect(count.get()).toEqual({ n: 0 });
    }
    expect(prepare).toHaveBeenCalledTimes(2);
  } finally {
    prepare.mockRestore();
  }
  await db.close();
});

test("the worker ends with the database", async () => {
  using folder = temporaryFolder();
  const terminate = spyOn(Worker.prototype, "terminate");
  try {
    const { db, addLine } = openLines(folder.file("data.sqlite"), { idleCheckpointMs: 1 });
    addLine("a");
    await nextTick();
    await Bun.sleep(20);
    await db.close();
    expect(terminate).toHaveBeenCalledTimes(1);
  } finally {
    terminate.mockRestore();
  }
});

test("a commit that no callback waits for, shortly after an fsync, is synced a second later", async () => {
  const timers = spyOn(globalThis, "setTimeout");
  try {
    const disk = slowDisk();
    const { db, addLine } = openLines(":memory:", { sync: disk.sync });
    addLine("the first is synced at once");
    await nextTick();
    await disk.finish();
    addLine("nobody waits");
    await nextTick();
    expect([disk.running, timers.mock.calls.map(([, milliseconds]) => milliseconds)]).toEqual([0, [1000]]);
    const closing = db.close();
    await disk.finish();
    await closing;
  } finally {
    timers.mockRestore();
  }
});
