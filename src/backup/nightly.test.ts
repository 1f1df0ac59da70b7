import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { constants, zstdCompressSync } from "node:zlib";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { DAY, HOUR } from "../clock.ts";
import { BackupError, type BackupProblem } from "./backup-error.ts";
import { type Nightly, openNightly } from "./nightly.ts";
import { dateOf, keptDates, nameOf, nightlyBackups, prune } from "./rotation.ts";
import { goodTar } from "./testing.ts";
import { writeBackup } from "./write.ts";

const GOOD = zstdCompressSync(goodTar(), { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const streamOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  new Response(new Uint8Array(bytes)).body ?? new ReadableStream();
/** Midnight, by the clock of the machine. */
const MIDNIGHT = new Date(2026, 10, 30).getTime();

let home = "";
let folder = "";
let clock = manualClock(MIDNIGHT);
let nightly: Nightly;
let make: () => Promise<ReadableStream<Uint8Array>>;
let said: (BackupProblem | "mended")[] = [];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "jabber-home-nightly-"));
  folder = join(home, "backups");
  clock = manualClock(MIDNIGHT);
  said = [];
  make = async () => streamOf(GOOD);
  nightly = open(true);
});
afterEach(async () => {
  await nightly.stop();
  rmSync(home, { recursive: true });
});

function open(isOwn: boolean, recipient?: string): Nightly {
  return openNightly({
    recipient,
    ...{ home, folder, isOwn, hour: 3, reserve: 0, clock, isClockDoubtful: () => false, log: memoryLog() },
    isService: true,
    make: () => make(),
    failed: (problem) => void said.push(problem),
    mended: () => void said.push("mended"),
  });
}

const at = async (time: number): Promise<void> => {
  clock.advance(time - clock.now());
  await nightly.look();
};

