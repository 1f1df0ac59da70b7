/** jabberd2 as a source: its SQLite database, or a dump of its database in SQL. */
import type { Source, SourceKind } from "../source.ts";
import { SourceError } from "../source-error.ts";
import { digestOfFiles } from "../source-files.ts";
import { isSqlText, openSqlText } from "../sql-text.ts";
import { hasTables, isSqlite, openSqliteSource, type Schema, type SqliteSource } from "../sqlite-source.ts";
import { accountItems } from "./account-items.ts";
import { accountsIn } from "./accounts.ts";

/** Tables are there even where a module is not in use. */
const SCHEMA: Schema = {
  authreg: ["username", "realm", "password"],
  active: ["collection-owner"],
  "roster-items": ["collection-owner", "jid", "name", "to", "from", "ask"],
};
const OWNED = [
  ...["active", "roster-items", "roster-groups", "vcard", "queue", "private"],
  ...["privacy-default", "privacy-items"],
];
/** In the folder that Debian's jabberd2 has its database in. */
const DATABASE = "sqlite.db";

export const jabberd2: SourceKind = {
  name: "jabberd2",
  recognises: (path) => fileAt(path) !== undefined,
  open: (path): Source => {
    const file = fileAt(path);
    if (file === undefined) throw new SourceError("unknown", { file: path }, { kinds: ["jabberd2"] });
    const source = isSqlite(file) ? openSqliteSource(file, SCHEMA) : openText(file);
    const accounts = accountsIn(source);
    return {
      hosts: [...new Set(accounts.map(({ domain }) => domain))].sort().map((jid) => ({ jid, kind: "domain" })),
      digest: digestOfFiles([file]),
      read: function* () {
        for (const account of accounts) yield* accountItems(source, account);
      },
      close: source.close,
    };
  },
};

/** The database or the dump at a path, or the database in a folder. */
function fileAt(path: string): string | undefined {
  const candidates = [path, `${path}/${DATABASE}`];
  return candidates.find((file) => hasTables(file, SCHEMA) || isSqlText(file, ["authreg"]));
}

const openText = (file: string): SqliteSource =>
  openSqlText(file, {
    tables: ["authreg", ...OWNED],
    schema: SCHEMA,
    integers: ["object-sequence", "time", "ask", "order", "block"],
    indexes: { authreg: ["username"], ...Object.fromEntries(OWNED.map((table) => [table, ["collection-owner"]])) },
  });
