/** Who may read a file that is not ours. */
import { expect, test } from "bun:test";
import {
  chmodSync,
  constants,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { canServiceRead, whatForbidsReading } from "./file-access.ts";

/** A folder that others may enter, with a file that others may read. */
function openFolder() {
  const path = mkdtempSync("/tmp/file-access-");
  chmodSync(path, 0o755);
  mkdirSync(join(path, "live"), { mode: 0o755 });
  const file = join(path, "live", "key.pem");
  writeFileSync(file, "", { mode: 0o644 });
  return { path, file, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

test("a service reads what everybody may read, and what is its own", () => {
  using folder = openFolder();
  const { file } = folder;
  expect(canServiceRead(file, "jabber-home")).toBe(true);
  chmodSync(file, 0o600);
  expect(canServiceRead(file, "jabber-home")).toBe(false);
  expect(canServiceRead(file, "jabber-home", [["jabber-home", "x", String(statSync(file).uid)]])).toBe(true);
});

test("a service reads nothing in a closed folder, also by a link, and nothing in the homes of people", () => {
  using folder = openFolder();
  const link = join(folder.path, "link.pem");
  symlinkSync(folder.file, link);
  expect(canServiceRead(link, "jabber-home")).toBe(true);
  chmodSync(join(folder.path, "live"), 0o700);
  expect(canServiceRead(link, "jabber-home")).toBe(false);
  expect(canServiceRead("/root/key.pem", "jabber-home")).toBe(false);
  expect(canServiceRead(join(folder.path, "none"), "jabber-home")).toBe(false);
});

test("nothing forbids what may be read", () => {
  using folder = openFolder();
  expect(whatForbidsReading(folder.file)).toBeUndefined();
});

test("of a link, what stands in the way to its target is named (certbot: live/ leads to archive/)", () => {
  using folder = openFolder();
  const archive = join(folder.path, "archive");
  mkdirSync(archive, { mode: 0o700 });
  writeFileSync(join(archive, "key1.pem"), "", { mode: 0o600 });
  symlinkSync("../archive/key1.pem", join(folder.path, "live", "link.pem"));
  symlinkSync("live", join(folder.path, "current"));
  // As somebody else would see it, to whom the archive is closed.
  const isAllowed = (path: string, mode: number): boolean =>
    path === archive ? mode !== constants.X_OK : !realpathSync(path).startsWith(`${archive}/`);
  for (const path of ["live/link.pem", "current/link.pem"])
    expect(whatForbidsReading(join(folder.path, path), isAllowed)).toMatchObject({ what: archive, mode: "0700" });
});
