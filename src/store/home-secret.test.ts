import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { secretAt } from "./home-secret.ts";

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "jabber-home-secret-"));
  path = join(folder, "secret");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a key is the same each time, and another one for another purpose or home", () => {
  const first = secretAt(path);
  expect(first("tokens")).toHaveLength(32);
  expect(secretAt(path)("tokens")).toEqual(first("tokens"));
  expect(first("resources")).not.toEqual(first("tokens"));
  expect(secretAt(join(folder, "other"))("tokens")).not.toEqual(first("tokens"));
});

test("the file has mode 0600, and no key is what it contains", () => {
  const key = Buffer.from(secretAt(path)("tokens")).toString("base64url");
  if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, "utf8")).not.toContain(key);
  chmodSync(path, 0o644);
  secretAt(path)("tokens");
  if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("no file is created until a key is needed: a command run as root leaves none that the service cannot read", () => {
  secretAt(path);
  expect(existsSync(path)).toBe(false);
});

test("a truncated file is replaced", () => {
  writeFileSync(path, "c2hvcnQ\n");
  const replaced = secretAt(path);
  expect(secretAt(path)("tokens")).toEqual(replaced("tokens"));
});
