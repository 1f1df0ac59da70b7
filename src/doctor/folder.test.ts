/** The folder of a home as it is found. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeAt } from "../home.ts";
import { folderFacts } from "./folder.ts";

const folder = mkdtempSync(join(tmpdir(), "jabber-home-folder-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("messages that wait for an import that nobody goes on with are seen, and not those of one that does", () => {
  const path = join(folder, "import-0123456789abcdef.spool");
  writeFileSync(path, "12345");
  expect(folderFacts(homeAt(folder)).unfinishedImport).toBeUndefined();
  utimesSync(path, new Date(2026, 0, 1), new Date(2026, 0, 1));
  expect(folderFacts(homeAt(folder)).unfinishedImport).toEqual({ path, bytes: 5 });
});
