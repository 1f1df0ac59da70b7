/** Bun makes system calls by the C library and without it: the faults of a disk must meet all of them. */
import { expect } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { testWith } from "../../support/needs.ts";
import { temporaryFolder } from "../../support/process/started.ts";
import { type Machine, type Orders, openFaulty } from "../faults/faulty.ts";
import { becomes } from "../load/patience.ts";

const { EIO } = constants.errno;

/** Each in the ways that the server has; prints for each line of its input what has failed, in words. */
const WORKER = `
import { Database } from "bun:sqlite";
import { appendFileSync, closeSync, fdatasyncSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { mkdir, open, readFile, rename } from "node:fs/promises";
const file = openSync("file", "a+");
const database = new Database("data.sqlite");
database.run("PRAGMA journal_mode = WAL");
database.run("CREATE TABLE t (x INTEGER) STRICT");
const streamed = async () => {
  await using handle = await open("streamed", "w");
  await Bun.write(Bun.file(handle.fd), new Response(new Blob(["x".repeat(100_000)]).stream()));
};
const synced = async (how) => { await using handle = await open("file", "a"); await handle[how](); };
const ways = {
  "read file": () => readFile("kept"),
  "read Bun.file": () => Bun.file("kept").bytes(),
  "read stream": () => new Response(Bun.file("kept").stream()).bytes(),
  "read at once": () => readFileSync("kept"),
  "write at once": () => writeSync(file, "x"),
  "write append": () => appendFileSync("file", "x"),
  "write Bun.write": () => Bun.write("other", "x"),
  "write streamed": streamed,
  "sync at once": () => (fsyncSync(file), fdatasyncSync(file)),
  "sync datasync": () => synced("datasync"),
  "sync sync": () => synced("sync"),
  "name opened at once": () => closeSync(openSync("kept")),
  "name opened": async () => (await open("kept")).close(),
  "name of Bun.file": () => Bun.file("kept").text(),
  "name renamed": async () => { await rename("moved", "there"); await rename("there", "moved"); },
  "name renamed at once": () => { renameSync("moved", "there"); renameSync("there", "moved"); },
  "name of a folder": () => mkdir(process.cwd() + "/" + crypto.randomUUID()),
  "name of a folder at once": () => mkdirSync(crypto.randomUUID()),
  "name of a database": () => new Database("other.sqlite").run("CREATE TABLE IF NOT EXISTS t (x INTEGER) STRICT"),
  "database write": () => database.run("INSERT INTO t VALUES (1)"),
};
for await (const _ of console) {
  const failed = [];
  for (const [way, work] of Object.entries(ways)) try { await work(); } catch { failed.push(way); }
  console.log(JSON.stringify(failed));
}`;

testWith(["gcc"])(
  "what is ordered fails in every way that Bun reads, writes, syncs and opens, and nothing else does",
  async () => {
    using folder = temporaryFolder("faulty");
    using faulty = openFaulty();
    const home = join(folder.path, "home");
    mkdirSync(home);
    writeFileSync(join(home, "kept"), "content");
    writeFileSync(join(home, "moved"), "content");
    writeFileSync(join(folder.path, "worker.ts"), WORKER);
    const spawned = (environment: Readonly<Record<string, string>>) =>
      Bun.spawn([process.execPath, join(folder.path, "worker.ts")], {
        ...{ cwd: home, stdin: "pipe", stdout: "pipe", env: { ...process.env, ...environment } },
      });
    let worker: ReturnType<typeof spawned> | undefined;
    const machine: Machine = {
      ...{ domain: "x", home },
      start: async ({ environment }) => {
        worker = spawned(environment);
      },
    };
    await faulty.start(machine);
    if (!worker) throw new Error("it has not started");
    const { stdin, stdout } = worker;
    const answers = stdout.pipeThrough(new TextDecoderStream()).getReader();
    const failed = async (orders: Orders): Promise<readonly string[]> => {
      faulty.order(machine, orders);
      stdin.write("\n");
      await stdin.flush();
      return JSON.parse((await answers.read()).value ?? "");
    };
    const waysTo = (found: readonly string[], what: string): number =>
      found.filter((way) => way.startsWith(what)).length;
    try {
      expect(await failed({})).toEqual([]);
      expect(await becomes(async () => (await failed({ reading: EIO })).length > 0)).toBe(true);
      expect(waysTo(await failed({ reading: EIO }), "read")).toBe(4);
      const writing = await failed({ writing: EIO, files: "others" });
      expect([writing.length, waysTo(writing, "write")]).toEqual([4, 4]);
      const syncing = await failed({ syncing: EIO, files: "others" });
      expect([syncing.length, waysTo(syncing, "sync")]).toEqual([3, 3]);
      expect(await failed({ writing: EIO, files: "database" })).toEqual(["database write"]);
      const naming = await failed({ naming: EIO });
      expect(waysTo(naming, "name")).toBe(8);
      expect(naming).not.toContain("database write");
      expect(await failed({})).toEqual([]);
    } finally {
      worker.kill("SIGKILL");
      await worker.exited;
    }
  },
);
