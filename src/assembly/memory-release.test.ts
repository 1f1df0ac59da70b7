import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { SECOND } from "../clock.ts";
import { MemoryRelease } from "./memory-release.ts";

const MIB = 1024 * 1024;

/** A process of 60 MiB, some seconds after its start; `left` is what it has after a release. */
function trial() {
  const all = starting();
  all.clock.advance(6 * SECOND);
  all.process.releases = 0;
  return all;
}

function starting() {
  const clock = manualClock();
  const process = { cpu: 500, memory: 62 * MIB, releases: 0, left: 60 * MIB };
  const release = new MemoryRelease({
    clock,
    cpu: () => process.cpu,
    memory: () => process.memory,
    release: () => {
      process.releases += 1;
      process.cpu += 100;
    },
    collect: () => {
      process.memory = process.left;
    },
    log: memoryLog(),
  });
  /** Seconds of work: each takes so many milliseconds of CPU, and so many bytes that are left behind. */
  const work = (seconds: number, cpu: number, bytes: number): void => {
    for (let second = 0; second < seconds; second += 1) {
      process.cpu += cpu;
      process.memory += bytes;
      clock.advance(SECOND);
    }
  };
  return { clock, process, release, work };
}

test("what the start alone needed is given back as soon as two seconds are quiet, with what those need who were back at once", () => {
  const { clock, process, work } = starting();
  work(7, 400, 2 * MIB);
  clock.advance(2 * SECOND);
  expect(process.releases).toBe(0);
  clock.advance(2 * SECOND);
  expect(process).toMatchObject({ releases: 1, memory: process.left });
  clock.advance(3600 * SECOND);
  expect(process.releases).toBe(1);
});

test("after a burst, memory is given back once, when two seconds have been quiet", () => {
  const { clock, process, work } = trial();
  work(6, 800, 8 * MIB);
  clock.advance(SECOND);
  expect(process.releases).toBe(0);
  clock.advance(4 * SECOND);
  expect(process).toMatchObject({ releases: 1, memory: process.left });
  clock.advance(3600 * SECOND);
  expect(process.releases).toBe(1);
});

test("nothing is given back while there is work, even a little of it", () => {
  const { process, work } = trial();
  work(5, 800, 8 * MIB);
  work(600, 20, 0);
  expect(process.releases).toBe(0);
});

test("nothing is given back where little has been used, or little was done", () => {
  const { clock, process, work } = trial();
  work(60, 800, MIB / 8);
  clock.advance(60 * SECOND);
  expect(process.releases).toBe(0);
  const other = trial();
  other.work(1, 30, 40 * MIB);
  other.clock.advance(60 * SECOND);
  expect(other.process.releases).toBe(0);
});

test("after a release, there has to be some work before the next one", () => {
  const { clock, process, work } = trial();
  work(5, 800, 8 * MIB);
  clock.advance(20 * SECOND);
  work(3, 100, 8 * MIB);
  clock.advance(20 * SECOND);
  expect(process.releases).toBe(1);
  work(3, 100, 8 * MIB);
  clock.advance(20 * SECOND);
  expect(process.releases).toBe(2);
});

test("what a little work has left is given back once a minute has been still, and only then", () => {
  const { clock, process, work } = trial();
  work(5, 800, 8 * MIB);
  clock.advance(20 * SECOND);
  work(1, 60, 20 * MIB);
  clock.advance(50 * SECOND);
  expect(process.releases).toBe(1);
  clock.advance(30 * SECOND);
  expect(process.releases).toBe(2);
  work(1, 60, 20 * MIB);
  work(100, 4, 0);
  expect(process.releases).toBe(2);
  clock.advance(3600 * SECOND);
  expect(process.releases).toBe(3);
  clock.advance(3600 * SECOND);
  expect(process.releases).toBe(3);
});

test("after a release that brought nothing, there has to be more work before the next one", () => {
  const { clock, process, work } = trial();
  process.left = 90 * MIB;
  work(4, 800, 8 * MIB);
  clock.advance(20 * SECOND);
  work(5, 140, 0);
  clock.advance(20 * SECOND);
  expect(process.releases).toBe(1);
  work(5, 140, 0);
  clock.advance(20 * SECOND);
  expect(process.releases).toBe(2);
});

test("after it was stopped, it does nothing", () => {
  const { clock, process, release, work } = trial();
  work(5, 800, 8 * MIB);
  release.stop();
  clock.advance(60 * SECOND);
  expect(process.releases).toBe(0);
});
