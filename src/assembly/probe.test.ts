import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { startTestServer, type TestServer } from "../../tests/support/server.ts";

/** All rows of all tables, as text; but what is written at each start. */
function rowsOf({ home }: TestServer): readonly string[] {
  using database = new Database(home.database, { readonly: true });
  const tables = database.query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return tables.flatMap(({ name }) =>
    database
      .query(`SELECT * FROM "${name}"`)
      .values()
      .map((row) => `${name} ${JSON.stringify(row)}`),
  );
}

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({ isProbed: true });
});
afterEach(() => server[Symbol.asyncDispose]());

test("a server that works passes its probe, and nothing is left of it: no account, no row, no file", async () => {
  await server.server.stop();
  expect(server.errors).toEqual([]);
  expect(rowsOf(server).filter((row) => row.includes("probe-"))).toEqual([]);
  expect(readdirSync(server.home.directory).join()).not.toContain("probe");
});
