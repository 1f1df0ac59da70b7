import { Database } from "bun:sqlite";
import { expect, spyOn, test } from "bun:test";
import { chmodSync, readdirSync, readlinkSync, statSync } from "node:fs";
import { join } from "node:path";
import { takeLock } from "./lock.ts";
import { temporaryFolder } from "./testing.ts";

const HOLD = `
  const { takeLock } = await import(process.argv[1]);
  takeLock(process.argv[2], process.pid);
  Bun.gc(true);
  console.log("held");
  setInterval(() => {}, 1000);
`;

async function holderOf(path: string) {
  const holder = Bun.spawn([process.execPath, "-e", HOLD, join(import.meta.dir, "lock.ts"), path], { stdout: "pipe" });
  const { value } = await holder.stdout.getReader().read();
  expect(new TextDecoder().decode(value)).toBe("held\n");
  return holder;
}

test("a home that another process holds is refused with its pid, and free when that process is killed", async () => {
  using folder = temporaryFolder();
  const path = folder.file("lock");
  await using holder = await holderOf(path);
  const refusal = expect.objectContaining({
    reason: "locked",
    about: { pid: holder.pid },
    message: `this home is in use by process ${holder.pid}`,
  });
  expect(() => takeLock(path, process.pid)).toThrow(refusal);
  holder.kill("SIGKILL");
  await holder.exited;
  const lock = takeLock(path, process.pid);
  lock.release();
});

test.skipIf(process.platform !== "linux")("who is refused keeps nothing open", async () => {
  using folder = temporaryFolder();
  const path = folder.file("lock");
  await using holder = await holderOf(path);
  expect(() => takeLock(path, 1)).toThrow(`in use by process ${holder.pid}`);
  const open = readdirSync("/proc/self/fd").filter((file) => {
    try {
      return readlinkSync(`/proc/self/fd/${file}`).startsWith(folder.path);
    } catch {
      return false;
    }
  });
  expect(open).toEqual([]);
});

test("a file that is no lock and a folder that does not exist are refused as such", async () => {
  using folder = temporaryFolder();
  const path = folder.file("lock");
  await Bun.write(path, "To be, or not to be".repeat(100));
  for (const wrong of [path, folder.file("nowhere/lock")])
    expect(() => takeLock(wrong, 1)).toThrow(expect.objectContaining({ reason: "unusable", about: { path: wrong } }));
});

test("a lock is held once, also within one process, until it is released", () => {
  using folder = temporaryFolder();
  const path = folder.file("lock");
  const lock = takeLock(path, 1);
  expect(() => takeLock(path, 2)).toThrow("in use by process 1");
  lock.release();
  const next = takeLock(path, 2);
  expect(() => takeLock(path, 3)).toThrow("in use by process 2");
  next.release();
});

test("a process that is overtaken between writing its pid and locking is refused", () => {
  using folder = temporaryFolder();
  const path = folder.file("lock");
  takeLock(path, 1).release();
  const { run } = Database.prototype;
  let begun = 0;
  const overtaken = spyOn(Database.prototype, "run").mockImplementation(function (this: Database, sql, ...given) {
    if (sql === "BEGIN IMMEDIATE" && ++begun === 2) {
      using other = new Database(path);
      run.call(other, "UPDATE holder SET pid = 3");
    }
    return run.call(this, sql, ...given);
  });
  try {
    expect(() => takeLock(path, 2)).toThrow(
      expect.objectContaining({ reason: "locked", message: "this home is in use by process 3" }),
    );
  } finally {
    overtaken.mockRestore();
  }
});

test("the file has mode 0600, also where it had another: a reader could hold the lock", () => {
  using folder = temporaryFolder();
  const path = folder.file("lock");
  takeLock(path, 1).release();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  chmodSync(path, 0o644);
  takeLock(path, 1).release();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.skipIf(process.getuid?.() !== 0)(
  "a lock file of another user's is refused, and said whose it is not",
  async () => {
    using folder = temporaryFolder();
    const path = folder.file("lock");
    takeLock(path, 1).release();
    chmodSync(folder.path, 0o777);
    chmodSync(path, 0o666);
    const getuid = spyOn(process, "getuid").mockReturnValue(65534);
    try {
      expect(() => takeLock(path, 2)).toThrow(
        expect.objectContaining({ reason: "unusable", message: expect.stringContaining("belongs to another user") }),
      );
    } finally {
      getuid.mockRestore();
    }
  },
);
