import { expect, test } from "bun:test";
import { DAY } from "../../../clock.ts";
import { fullError } from "../../../store/errors.ts";
import { memoryFolder, ROMEO, START, testFiles } from "./testing.ts";
import { type NewFile, openUploads } from "./uploads.ts";

const FILE: Omit<NewFile, "id"> = {
  owner: ROMEO,
  name: "a.jpg",
  type: "image/jpeg",
  bytes: 10,
  until: undefined,
  isLasting: false,
};

function opened(write?: () => Promise<void>) {
  const files = testFiles();
  const { clock, disk } = files;
  const folder = { ...memoryFolder(), ...(write ? { write } : {}) };
  const owners = new Set([ROMEO]);
  const uploads = openUploads({
    ...files,
    folder,
    space: disk,
    now: () => clock.now,
    isClockDoubtful: () => clock.isDoubtful,
    maxUnderway: 2,
    mayOwn: (owner) => owners.has(owner),
    stored: () => {},
  });
  return { ...files, folder, owners, receive: (id: string) => uploads.receive({ ...FILE, id }, null), uploads };
}

test("a file is stored with its row, or neither is there", async () => {
  const { receive, store, folder, owners, limits } = opened();
  expect(await receive("one")).toBe("stored");
  owners.clear();
  expect(await receive("two")).toBe("gone");
  expect([[...folder.files], store.total()]).toEqual([["2026-11-30/one"], { bytes: 10, files: 1 }]);
  expect(limits.reserve(499_000)).toBeDefined();
});

test("what the disk refuses is told apart from a content that is cut, and from a disk that fails", async () => {
  const failing = (error: Error) => opened(() => Promise.reject(error));
  expect(await failing(fullError()).receive("one")).toBe("full");
  expect(await failing(new DOMException("cut", "AbortError")).receive("one")).toBe("cut");
  const broken = Object.assign(new Error("EIO"), { code: "EIO" });
  await expect(failing(broken).receive("one")).rejects.toBe(broken);
  const { receive, disk, uploads } = opened();
  disk.free = 5;
  expect([await receive("one"), uploads.isUnderway("one")]).toEqual(["full", false]);
});

test("more than so many uploads of one owner at once are refused; each that ends makes room", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { receive, uploads } = opened(() => promise);
  const two = [receive("one"), receive("two")];
  expect([uploads.isUnderway("one"), await receive("three")]).toEqual([true, "busy"]);
  resolve();
  expect([await Promise.all(two), await receive("three")]).toEqual([["stored", "stored"], "stored"]);
});

test("what is uploaded while the clock says 1970 is no older than what was there before", async () => {
  const { receive, store, clock, add } = opened();
  add(ROMEO, 1, { uploaded: START });
  clock.now = DAY;
  clock.isDoubtful = true;
  await receive("one");
  expect(store.get("one")?.uploaded).toBe(START);
});
