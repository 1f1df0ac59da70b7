/** The databases that other versions have left (make.ts). */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { zstdDecompressSync } from "node:zlib";

const ENDING = ".sqlite.zst";

/** In the order of time. */
export const FIXTURES: readonly string[] = readdirSync(import.meta.dir)
  .filter((name) => name.endsWith(ENDING))
  .map((name) => name.slice(0, -ENDING.length))
  .toSorted(byVersion);

/** Dates, of before there were releases, and then versions. */
function byVersion(a: string, b: string): number {
  const isDate = (name: string): boolean => /^\d{4}-/.test(name);
  if (isDate(a) !== isDate(b)) return isDate(a) ? -1 : 1;
  return isDate(a) ? (a < b ? -1 : 1) : Bun.semver.order(a, b);
}

export const writeFixture = (name: string, path: string): void =>
  writeFileSync(path, zstdDecompressSync(readFileSync(join(import.meta.dir, name + ENDING))), { mode: 0o600 });
