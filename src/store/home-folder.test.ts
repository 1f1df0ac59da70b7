import { expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeAt } from "../home.ts";
import { createHome } from "./home-folder.ts";

const modeOf = (path: string) => statSync(path).mode & 0o777;

function folder(mode: number): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "home-"));
  chmodSync(path, mode);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

test("a new home has mode 0700", () => {
  using above = folder(0o755);
  const home = homeAt(join(above.path, "a", "b"));
  expect(createHome(home)).toBeUndefined();
  expect(modeOf(home.directory)).toBe(0o700);
  expect(createHome(home)).toBeUndefined();
  expect(modeOf(above.path)).toBe(0o755);
});

test.each([0o777, 0o1777, 0o755, 0o750, 0o707])("a home with mode %o gets mode 0700", (mode) => {
  using empty = folder(mode);
  expect(createHome(homeAt(empty.path))).toBe(mode & 0o777);
  expect(modeOf(empty.path)).toBe(0o700);
  using inUse = folder(mode);
  for (const name of ["config.toml", "something else"]) writeFileSync(join(inUse.path, name), "");
  expect(createHome(homeAt(inUse.path))).toBe(mode & 0o777);
  expect(modeOf(inUse.path)).toBe(0o700);
});

test("a folder with other files is not changed, and refused where others may write into it", () => {
  using readable = folder(0o755);
  writeFileSync(join(readable.path, "letter"), "");
  expect(createHome(homeAt(readable.path))).toBeUndefined();
  expect(modeOf(readable.path)).toBe(0o755);
  for (const mode of [0o777, 0o770, 0o722]) {
    chmodSync(readable.path, mode);
    const refusal = expect.objectContaining({ home: readable.path, mode: `0${mode.toString(8)}` });
    expect(() => createHome(homeAt(readable.path))).toThrow(refusal);
    expect(modeOf(readable.path)).toBe(mode);
  }
});