test("for a key, it is encrypted, named so, and one of that day in any case", async () => {
  await nightly.stop();
  nightly = open(true, "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
  await at(MIDNIGHT + 4 * HOUR);
  expect(readdirSync(folder)).toEqual(["jabber-home-2026-11-30.tar.zst.age"]);
  expect(nightly.report().last?.name).toBe("jabber-home-2026-11-30.tar.zst.age");
  await nightly.stop();
  nightly = open(true);
  await at(MIDNIGHT + 5 * HOUR);
  expect(readdirSync(folder)).toEqual(["jabber-home-2026-11-30.tar.zst.age"]);
  await at(MIDNIGHT + DAY + 4 * HOUR);
  expect(nightlyBackups(folder).map(({ date }) => date)).toEqual(["2026-12-01", "2026-11-30"]);
  prune(folder, 0);
  expect(readdirSync(folder)).toEqual(["jabber-home-2026-12-01.tar.zst"]);
});

test("one is made a day, from the hour on, and found in the report", async () => {
  await at(MIDNIGHT + 2 * HOUR);
  expect(nightly.report().last).toBeUndefined();
  await at(MIDNIGHT + 4 * HOUR);
  expect(readdirSync(folder)).toEqual(["jabber-home-2026-11-30.tar.zst"]);
  expect(nightly.report()).toMatchObject({ folder, isSameDisk: true, last: { bytes: GOOD.length } });
  make = () => Promise.reject(new Error("asked again"));
  await at(MIDNIGHT + 5 * HOUR);
  expect(said).toEqual([]);
  make = async () => streamOf(GOOD);
  // A machine that was off at night.
  await at(MIDNIGHT + DAY + 20 * HOUR);
  expect(readdirSync(folder).toSorted()).toEqual(["jabber-home-2026-11-30.tar.zst", "jabber-home-2026-12-01.tar.zst"]);
});

test("a failure is told once, tried again after an hour, and told when it is over; the former backup stays", async () => {
  await at(MIDNIGHT + 4 * HOUR);
  let attempts = 0;
  make = () => {
    attempts++;
    return Promise.reject(new BackupError({ kind: "database-damaged", why: "x" }));
  };
  for (const minutes of [0, 10, 20, 61, 122]) await at(MIDNIGHT + DAY + 4 * HOUR + minutes * 60_000);
  expect(attempts).toBe(3);
  expect(said).toEqual([{ kind: "database-damaged", why: "x" }]);
  expect(nightly.report()).toMatchObject({
    failed: { problem: { kind: "database-damaged" } },
    last: { name: nameOf("2026-11-30") },
  });
  make = async () => streamOf(GOOD);
  await at(MIDNIGHT + DAY + 8 * HOUR);
  expect(said.at(-1)).toBe("mended");
  expect(nightly.report().failed).toBeUndefined();
});

test("what is not whole does not become a backup, and leaves nothing", async () => {
  make = async () => streamOf(GOOD.subarray(0, 300));
  await at(MIDNIGHT + 4 * HOUR);
  expect(said).toMatchObject([{ kind: "cut" }]);
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that is not there is no reason to write elsewhere: the stick is not connected", async () => {
  await nightly.stop();
  nightly = open(false);
  await at(MIDNIGHT + 4 * HOUR);
  expect(said).toEqual([{ kind: "no-folder", path: folder }]);
  expect(existsSync(folder)).toBe(false);
  mkdirSync(folder);
  writeFileSync(join(folder, `${nameOf("2026-11-01")}.part`), "interrupted");
  await at(MIDNIGHT + 6 * HOUR);
  expect(readdirSync(folder)).toEqual([nameOf("2026-11-30")]);
});

test("what is kept free on the disk stays free: the server goes on taking messages", async () => {
  const content = new Response(new Uint8Array(GOOD)).body ?? new ReadableStream();
  const file = join(home, "x");
  const problem = { kind: "no-room", path: home };
  await expect(writeBackup(content, file, { reserve: 1e18 })).rejects.toMatchObject({ problem });
  expect(readdirSync(home)).toEqual([]);
});

test("the end of the server ends it, without a finding", async () => {
  const { promise: ends, resolve } = Promise.withResolvers<void>();
  make = async () =>
    new ReadableStream({
      start: (controller) => controller.enqueue(GOOD.subarray(0, 300)),
      pull: async (controller) => {
        await ends;
        controller.enqueue(GOOD.subarray(300));
      },
    });
  clock.advance(4 * HOUR);
  const looking = nightly.look();
  const stopped = nightly.stop();
  resolve();
  await Promise.all([looking, stopped]);
  expect(said).toEqual([]);
  expect(existsSync(join(folder, nameOf("2026-11-30")))).toBe(false);
});

test("seven days, four weeks and three months are kept", () => {
  const dates = Array.from({ length: 400 }, (_, day) => dateOf(MIDNIGHT - day * DAY - HOUR));
  const kept = [...keptDates(dates)].toSorted().reverse();
  const days = dates.slice(0, 7);
  expect(kept.slice(0, 7)).toEqual(days);
  // Sundays; the month before ends on one of them, or has one more.
  expect(kept.slice(7).every((date) => new Date(`${date}T12:00`).getDay() === 0 || /-(?:30|31)$/.test(date))).toBe(
    true,
  );
  expect(kept).toContain("2026-09-30");
  expect(kept.length).toBeLessThanOrEqual(7 + 4 + 3);
  expect(kept.length).toBeGreaterThanOrEqual(11);
});

test("where there is too little room the oldest go first, never the latest, and nothing that a person has put there", () => {
  mkdirSync(folder);
  for (const date of ["2026-11-27", "2026-11-28", "2026-11-29"])
    writeFileSync(join(folder, nameOf(date)), Buffer.alloc(1000));
  writeFileSync(join(folder, "jabber-home-2026-11-01-0312.tar.zst"), Buffer.alloc(1000));
  expect(prune(folder, 2500)).toEqual([nameOf("2026-11-27")]);
  expect(prune(folder, 10)).toEqual([nameOf("2026-11-28")]);
  expect(nightlyBackups(folder).map(({ name }) => name)).toEqual([nameOf("2026-11-29")]);
  expect(readdirSync(folder)).toHaveLength(2);
});

test("what keeps it from writing into another folder is found before a night is lost", async () => {
  await nightly.stop();
  nightly = open(false);
  expect(nightly.report().obstacle).toEqual({ kind: "no-folder", path: folder });
  mkdirSync(folder, { mode: 0o700 });
  expect(nightly.report().obstacle).toBeUndefined();
});
