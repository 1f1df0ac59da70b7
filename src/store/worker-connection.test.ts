import { expect, test } from "bun:test";
import { join } from "node:path";
import { temporaryFolder } from "./testing.ts";
import { openWorkerConnection } from "./worker-connection.ts";

test("statements run in order on one connection; a wrong one rejects, and the next job runs", async () => {
  using folder = temporaryFolder();
  const connection = openWorkerConnection(folder.file("data.sqlite"));
  const rows = await connection.run(["CREATE TABLE t (n)", "INSERT INTO t VALUES (1), (2)", "SELECT n FROM t"]);
  expect(rows.at(-1)).toEqual([{ n: 1 }, { n: 2 }]);
  const refused = await connection.run(["SELECT nonsense"]).catch((error: unknown) => error);
  expect(String(refused)).toContain("no such column");
  expect(await connection.run(["SELECT count(*) AS c FROM t"])).toEqual([[{ c: 2 }]]);
  connection.stop();
});

test("where the thread itself fails, all pending jobs reject, and the next job has another thread", async () => {
  const threads: FakeThread[] = [];
  class FakeThread {
    onmessage?: (event: { data: unknown }) => void;
    onerror?: (event: { message: string }) => void;
    readonly jobs: { job: number }[] = [];
    constructor() {
      threads.push(this);
    }
    postMessage(message: { job: number }): void {
      this.jobs.push(message);
    }
    /** Whether it keeps the process alive. */
    isHeld = true;
    ref(): void {
      this.isHeld = true;
    }
    unref(): void {
      this.isHeld = false;
    }
    terminate(): void {}
  }
  const { Worker: Thread } = globalThis;
  globalThis.Worker = FakeThread as unknown as typeof Worker;
  try {
    const connection = openWorkerConnection("nowhere");
    const jobs = [connection.run(["one"]), connection.run(["two"])].map((job) => job.catch(String));
    expect(threads.map(({ jobs: sent }) => sent.length)).toEqual([2]);
    threads[0]?.onerror?.({ message: "out of memory" });
    expect(await Promise.all(jobs)).toEqual(["Error: out of memory", "Error: out of memory"]);
    expect(threads[0]?.isHeld).toBe(false);
    const next = connection.run(["three"]);
    threads[1]?.onmessage?.({ data: { job: threads[1].jobs[0]?.job, rows: [[{ three: 3 }]] } });
    expect(await next).toEqual([[{ three: 3 }]]);
    expect(threads[1]?.isHeld).toBe(false);
  } finally {
    globalThis.Worker = Thread;
  }
});

test("a thread without a job ends after a while; the next job has another one", async () => {
  let started = 0;
  const { Worker: Thread } = globalThis;
  globalThis.Worker = class extends Thread {
    constructor(...args: ConstructorParameters<typeof Thread>) {
      super(...args);
      started += 1;
    }
  } as typeof Worker;
  try {
    const connection = openWorkerConnection(":memory:", { maxIdleMs: 20 });
    for (let threads = 1; threads <= 2; threads++) {
      expect(await connection.run(["SELECT 1 AS one"])).toEqual([[{ one: 1 }]]);
      expect([started, connection.isRunning]).toEqual([threads, true]);
      while (connection.isRunning) await Bun.sleep(5);
    }
    connection.stop();
  } finally {
    globalThis.Worker = Thread;
  }
});

test("the compiled executable carries the worker", async () => {
  using folder = temporaryFolder();
  const program = folder.file(process.platform === "win32" ? "probe.exe" : "probe");
  await Bun.write(
    folder.file("probe.ts"),
    `import workerFile from ${JSON.stringify(join(import.meta.dir, "sql-worker.js"))} with { type: "file" };
     import { openWorkerConnection } from ${JSON.stringify(join(import.meta.dir, "worker-connection.ts"))};
     const connection = openWorkerConnection(":memory:");
     connection.run(["SELECT 1 AS one"]).then(([rows]) => {
       console.log(JSON.stringify({ embedded: /bunfs|~BUN/.test(workerFile), rows }));
       connection.stop();
     });`,
  );
  const flags = ["--compile", "--minify", "--bytecode", "--no-compile-autoload-bunfig", "--no-compile-autoload-dotenv"];
  const build = Bun.spawn([process.execPath, "build", ...flags, folder.file("probe.ts"), "--outfile", program], {
    stdout: "ignore",
    stderr: "inherit",
  });
  expect(await build.exited).toBe(0);
  const probe = Bun.spawn([program], { cwd: folder.path, stdout: "pipe" });
  expect(JSON.parse(await probe.stdout.text())).toEqual({ embedded: true, rows: [{ one: 1 }] });
});
