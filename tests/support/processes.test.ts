import { expect, test } from "bun:test";
import { aliveOf, cpuOf, stopAll, usageOf } from "./processes.ts";

const shell = (script: string) => Bun.spawn(["sh", "-c", script], { detached: true, stdout: "pipe" });

/** Resolves when the script has said something: everything before its `echo` has been started. */
async function said(stdout: ReadableStream<Uint8Array>): Promise<void> {
  const reader = stdout.getReader();
  await reader.read();
  reader.releaseLock();
}

test.skipIf(process.platform !== "linux")("finds and ends what a process has started, orphans included", async () => {
  const child = shell("(sleep 60 & sleep 60 & echo go; wait) & sleep 60");
  await said(child.stdout);
  expect(aliveOf(child.pid).length).toBeGreaterThanOrEqual(4);
  expect(usageOf(child.pid).rss).toBeGreaterThan(0);
  await stopAll(child.pid, 50);
  await child.exited;
  expect(aliveOf(child.pid)).toEqual([]);
});

test.skipIf(process.platform !== "linux")("counts the processor time of children that have ended", async () => {
  const child = shell("sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'; echo go; sleep 60");
  await said(child.stdout);
  expect(cpuOf(child.pid)).toBeGreaterThan(0);
  await stopAll(child.pid, 50);
});
