import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { temporaryFolder } from "../../tests/support/process/started.ts";
import { homeAt } from "../home.ts";
import { StoreError } from "../store/errors.ts";
import { fileFailure } from "./file-failure.ts";

/** What is said of a database that SQLite "cannot open", without more. */
function notOpened(prepare: (database: string) => void) {
  using folder = temporaryFolder("home");
  const home = homeAt(folder.path);
  prepare(home.database);
  const cause = Object.assign(new Error("unable to open database file"), { code: "SQLITE_CANTOPEN" });
  const failure = fileFailure(new StoreError("unusable", "it cannot be opened", cause), home);
  const [{ path } = { path: "" }] = (failure?.details ?? []) as readonly { readonly path: string }[];
  return { reason: failure?.reason, path: path.slice(folder.path.length + 1) };
}

test("a database that may be read and written, and that SQLite cannot open: the disk fails", () =>
  expect(notOpened((database) => writeFileSync(database, ""))).toEqual({ reason: "disk-fails", path: "data.sqlite" }));

test("a log that is a folder is in the way, not the database", () =>
  expect(
    notOpened((database) => {
      writeFileSync(database, "");
      mkdirSync(`${database}-wal`);
    }),
  ).toEqual({ reason: "no-file", path: "data.sqlite-wal" }));
