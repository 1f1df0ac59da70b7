import { expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { aliveOf, cpuOf, stopAll, usageOf, watchActivity } from "./processes.ts";

const shell = (script: string) => Bun.spawn(["sh", "-c", script], { detached: true, stdout: "pipe" });

/** Resolves on the script's first output: everything before its `echo` has been started. */
async function untilOutput(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stdout.getReader();
  await reader.read();
  reader.releaseLock();
}

test.skipIf(process.platform !== "linux")(
  "finds and ends the processes that a process has started, orphans included",
  async () => {
    const child = shell("(sleep 60 & sleep 60 & echo go; wait) & sleep 60");
    await untilOutput(child.stdout);
    expect(aliveOf(child.pid).length).toBeGreaterThanOrEqual(4);
    expect(usageOf(child.pid).rss).toBeGreaterThan(0);
    await stopAll(child.pid, 50);
    await child.exited;
    expect(aliveOf(child.pid)).toEqual([]);
  },
);

test.skipIf(process.platform !== "linux")("counts the CPU time of children that have ended", async () => {
  const child = shell("sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'; echo go; sleep 60");
  await untilOutput(child.stdout);
  expect(cpuOf(child.pid)).toBeGreaterThan(0);
  await stopAll(child.pid, 50);
});

test.skipIf(process.platform !== "linux")("a test that runs out of time leaves no daemon behind", async () => {
  const folder = mkdtempSync(join(tmpdir(), "processes-"));
  const file = join(folder, "hangs.test.ts");
  await Bun.write(
    file,
    `import { test } from "bun:test";
    import { guard } from ${JSON.stringify(join(import.meta.dir, "processes.ts"))};
    test("hangs", async () => {
      const { stdout } = Bun.spawnSync(["sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!"]);
      guard(Number(stdout));
      console.log("daemon " + stdout);
      await new Promise(() => {});
    }, 100);`,
  );
  const command = [process.execPath, "test", file];
  const bun = Bun.spawn(command, { cwd: join(import.meta.dir, "../../.."), stdout: "pipe", stderr: "ignore" });
  const [out, exit] = await Promise.all([bun.stdout.text(), bun.exited]);
  rmSync(folder, { recursive: true });
  expect(exit).toBe(1);
  const daemon = Number(/daemon (\d+)/.exec(out)?.[1]);
  expect(daemon).toBeGreaterThan(1);
  expect(aliveOf(daemon)).toEqual([]);
});

test.skipIf(process.platform !== "linux")(
  "a thread that has ended keeps its part of what its process has done",
  async () => {
    const script = `
    const worker = new Worker("data:text/javascript,setInterval(() => {}, 5)");
    console.log("begun");
    setTimeout(() => worker.terminate(), 1500);
    setInterval(() => {}, 60_000);`;
    const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" });
    try {
      await child.stdout.getReader().read();
      const activity = watchActivity(child.pid);
      await Bun.sleep(3000);
      // The worker wakes 200 times a second, and is gone by now.
      expect(activity().wakeUps).toBeGreaterThan(50);
    } finally {
      child.kill("SIGKILL");
      await child.exited;
    }
  },
);
