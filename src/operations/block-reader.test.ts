/** Pieces of a file, read in any order. */
import { expect, test } from "bun:test";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BlockReader } from "./block-reader.ts";

test("each piece is what stands there: across blocks, larger than one, read again after others, and at the end of the file", () => {
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-blocks-"));
  const content = Buffer.from(Uint8Array.from({ length: 6_000_000 }, (_, n) => (n * 2_654_435_761) >>> 24));
  writeFileSync(join(folder, "file"), content);
  const file = openSync(join(folder, "file"), "r");
  const reader = new BlockReader(file);
  const places = Array.from(
    { length: 3000 },
    (_, n) => [(n * 7_654_321) % 5_900_000, 1 + ((n * 37) % 20_000)] as const,
  );
  for (const [offset, length] of [...places, ...places, [5_999_990, 100] as const])
    expect(reader.read(offset, length).equals(content.subarray(offset, offset + length))).toBe(true);
  closeSync(file);
  rmSync(folder, { recursive: true });
});
