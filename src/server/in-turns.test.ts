/** Work in portions: each is all or nothing, and others take turns in between. */
import { expect, test } from "bun:test";
import type { Task } from "../net/turns.ts";
import { xml } from "../stanza.ts";
import { openDatabase } from "../store/database.ts";
import { inTurnsOf } from "./in-turns.ts";
import { Outbox } from "./outbox.ts";

function play() {
  const quiet = (): void => {};
  const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const db = openDatabase(":memory:", { log });
  db.migrate("test", ["CREATE TABLE t (n INTEGER) STRICT"]);
  const add = db.write("INSERT INTO t VALUES (?)");
  const all = db.read<{ n: number }>("SELECT n FROM t");
  const outbox = new Outbox(db, log);
  const tasks: { readonly owner: string; readonly task: Task }[] = [];
  const inTurns = inTurnsOf({ db, turns: { take: (owner, task) => void tasks.push({ owner, task }) } });
  /** One portion of one step; true where there is more. */
  const portion = (): boolean | undefined => tasks[0]?.task(() => true);
  return {
    inTurns,
    tasks,
    portion,
    add: (n: number) => void add.run(n),
    rows: () => all.all().map(({ n }) => n),
    outbox,
  };
}

test("work goes on from yield to yield, for its owner, and resolves with what it returns", async () => {
  const { inTurns, tasks, portion, add, rows } = play();
  const result = inTurns(
    "romeo@localhost",
    (function* () {
      for (const n of [1, 2]) {
        add(n);
        yield;
      }
      return "done";
    })(),
  );
  expect(tasks.map(({ owner }) => owner)).toEqual(["romeo@localhost"]);
  expect([portion(), rows()]).toEqual([true, [1]]);
  expect([portion(), rows()]).toEqual([true, [1, 2]]);
  expect(portion()).toBe(false);
  expect(await result).toBe("done");
});

test("a turn does as many steps as there is time for", async () => {
  const { inTurns, tasks, add, rows } = play();
  const result = inTurns(
    "romeo@localhost",
    (function* () {
      for (const n of [1, 2, 3]) {
        add(n);
        yield;
      }
    })(),
  );
  expect(tasks[0]?.task(() => rows().length === 2)).toBe(true);
  expect(rows()).toEqual([1, 2]);
  expect(tasks[0]?.task(() => false)).toBe(false);
  await result;
});

test("a portion that throws is undone, those before it stay", async () => {
  const { inTurns, portion, add, rows, outbox } = play();
  const delivered: unknown[] = [];
  const result = inTurns(
    "romeo@localhost",
    (function* () {
      add(1);
      yield;
      add(2);
      outbox.send({ deliver: (stanza) => void delivered.push(stanza) }, xml("message"));
      throw new Error("no");
    })(),
  );
  expect(portion()).toBe(true);
  expect(portion()).toBe(false);
  await expect(result).rejects.toThrow("no");
  expect([rows(), outbox.length]).toEqual([[1], 0]);
});
