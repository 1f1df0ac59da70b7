/** What is read of a machine: files as Linux has them, in a folder. */
import { expect, test } from "bun:test";
import { mkdirSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DAY } from "../clock.ts";
import { temporaryFolder } from "../store/testing.ts";
import { clockOffBy, fileOfFuture, isClockSynchronized } from "./clock-state.ts";
import { memoryFacts } from "./memory.ts";
import { openFilesLimit, runsAsRoot } from "./process-facts.ts";
import { syncTime } from "./sync-time.ts";
import { volumeFacts } from "./volume.ts";

/** A folder with these files; a name that ends in "@" is a link. */
function machine(files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  const root = folder.file("root");
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name.replace("@", ""));
    mkdirSync(dirname(path), { recursive: true });
    if (name.endsWith("@")) symlinkSync(text, path);
    else writeFileSync(path, text);
  }
  return { root, home: folder.file("."), [Symbol.dispose]: () => folder[Symbol.dispose]() };
}

const MEMORY = "MemTotal:  1024 kB\nMemAvailable:  512 kB\nSwapTotal:  100 kB\nSwapFree:  50 kB\n";

test("memory: of the machine, and the smallest limit of the control groups, with what was killed", () => {
  using seen = machine({
    "proc/meminfo": MEMORY,
    "proc/42/cgroup": "0::/system.slice/jabber-home.service\n",
    "sys/fs/cgroup/system.slice/memory.max": "300000\n",
    "sys/fs/cgroup/system.slice/memory.current": "250000\n",
    "sys/fs/cgroup/system.slice/jabber-home.service/memory.max": "max\n",
    "sys/fs/cgroup/system.slice/jabber-home.service/memory.events": "low 0\noom 1\noom_kill 2\n",
  });
  expect(memoryFacts(42, seen.root)).toEqual({
    ...{ total: 1_048_576, available: 524_288, swap: 102_400, freeSwap: 51_200 },
    ...{ limit: 300_000, used: 250_000, killed: 2 },
  });
  expect(memoryFacts(43, seen.root)).not.toHaveProperty("limit");
  expect(memoryFacts(42, join(seen.root, "nowhere"))).toEqual({});
});

/** Mounted at the folder of the test, with the number of its device or another one. */
const mountinfo = (point: string, device: string, rest: string, options = "rw"): string =>
  `1 0 0:1 / / rw - overlay overlay rw\n2 1 ${device} / ${point.replaceAll(" ", "\\040")} ${options} shared:1 - ${rest}\n`;

const deviceOf = (path: string): string => {
  const { dev } = statSync(path);
  return `${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`;
};

test("the disk: a card, by the partition that the home is on", () => {
  using folder = temporaryFolder();
  const home = folder.file(".");
  const device = deviceOf(home);
  using seen = machine({
    "proc/self/mountinfo": mountinfo(home, device, "ext4 /dev/mmcblk0p2 rw"),
    "sys/devices/mmc/block/mmcblk0/mmcblk0p2/partition": "2\n",
    "sys/devices/mmc/block/mmcblk0/device/type": "SD\n",
    "sys/fs/ext4/mmcblk0p2/errors_count": "3\n",
    [`sys/dev/block/${device}@`]: "../../devices/mmc/block/mmcblk0/mmcblk0p2",
  });
  expect(volumeFacts(home, seen.root)).toMatchObject({ fileSystem: "ext4", disk: "mmcblk0", flash: "card", errors: 3 });
  expect(volumeFacts(home, seen.root)).not.toHaveProperty("isReadOnly");
});

