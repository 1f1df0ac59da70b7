import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openDatabase } from "./database.ts";
import { fullError } from "./errors.ts";
import { openAliveStore } from "./last-alive.ts";

test("the latest times are kept for the next run, and none after an end on purpose", () => {
  const db = openDatabase(":memory:", { log: memoryLog() });
  const first = openAliveStore(db);
  expect(first.former ?? undefined).toBeUndefined();
  first.put({ alive: 1, online: 1 });
  first.put({ alive: 3, online: 2 });
  const second = openAliveStore(db);
  expect(second.former).toEqual({ alive: 3, online: 2 });
  second.clear();
  expect(openAliveStore(db).former ?? undefined).toBeUndefined();
});

test("on a full disk the next one is kept", () => {
  const db = openDatabase(":memory:", { log: memoryLog() });
  let isFull = true;
  const atomically: typeof db.atomically = (work) => {
    if (isFull) throw fullError();
    return db.atomically(work);
  };
  const store = openAliveStore({ ...db, atomically });
  store.put({ alive: 1, online: 1 });
  isFull = false;
  store.put({ alive: 2, online: 2 });
  expect(openAliveStore(db).former).toEqual({ alive: 2, online: 2 });
});
