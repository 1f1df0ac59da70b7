import { expect, jest, test } from "bun:test";
import { statSync } from "node:fs";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { Checkpoints } from "./checkpoint.ts";
import { openDatabase } from "./database.ts";
import { openSqlite, WAL_BYTES } from "./sqlite-file.ts";
import { nextTick, temporaryFolder } from "./testing.ts";
import { openWalFile } from "./wal.ts";
import { openWorkerConnection, type Rows } from "./worker-connection.ts";

const PAGE_BYTES = 1024;
const FRAME = PAGE_BYTES + 24;

/** Checkpoints of a log of which only the length exists. `answer` ends the job that runs. */
function checkpointTrial() {
  const jobs: { statements: readonly string[]; done: PromiseWithResolvers<Rows> }[] = [];
  const log = memoryLog();
  const { events } = log;
  const state = { bytes: 0, finished: 0 };
  const checkpoints = new Checkpoints({
    run: (statements) => {
      if (!statements.includes("PRAGMA wal_checkpoint(PASSIVE)")) return Promise.resolve([]);
      const done = Promise.withResolvers<Rows>();
      jobs.push({ statements, done });
      return done.promise;
    },
    finish: () => {
      state.finished++;
      state.bytes = WAL_BYTES;
    },
    walBytes: () => state.bytes,
    idleMs: 1_000_000,
    log,
  });
  const grow = (bytes: number): void => {
    state.bytes += bytes;
    checkpoints.written();
  };
  const answer = async (checkpointed: number): Promise<void> => {
    const pages = Math.floor(state.bytes / FRAME);
    const job = jobs.shift();
    const rows = new Map<string, Rows[number]>([
      ["PRAGMA page_size", [{ page_size: PAGE_BYTES }]],
      ["PRAGMA wal_checkpoint(PASSIVE)", [{ busy: 0, log: pages, checkpointed }]],
    ]);
    job?.done.resolve(job.statements.map((statement) => rows.get(statement) ?? []));
    await nextTick();
  };
  return { checkpoints, state, jobs, events, grow, answer };
}

test("a small log is not moved; a large one is moved once, then again when it has grown by as much", async () => {
  const { state, jobs, grow, answer, checkpoints } = checkpointTrial();
  grow(WAL_BYTES);
  expect(jobs.length).toBe(0);
  grow(1);
  grow(1);
  expect(jobs.length).toBe(1);
  await answer(10);
  grow(WAL_BYTES - 3);
  expect(jobs.length).toBe(0);
  grow(10);
  expect(jobs.length).toBe(1);
  await answer(10);
  expect(state.finished).toBe(0);
  await checkpoints.stop();
});

test("a writer that never pauses: beyond FINISH_BYTES the event loop moves the last pages, if they are few", async () => {
  const { state, jobs, grow, answer } = checkpointTrial();
  grow(9 * WAL_BYTES);
  await answer(1);
  expect(state.finished).toBe(0);
  grow(1);
  await answer(Math.floor(state.bytes / FRAME) - 1);
  expect(state.finished).toBe(1);
  expect(jobs.length).toBe(0);
});

test("beyond MAX_WAL_BYTES the event loop moves them although they are many", async () => {
  const { state, grow, answer } = checkpointTrial();
  grow(40 * WAL_BYTES);
  await answer(1);
  expect(state.finished).toBe(1);
});

test("where the worker fails, that is logged, and the event loop moves the log at MAX_WAL_BYTES", async () => {
  const { state, jobs, events, grow } = checkpointTrial();
  const fail = async (): Promise<void> => {
    jobs.shift()?.done.reject(new Error("no thread"));
    await nextTick();
  };
  grow(2 * WAL_BYTES);
  await fail();
  expect(state.finished).toBe(0);
  grow(7 * WAL_BYTES);
  await fail();
  expect(state.finished).toBe(1);
  expect(events.map(({ event }) => event)).toEqual(["checkpoint-failed", "checkpoint-failed"]);
});

test("a small log is moved after a time without writes", () => {
  jest.useFakeTimers();
  try {
    const { jobs, grow } = checkpointTrial();
    grow(1);
    jest.advanceTimersByTime(900_000);
    grow(1);
    jest.advanceTimersByTime(900_000);
    expect(jobs.length).toBe(0);
    jest.advanceTimersByTime(100_000);
    expect(jobs.length).toBe(1);
  } finally {
    jest.useRealTimers();
  }
});

test("a log that was moved for its size is not moved again when that time ends", async () => {
  jest.useFakeTimers();
  try {
    const { jobs, grow, checkpoints } = checkpointTrial();
    grow(1);
    grow(WAL_BYTES);
    const [job] = jobs.splice(0);
    job?.done.resolve([[{ busy: 0, log: 1, checkpointed: 1 }]]);
    for (let turn = 0; turn < 9; turn++) await Promise.resolve();
    jest.advanceTimersByTime(2_000_000);
    expect(jobs.length).toBe(0);
    await checkpoints.stop();
  } finally {
    jest.useRealTimers();
  }
});

test("the worker moves the log into the file, and the log shrinks", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  const log = memoryLog();
  const { events } = log;
  const sqlite = openSqlite(path, false);
  const wal = openWalFile(path);
  const connection = openWorkerConnection(path);
  const finish = (): void => {
    throw new Error("not needed");
  };
  const checkpoints = new Checkpoints({ run: connection.run, finish, walBytes: wal.bytes, idleMs: 1_000_000, log });
  sqlite.run("CREATE TABLE blobs (bytes BLOB) STRICT");
  for (let n = 0; n < 10; n++) sqlite.run("INSERT INTO blobs VALUES (zeroblob(1000000))");
  expect(wal.bytes()).toBeGreaterThan(2 * WAL_BYTES);
  checkpoints.written();
  await checkpoints.stop();
  expect(wal.bytes()).toBe(WAL_BYTES);
  expect(events.map(({ event }) => event)).toEqual(["checkpoint"]);
  connection.stop();
  expect(sqlite.query("SELECT sum(length(bytes)) AS total FROM blobs").get()).toEqual({ total: 10_000_000 });
  wal.close();
  sqlite.close();
});

test("a database moves its log when a tick has made it large", async () => {
  using folder = temporaryFolder();
  const path = folder.file("data.sqlite");
  const db = openDatabase(path, { log: memoryLog() });
  db.migrate("letters", ["CREATE TABLE letters (text BLOB NOT NULL) STRICT"]);
  db.write("INSERT INTO letters VALUES (zeroblob(?))").run(WAL_BYTES + 1);
  await nextTick();
  const deadline = Date.now() + 10_000;
  while (statSync(path).size < WAL_BYTES && Date.now() < deadline) await Bun.sleep(5);
  expect(statSync(path).size).toBeGreaterThan(WAL_BYTES);
  await db.close();
}, 20_000);

test("closing a database waits for the checkpoint that runs", async () => {
  using folder = temporaryFolder();
  const log = memoryLog();
  const { events } = log;
  const db = openDatabase(folder.file("data.sqlite"), { log });
  db.migrate("letters", ["CREATE TABLE letters (text BLOB NOT NULL) STRICT"]);
  db.write("INSERT INTO letters VALUES (zeroblob(?))").run(WAL_BYTES + 1);
  await db.close();
  expect(events.map(({ event }) => event)).toEqual(["checkpoint"]);
});