test("the disk: eMMC says how worn it is, below encryption too; a mount that is read-only", () => {
  using folder = temporaryFolder();
  const home = folder.file(".");
  using seen = machine({
    "proc/self/mountinfo": mountinfo(home, "0:99", "btrfs /dev/dm-0 rw", "ro,noatime"),
    "sys/devices/mmc/block/mmcblk1/device/type": "MMC\n",
    "sys/devices/mmc/block/mmcblk1/device/life_time": "0x02 0x09\n",
    "sys/devices/mmc/block/mmcblk1/device/pre_eol_info": "0x02\n",
    "sys/devices/virtual/block/dm-0/slaves/mmcblk1": "",
    "sys/class/block/mmcblk1@": "../../devices/mmc/block/mmcblk1",
    "sys/class/block/dm-0@": "../../devices/virtual/block/dm-0",
    "sys/fs/btrfs/1234/devices/dm-0": "",
    "sys/fs/btrfs/1234/devinfo/1/error_stats": "write_errs 1\nread_errs 0\ncorruption_errs 4\n",
  });
  expect(volumeFacts(home, seen.root)).toMatchObject({
    ...{ fileSystem: "btrfs", isReadOnly: true, disk: "mmcblk1", flash: "emmc", worn: 90, isNearEnd: true, errors: 5 },
  });
});

test("the disk: what has no device is known by the longest mount point above it, with blanks in its name", () => {
  using folder = temporaryFolder();
  const home = folder.file("my home");
  mkdirSync(home);
  using seen = machine({ "proc/self/mountinfo": mountinfo(home, "0:98", "nfs4 nas:/share rw") });
  const { fileSystem, disk } = volumeFacts(home, seen.root);
  expect([fileSystem, disk]).toEqual(["nfs4", undefined]);
  expect(volumeFacts(folder.file("nowhere"), seen.root)).toEqual({});
});

test("the time of a write is tried, and nothing of it is left; where nothing can be written it is not known", async () => {
  using folder = temporaryFolder();
  const home = folder.file("home");
  mkdirSync(home);
  const { usual = -1, longest = -1 } = (await syncTime(home)) ?? {};
  expect([usual >= 0, longest >= usual]).toEqual([true, true]);
  expect([...new Bun.Glob("*").scanSync({ cwd: home, dot: true })]).toEqual([]);
  expect(await syncTime(folder.file("nowhere"))).toBeUndefined();
});

test("a process: how many files it may have, and whether it is root's, outside of a container", () => {
  using seen = machine({ "proc/42/limits": "Limit  Soft\nMax open files            1024   4096   files\n" });
  using container = machine({ "proc/42/limits": "", ".dockerenv": "" });
  expect([openFilesLimit(42, seen.root), openFilesLimit(43, seen.root)]).toEqual([1024, undefined]);
  expect(runsAsRoot(42, seen.root)).toBe(process.getuid?.() === 0);
  expect([runsAsRoot(42, container.root), runsAsRoot(43, seen.root)]).toEqual([false, false]);
});

test("the clock: against the date of an answer, in the middle of the time that it took", async () => {
  const date = Date.UTC(2026, 10, 30, 12);
  const answer = (headers: Record<string, string>) => async () => new Response(null, { headers });
  const times = [date + 60_000, date + 62_000];
  const dated = answer({ date: new Date(date).toUTCString() });
  expect(await clockOffBy("https://acme.example/directory", dated, () => times.shift() ?? 0)).toEqual({
    ...{ by: 60_500, who: "acme.example" },
  });
  expect(await clockOffBy("https://acme.example/", answer({}))).toBeUndefined();
  const silent = (): Promise<Response> => Promise.reject(new Error("no route"));
  expect(await clockOffBy("https://acme.example/", silent)).toBeUndefined();
});

test("the clock: a file from the future, the one that is furthest; an hour is left for clocks that are being set", () => {
  using folder = temporaryFolder();
  const [near, far] = ["near", "far"].map((name) => folder.file(name)) as [string, string];
  const now = Date.UTC(2026, 10, 30);
  for (const [path, time] of [
    [near, now + 60_000],
    [far, now + DAY],
  ] as const) {
    writeFileSync(path, "");
    utimesSync(path, new Date(time), new Date(time));
  }
  expect(fileOfFuture([near, far, folder.file("none")], now)).toEqual({ path: far, by: DAY });
  expect(fileOfFuture([near], now)).toBeUndefined();
});

test("the kernel tells whether its clock is kept right, or nothing", () => {
  expect([true, false, undefined]).toContain(isClockSynchronized());
});
