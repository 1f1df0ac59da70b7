import { expect, test } from "bun:test";
import { memoryDatabase } from "../../server/testing.ts";
import { archivePreferences } from "./0441-archive-preferences.ts";

test("the lists of the first version are migrated in their order", () => {
  const { tables = [] } = archivePreferences;
  const db = memoryDatabase({ archive_preferences: tables.slice(0, 1) });
  const before = db.write("INSERT INTO archive_preference (account, usual, always, never) VALUES (?, ?, ?, ?)");
  before.run("romeo@localhost", "roster", '["z@example.org","a@example.org/x"]', '["b@example.org"]');
  before.run("juliet@localhost", "never", "[]", "[]");
  db.migrate("archive_preferences", tables);
  const rows = db.read("SELECT account, jid, list FROM archive_preference_address ORDER BY rowid").all();
  const account = "romeo@localhost";
  expect(rows).toEqual([
    { account, jid: "z@example.org", list: "always" },
    { account, jid: "a@example.org/x", list: "always" },
    { account, jid: "b@example.org", list: "never" },
  ]);
  expect(db.read("SELECT * FROM archive_preference ORDER BY account").all()).toEqual([
    { account: "juliet@localhost", usual: "never" },
    { account, usual: "roster" },
  ]);
});
