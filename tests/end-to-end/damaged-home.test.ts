/** The compiled program on a home with a damaged database, a full or read-only disk, or a wrong kind of file: reason and remedy. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PAGE_BYTES } from "../../src/store/sqlite-file.ts";
import { compiledProgram } from "../support/process/compiled.ts";
import { type LocalSite, localSite } from "../support/process/local-site.ts";
import { noSmallDisk, smallDisk } from "../support/process/small-disk.ts";
import { runProgram } from "../support/process/started.ts";

let site: LocalSite;
beforeAll(async () => {
  site = await localSite();
}, 60_000);
afterAll(() => site?.[Symbol.dispose]());

/** Runs a verb on a copy of the home that `spoil` has damaged. */
async function runsOn(spoil: (at: (name: string) => string) => void, args: readonly string[]) {
  const home = join(site.folder, crypto.randomUUID());
  cpSync(site.home, home, { recursive: true });
  spoil((name) => join(home, name));
  const ended = await runProgram([compiledProgram(), ...args, "--home", home], { cwd: site.folder });
  return { ...ended, err: ended.err.replaceAll(home, "HOME") };
}

/** Overwrites all but the first bytes with zeros. */
const zeros = (path: string, bytesKept: number): void => {
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0, bytesKept));
};
const DAMAGES: Readonly<Record<string, (path: string) => void>> = {
  "cut in half": (path) => truncateSync(path, Math.floor(statSync(path).size / 2 / PAGE_BYTES) * PAGE_BYTES),
  "without its header": (path) => zeros(path, 0),
  "with zeros behind its header": (path) => zeros(path, 100),
  "with zeros behind its first page": (path) => zeros(path, PAGE_BYTES),
  "another file": (path) => writeFileSync(path, "<html>This is no database</html>".repeat(1000)),
};

test.each(Object.keys(DAMAGES).flatMap((name) => [["run"], ["user", "list"]].map((args) => [name, args] as const)))(
  "a database %s, %p: 65, the file and how to restore it",
  async (name, args) => {
    const ended = await runsOn((at) => DAMAGES[name]?.(at("data.sqlite")), args);
    expect(ended).toMatchObject({ exit: 65, out: "" });
    expect(ended.err).toMatch(
      /^the database HOME\/data\.sqlite is damaged \(.+\)\n {2}take the last backup: jabber-home restore FILE/,
    );
    expect(ended.err.split("\n")).toHaveLength(3);
  },
);

test("the same in French", async () => {
  const ended = await runsOn((at) => DAMAGES["another file"]?.(at("data.sqlite")), ["run", "--lang", "fr"]);
  expect(ended.err).toMatch(
    /^la base de données HOME\/data\.sqlite est abîmée .+\n {2}reprenez la dernière sauvegarde/,
  );
});

test.each(["data.sqlite", "lock", "config.toml"])(
  "a folder in place of %s: 73, and how to move it away",
  async (name) => {
    const ended = await runsOn(
      (at) => {
        rmSync(at(name), { recursive: true, force: true });
        mkdirSync(at(name));
      },
      ["run"],
    );
    const err = `HOME/${name} is a folder or a device, and no file\n  move it away: mv HOME/${name} HOME/${name}.old\n`;
    expect(ended).toEqual({ exit: 73, out: "", err });
  },
);

test.each(["certificate", "certificate/self-signed", "control.sock"])("a file in place of %s: 73", async (name) => {
  const ended = await runsOn(
    (at) => {
      rmSync(at(name), { recursive: true, force: true });
      writeFileSync(at(name), "");
    },
    ["run"],
  );
  expect(ended).toMatchObject({
    exit: 73,
    err: expect.stringMatching(new RegExp(`^HOME/${name} is in the way of .*\n {2}move it`)),
  });
});

test("a lock that is damaged: 65, and that nothing of value is in it", async () => {
  const ended = await runsOn((at) => writeFileSync(at("lock"), "garbage".repeat(1000)), ["run"]);
  expect(ended).toMatchObject({ exit: 65, err: expect.stringContaining("  remove it: rm HOME/lock\n") });
});

test("a database on a disk that is not mounted: 73", async () => {
  const ended = await runsOn(
    (at) => {
      rmSync(at("data.sqlite"));
      symlinkSync("/nowhere/data.sqlite", at("data.sqlite"));
    },
    ["run"],
  );
  expect(ended).toMatchObject({
    exit: 73,
    err: expect.stringContaining("mount that; where it leads: ls -l HOME/data"),
  });
});

const noDisk = noSmallDisk();
const testOnDisk = (title: string, body: () => Promise<void>): void =>
  noDisk === undefined ? test(title, body, 60_000) : test.skip(`${title} (${noDisk})`, body);

testOnDisk("a full disk at the start: 73 and to make room; a read-only one: 73 and why that may be", async () => {
  await using disk = await smallDisk(4);
  const home = join(disk.path, "home");
  const outputOf = (args: readonly string[]) =>
    runProgram([...disk.commandPrefix, ...args], { cwd: site.folder, input: "down the rabbit hole" });
  await outputOf(["cp", "-r", site.home, home]);
  disk.fill(0);
  const runs = () => outputOf([compiledProgram(), "run", "--set", "limits.free_disk=0MB", "--home", home]);
  const full = await runs();
  expect(full).toMatchObject({ exit: 73, err: expect.stringMatching(/^the disk is full: .*\n {2}make room on it/) });
  disk.release();
  await outputOf(["mount", "-o", "remount,ro", dirname(home)]);
  const readOnly = await runs();
  const why = /home is on a file system that is read-only\n.*dmesg/;
  expect(readOnly).toMatchObject({ exit: 73, err: expect.stringMatching(why) });
});
