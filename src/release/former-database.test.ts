/** The copy of the database that the version of before takes back. */
import { expect, test } from "bun:test";
import { chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isKept, keepCopy, putDatabaseBack } from "./former-database.ts";
import { updateFolder } from "./journal.ts";

const NOBODY = 65_534;

test.if(process.getuid?.() === 0)(
  "one that root has taken out of a backup belongs to the home's owner, whose server puts it back",
  () => {
    const directory = mkdtempSync(join(tmpdir(), "former-"));
    try {
      const home = { directory, database: join(directory, "data.sqlite") };
      mkdirSync(updateFolder(directory));
      for (const path of [directory, updateFolder(directory)]) chownSync(path, NOBODY, NOBODY);
      const taken = mkdtempSync(join(updateFolder(directory), "check-"));
      writeFileSync(join(taken, "data.sqlite"), "of before", { mode: 0o600 });
      keepCopy(home, join(taken, "data.sqlite"));
      expect(isKept(home)).toBe(true);
      putDatabaseBack(home);
      expect(statSync(home.database).uid).toBe(NOBODY);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
);
