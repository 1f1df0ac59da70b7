import { expect, test } from "bun:test";
import {
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { testWith } from "../../tests/support/needs.ts";
import { openPower } from "../../tests/support/process/power/power.ts";
import { runProgram } from "../../tests/support/process/started.ts";
import { LengthError, openFileFolder } from "./file-folder.ts";
import { temporaryFolder } from "./testing.ts";

const DAY = "2026-11-30";
const NOBODY = 65534;

const streamOf = (...chunks: readonly (string | Error)[]): ReadableStream<Uint8Array> => {
  const left = [...chunks];
  return new ReadableStream({
    pull: (controller) => {
      const next = left.shift();
      if (next === undefined) controller.close();
      else if (next instanceof Error) controller.error(next);
      else controller.enqueue(Buffer.from(next));
    },
  });
};

function opened() {
  const temporary = temporaryFolder();
  const path = temporary.file("files");
  return { ...temporary, path, folder: openFileFolder(path), [Symbol.dispose]: () => temporary[Symbol.dispose]() };
}

const modeOf = (path: string): number => statSync(path).mode & 0o777;

test("a file is whole under its name, mode 0600, in a folder of its day, mode 0700", async () => {
  using at = opened();
  await at.folder.write({ day: DAY, name: "one" }, streamOf("hello ", "world"), 11);
  const path = join(at.path, DAY, "one");
  expect([modeOf(path), modeOf(join(at.path, DAY)), modeOf(at.path)]).toEqual([0o600, 0o700, 0o700]);
  expect(await (await at.folder.read({ day: DAY, name: "one" }))?.text()).toBe("hello world");
  expect(await at.folder.read({ day: DAY, name: "other" })).toBeUndefined();
});

test("an empty file is one, too", async () => {
  using at = opened();
  await at.folder.write({ day: DAY, name: "none" }, null, 0);
  expect((await at.folder.read({ day: DAY, name: "none" }))?.size).toBe(0);
});

test.skipIf(process.getuid?.() !== 0)("what root writes belongs to the owner of the home", async () => {
  using at = opened();
  mkdirSync(at.path);
  chownSync(at.path, NOBODY, NOBODY);
  await at.folder.write({ day: DAY, name: "one" }, streamOf("x"), 1);
  expect([DAY, `${DAY}/one`].map((name) => lstatSync(join(at.path, name)).uid)).toEqual([NOBODY, NOBODY]);
});

test("where the content is too long, too short or cut, nothing is left, not even the folder", async () => {
  using at = opened();
  const file = { day: DAY, name: "one" };
  await expect(at.folder.write(file, streamOf("hello"), 4)).rejects.toBeInstanceOf(LengthError);
  await expect(at.folder.write(file, streamOf("hello"), 6)).rejects.toBeInstanceOf(LengthError);
  await expect(at.folder.write(file, streamOf("hel", new Error("cut")), 5)).rejects.toThrow("cut");
  await at.folder.write({ day: "2026-12-01", name: "two" }, streamOf("x"), 1);
  expect(readdirSync(at.path)).toEqual(["2026-12-01"]);
});

test("a name that is taken is never written through, such as a link that somebody has put there", async () => {
  using at = opened();
  const elsewhere = at.file("elsewhere");
  writeFileSync(elsewhere, "secret");
  mkdirSync(join(at.path, DAY), { recursive: true });
  symlinkSync(elsewhere, join(at.path, DAY, "one.part"));
  await expect(at.folder.write({ day: DAY, name: "one" }, streamOf("x"), 1)).rejects.toThrow("EEXIST");
  expect(await Bun.file(elsewhere).text()).toBe("secret");
});

test("removing is no error where nothing is there, and takes folders that are empty with it", async () => {
  using at = opened();
  const [one, two] = [
    { day: DAY, name: "one" },
    { day: DAY, name: "two" },
  ];
  for (const file of [one, two]) await at.folder.write(file, streamOf("x"), 1);
  await at.folder.remove([one, { day: "2020-01-01", name: "never" }]);
  expect(readdirSync(join(at.path, DAY))).toEqual(["two"]);
  await at.folder.remove([two]);
  expect(readdirSync(at.path)).toEqual([]);
});

test("folders are listed in order, names some at a time; what is no day is left alone", async () => {
  using at = opened();
  expect(await at.folder.days()).toEqual([]);
  for (const day of ["2026-12-01", DAY, "lost+found"]) mkdirSync(join(at.path, day), { recursive: true });
  for (let n = 0; n < 250; n++) writeFileSync(join(at.path, DAY, `f${n}`), "");
  expect(await at.folder.days()).toEqual([DAY, "2026-12-01"]);
  const batches: (readonly string[])[] = [];
  for await (const names of at.folder.names(DAY)) batches.push(names);
  expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(new Set(batches.flat()).size).toBe(250);
  expect(existsSync(join(at.path, "lost+found"))).toBe(true);
});

const MODULE = join(import.meta.dir, "file-folder.ts");
const WRITE = `
  const { openFileFolder } = await import(process.argv[1]);
  const folder = openFileFolder(process.argv[2]);
  await folder.write({ day: process.argv[3], name: process.argv[4] }, new Blob(["hello"]).stream(), 5);
  process.kill(process.pid, "SIGKILL");
`;

testWith(["gcc"])("a file that was written is there after a power cut, the first one of a home too", async () => {
  using home = temporaryFolder();
  for (const name of ["one", "other"]) {
    using power = openPower(home.path);
    const command = [process.execPath, "-e", WRITE, MODULE, home.file("files"), DAY, name];
    const { err } = await runProgram(command, { env: power.env });
    expect(err).toBe("");
    power.cut();
  }
  expect(readdirSync(join(home.file("files"), DAY)).sort()).toEqual(["one", "other"]);
});
