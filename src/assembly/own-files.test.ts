import { expect, test } from "bun:test";
import type { FileOperations, FileSummary } from "../operations/files.ts";
import { ownFiles } from "./own-files.ts";

const ALICE = "alice@example.com";
const files = Array.from({ length: 4 }, (_, index) => ({ id: `id-${index}`, uploaded: 1000 - index }) as FileSummary);
const asked: unknown[] = [];
const list: FileOperations["list"] = (owner, max, after) => {
  asked.push([owner.bare, after]);
  const start = after ? files.findIndex(({ id }) => id === after.id) + 1 : 0;
  return { files: files.slice(start, start + max), next: undefined };
};
const own = ownFiles(() => ({ list }) as FileOperations);

test("a page leads to the next one, and the last one to none, also where it is full", () => {
  const first = own.page(ALICE, 2, undefined);
  expect([first.files.map(({ id }) => id), first.next]).toEqual([["id-0", "id-1"], "999.id-1"]);
  const last = own.page(ALICE, 2, first.next);
  expect([last.files.map(({ id }) => id), last.next]).toEqual([["id-2", "id-3"], undefined]);
  expect(asked).toEqual([
    [ALICE, undefined],
    [ALICE, { uploaded: 999, id: "id-1" }],
  ]);
});

test.each(["", "x", "1.", ".id-1", "1e3.id-1", "999.id-1'--", "9".repeat(400)])("%p is the first page", (after) => {
  expect(own.page(ALICE, 2, after).files[0]?.id).toBe("id-0");
});
